// What a mail asks to be sent, as data, and what became of it.
import type { Cut } from '../mail/text/compose-text.ts'
import type { Account } from '../store/accounts.ts'
import type { Wish } from './choose-route.ts'
import type { ReportContent, ShortenedContent } from './outbox-content.ts'
import type { SendingRules } from './sending-rules.ts'
import type { RefusedRecipient } from './target.ts'

export interface Slice {
  /** Where an earlier slice of the same mail was kept. */
  readonly mailId: number | undefined
  /** Something of the mail was taken, now or before: what is refused is kept with it and told by a report. */
  readonly isTaken: boolean
  readonly isLast: boolean
}

export interface SubmittedMessage {
  /** The recipient as written, keys masked: what a report shows. */
  readonly recipient: string
  readonly phone: string
  /** The SMS domain that was written to; undefined where it was on the pages. */
  readonly domain: string | undefined
  /** The account's own number or name; undefined where a pool number is to stand for it. */
  readonly own: string | undefined
  readonly poolNumber: string | undefined
  /** Nobody asked for another one: the number that the phone wrote to last may stand in its place. */
  readonly isUsual: boolean
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly route: string
  /** What the route was chosen for. */
  readonly wish: Wish
  readonly flash: boolean
  /** It goes out once more, as flash, when a normal one fails. */
  readonly thenFlash: boolean
  readonly validity: number | undefined
  readonly urgent: boolean
  /** RFC 3461 4.1, where the client said it; otherwise the account's wish counts. */
  readonly notify: string | undefined
  /** RFC 3461 4.2, decoded. */
  readonly originalRecipient: string | undefined
  readonly dueAt: number | undefined
  /** The key that it came by: the answers of its conversation last as long as the key does. */
  readonly keyId: number | undefined
}

export interface Submission {
  /** The SMTP transaction. */
  readonly ref: string
  readonly account: Account
  /** Has ordinary recipients, too: it waits until the server has queued the rest. */
  readonly held: boolean
  /** Whether it is guarded against duplicates; undefined as the account is. */
  readonly guarded: boolean | undefined
  readonly envelopeFrom: string
  readonly messageId: string | undefined
  /** What stands for the Message-ID in the fingerprint when there is none. */
  readonly identity: string
  /** What stands for the text in the fingerprint where a signature covers it. */
  readonly signed?: string | undefined
  readonly subject: string
  readonly headers: string
  /** RFC 3461 4.3 and 4.4, where the client said them. */
  readonly ret: 'FULL' | 'HDRS' | undefined
  readonly envelopeId: string | undefined
  /** What of the text is not sent, and why. */
  readonly cuts: readonly Cut[]
  /** What proved the sender. */
  readonly proof: string | undefined
  readonly messages: readonly SubmittedMessage[]
  /** What the sender must hear by a report, as the mail as a whole is accepted. */
  readonly report: ReportContent | undefined
  readonly shortened: ShortenedContent | undefined
  /** Of a mail whose messages are stored by and by. */
  readonly slice?: Slice
}

export interface Stored {
  /** How many messages are new; none when the mail had come before. */
  readonly messages: number
  /** Who may not be written to. The sender hears of them by a report, unless `isRefused`. */
  readonly refused: readonly RefusedRecipient[]
  /** What the report of a slice that comes later must say. */
  readonly toTell: NonNullable<ReportContent['refused']>
  /** Undefined when nothing of it is kept. */
  readonly mailId: number | undefined
  /** There is a mail to write about it. */
  readonly isTold: boolean
  /** Nothing was taken, now or before, and nothing is held: the sender must hear it at once. */
  readonly isRefused: boolean
}

/** A submission with what counts for its account. */
export interface RuledSubmission {
  readonly submission: Submission
  readonly rules: SendingRules
}
