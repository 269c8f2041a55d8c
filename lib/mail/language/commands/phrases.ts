// What each language must be able to say in answers to commands by mail, and on the page that confirms one.

/** The states of a message, as lib/policy/message-life.ts has them, and that of one from a phone. */
type State =
  | 'held'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'uncertain'
  | 'sent'
  | 'buffered'
  | 'delivered'
  | 'undelivered'
  | 'unsent'
  | 'expired'
  | 'cancelled'
  | 'refused'
  | 'incoming'

/** What a link can confirm. */
export type Membership = 'subscribe' | 'unsubscribe'

/** Codes of lib/policy/errors.ts. */
type RefusedMembership =
  'key_unknown' | 'account_paused' | 'sender_unknown' | 'accounts_used_up' | 'numbers_used_up'

/** Sentences may hold `{name}` and `[ … {name} … ]`, see `fill`. */
export interface CommandPhrases {
  /** The SMS with the `{code}` that proves a mobile. */
  mobileCode: string
  /** `{number}`; how to write a mail to a phone follows. */
  subscribed: { subject: string; number: string; none: string; qr: string; end: string }
  /** `another`: how to get one, `{domain}`. */
  unsubscribed: { subject: string; number: string; none: string; another: string }
  /** The link stands below the text. */
  confirm: {
    subject: Record<Membership, string>
    text: Record<Membership, string>
    unasked: string
  }
  /** `{address}`. */
  page: Record<Membership, Record<'title' | 'text' | 'button' | 'done', string>> & {
    unknown: string
    /** Why a click does nothing. `{sender}`. */
    refused: Record<RefusedMembership, string>
  }
  status: {
    subject: string
    /** `{address}`, and the group's name, `{group}`. */
    account: string
    number: string
    noNumber: string
    unlimited: string
    /** Of one user, and of the `{group}`: `{used}` of `{allowed}`. */
    personal: string
    group: string
    /** In place of `{allowed}` where a limit counts the latest `{days}`, such as `30 days`. */
    within: string
    credit: string
    latest: string
    nothing: string
  }
  states: Record<State, string>
  help: { subject: string; text: string }
  preview: {
    subject: string
    /** `{address}`, with the options that were asked for. */
    nothingSent: string
    /** The same of a mail with a list attached. */
    nothingSentOfList: string
    /** `{parts}`, `{characters}`, `{alphabet}`. */
    size: string
    /** For all recipients together. */
    price: string
    /** When it would go out, if that is one time for all: at once, or at `{time}`. */
    now: string
    at: string
    /** No way works at this moment. */
    waits: string
    to: string
    refused: string
    text: string
    cut: string
  }
}
