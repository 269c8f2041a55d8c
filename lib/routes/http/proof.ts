// What proofs of providers have in common: secrets are compared in the same time wherever they differ, and
// a call that says when it was made has to be of now.
import { createHash, timingSafeEqual } from 'node:crypto'

export function isSame(given: string, wanted: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

const clockSkew = 300_000

/** `seconds` since 1970, as it was written. */
export function isOfNow(seconds: string | undefined, now: number): boolean {
  return Math.abs(Number(seconds) * 1_000 - now) <= clockSkew
}
