// Keys and TAGs: made from random bytes, kept as little as possible.
import { createHash, randomBytes, randomFillSync, randomInt } from 'node:crypto'
import { isKeyInText } from '../mail/address/key.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** RFC 4648 6, lower case, without padding; five bits a character, the rest dropped. */
function base32(bytes: Uint8Array, length: number): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(value >> (bits - 5)) & 31] ?? ''
  }
  return out.slice(0, length)
}

/** 130 random bits as 26 characters; the few that could be a number or a word are drawn again. */
export function makeKey(): string {
  for (;;) {
    const key = base32(randomBytes(17), 26)
    if (isKeyInText(key)) return key
  }
}

const tagBytes = 10
/** For many TAGs: to ask for ten bytes takes as long as for hundreds, and every message to a new phone needs a TAG. */
const pool = Buffer.alloc(400 * tagBytes)
let taken = pool.length

/** 80 random bits as 16 characters. */
export function makeTag(): string {
  if (taken === pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  return base32(pool.subarray(taken, (taken += tagBytes)), 16)
}

export const linkTokenLength = 12

/** 60 random bits for a link in an SMS, where each character costs. */
export function makeLinkToken(): string {
  return base32(randomBytes(8), linkTokenLength)
}

/** A whole number at random, both ends included. */
export function pickBetween(first: number, last: number): number {
  return randomInt(first, last + 1)
}

/** Keys are read case-insensitively and stored as this. */
export function digestKey(key: string): string {
  return createHash('sha256').update(key.toLowerCase()).digest('hex')
}
