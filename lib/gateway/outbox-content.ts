// What rows of the outbox hold beside their references: JSON, one shape for each kind. It is written
// and read by this package alone, in the same version or a later one.
import type { Fault, Language } from '../mail/language/phrases.ts'
import type { Answer } from '../mail/write/answers.ts'
import type { Fate } from '../mail/language/reasons.ts'
import type { ErrorCode } from '../policy/errors.ts'

/** RFC 3464 2.3.3, of what has not failed. */
export type Told = 'delivered' | 'relayed' | 'delayed'

/** What became of messages, or of recipients that were refused while others were taken. */
export interface ReportContent {
  readonly failed?: { readonly code: Fate | 'opted_out'; readonly messages: readonly number[] }
  readonly refused?: readonly {
    readonly recipient: string
    readonly code: ErrorCode
    readonly params: Readonly<Record<string, string>>
    /** RFC 3461 4.2, decoded. */
    readonly originalRecipient?: string
  }[]
  /** What went well, or is late. */
  readonly told?: { readonly action: Told; readonly messages: readonly number[] }
}

/** What was cut from the end of a text that was too long. */
export interface ShortenedContent {
  readonly leftOut: string
}

/** An SMS from a phone. */
export interface SmsContent {
  /** What it did to the list of those that want no more. */
  readonly note?: 'stopped' | 'started'
  /** It is mailed once more, as a mail of its own. */
  readonly again?: boolean
  /** A further address that the account has it forwarded to. */
  readonly forwardTo?: string
  /** That of the account that is told, where it is another one's SMS. */
  readonly conversation?: number
}

/** A fault that the operator hears of, or whoever is named. */
export interface NoticeContent {
  readonly to?: string
  readonly language?: Language
  readonly fault: Fault
  readonly params: Readonly<Record<string, string>>
}

/** The answer to a command by mail. */
export interface AnswerContent {
  /** The envelope sender of the command. */
  readonly to: string
  readonly language: Language
  /** The SMS domain that was written to. */
  readonly domain: string
  /** Its Message-ID. */
  readonly about?: string
  readonly answer: Answer
}
