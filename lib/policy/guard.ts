// The guard against mail loops and slips of the hand: the same text to the same phone from the same
// account within 24 hours is refused, unless the phone has answered in between.
import { createHash } from 'node:crypto'

export const guardFor = 24 * 3_600_000

/** What stands for the text, the phone and the account. */
export function guardDigest(message: { accountId: number; phone: string; text: string }): string {
  const { accountId, phone, text } = message
  return `g${createHash('sha256')
    .update(JSON.stringify([accountId, phone, text]))
    .digest('base64url')}`
}
