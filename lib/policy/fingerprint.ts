// By what a message is known when it comes again: as the same message, in another attempt of its client; or
// as the same text, for the guard against mail loops and slips of the hand: the same text to the same phone
// from the same account within 24 hours is refused, unless the phone has answered in between. The hours count
// from when the text is to be sent.
import { hash } from 'node:crypto'

export const guardFor = 24 * 3_600_000

const placeLength = 8

/** By which letter a digest of the guard is known, and where it stands. */
export const guardMark = { at: placeLength, letter: 'g' } as const

/** What stands for a message of a mail: `identity` for the mail, `text` for what it says. */
export function messageDigest(message: {
  readonly accountId: number
  readonly phone: string
  readonly identity: string
  readonly text: string
}): string {
  const { accountId, phone, identity, text } = message
  return digest('m', accountId, phone, [identity, text])
}

/** What stands for the text, the phone and the account. */
export function guardDigest(message: {
  readonly accountId: number
  readonly phone: string
  readonly text: string
}): string {
  const { accountId, phone, text } = message
  return digest(guardMark.letter, accountId, phone, [text])
}

/** Both of a message begin alike, so that they lie side by side in an index: one page is written, not two. */
function digest(kind: string, accountId: number, phone: string, facts: readonly string[]): string {
  const place = sha256(`${accountId} ${phone}`).slice(0, placeLength)
  return `${place}${kind}${sha256(JSON.stringify([accountId, phone, ...facts])).slice(0, 32)}`
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
