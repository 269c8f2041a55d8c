// Keys and TAGs: made from random bytes, kept as little as possible.
import { createHash, createHmac, randomBytes, randomFillSync, randomInt } from 'node:crypto'
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

const idBytes = 5

/**
 * What stands for the TAG in mails to others than the account: it leads bounces to the conversation, and
 * nothing can be sent by it. The conversation's id, and what only its own TAG makes of it.
 */
export function bounceTag({ id, tag }: { readonly id: number; readonly tag: string }): string {
  const bytes = Buffer.alloc(tagBytes)
  bytes.writeUIntBE(id, 0, idBytes)
  createHmac('sha256', tag).update('bounce').digest().copy(bytes, idBytes)
  return base32(bytes, 16)
}

/** The id of a conversation that may have such a TAG. */
export function idInBounceTag(tag: string): number {
  const digits = Array.from(tag.slice(0, (idBytes * 8) / 5))
  return digits.reduce((id, digit) => id * 32 + alphabet.indexOf(digit), 0)
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
