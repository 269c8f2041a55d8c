// The second step: a code of six digits that a program on the person's phone shows, RFC 6238. A code is
// good once, and for the half minute before and after its own.
import { Secret, TOTP } from 'otpauth'

const period = 30_000

export function newSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** Which half minute since 1970 a code belongs to; undefined for a wrong one. */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const delta = totp(secret).validate({ token: digits, window: 1, timestamp: now })
  return delta === null ? undefined : Math.floor(now / period) + delta
}

/** What such a program reads, as a link or a QR code. */
export function secretUrl(secret: string, address: string, issuer: string): string {
  return new TOTP({ issuer, label: address, secret: Secret.fromBase32(secret) }).toString()
}

function totp(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret) })
}
