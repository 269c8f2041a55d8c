// The languages in which we write to people, and what each must be able to say. Plain words, polite,
// and always what to do next.

import type { Counted } from './counted.ts'
import type { ReasonCode } from './reasons.ts'

export type Language = 'da' | 'sv' | 'nb' | 'de' | 'fr' | 'en'

/**
 * The Subject of the mail that brings an SMS, without tag and phone. It is read again in answers to a
 * key address, where nothing else says which phone is meant: so a phrase once used stays here.
 */
export const messageFrom: Record<Language, string> = {
  da: 'Besked fra',
  sv: 'Meddelande från',
  nb: 'Melding fra',
  de: 'Nachricht von',
  fr: 'Message de',
  en: 'Message from',
}

/** What a delivery report says of recipients. `uncertain` is a delay in RFC 3464's words. */
export type Verdict = 'failed' | 'uncertain' | 'delayed' | 'relayed' | 'delivered'

/** What the operator is told of. */
export type Fault =
  | 'route_down'
  | 'route_refused'
  | 'wrong_pin'
  | 'no_signal'
  | 'credit_low'
  | 'queue_old'
  | 'mail_bounced'
  | 'nobody_for_sms'
  | 'numbers_refused'

/** Sentences may hold `{name}` and `[ … {name} … ]`, see `fill`. */
export interface Phrases {
  /** Below the text of an SMS whose sender is a name, a short code, or a phone that may not be written to. */
  cannotBeAnswered: string
  /** Below the text of an SMS that goes to a further address: `{address}` is whose it is. */
  forwarded: string
  /** The SMS to a phone whose SMS may be for several accounts: `{choices}` as `1 Anna, 2 Bo`. */
  whoIsMeant: string
  /** Below the text of a long SMS of which not all came: `{missing}`, `{total}`. */
  partsMissing: Counted
  report: {
    subject: Record<Verdict, string>
    /** About one recipient, `{phone}`. */
    one: Record<Verdict, string>
    /** About several, `{count}`; their list follows. */
    many: Record<Verdict, string>
    /** `{count}` recipients that the list leaves out. */
    more: Counted
    /** `{count}` recipients of the same mail that the report is not about. */
    others: string
    /** Which mail it is about: `{date}`, and its `{subject}` when it has one. */
    original: string
    /** What the attachments are. */
    attached: string
  }
  /**
   * To a new account: `{domain}` is where mails to phones go, `{number}` its own number, if
   * it has one, `{link}` where a password for the pages is set.
   */
  welcome: { subject: string; text: string; number: string; password: string }
  /** A `{link}` to sign in to the pages, or to set a password for them. */
  signIn: { subject: string; text: string }
  password: { subject: string; text: string }
  /** A `{link}` to make an account, or to make an address a further one of `{account}`. */
  signUp: { subject: string; text: string }
  alias: { subject: string; text: string }
  /** After `too_long = cut_and_tell`; what was left out follows. */
  shortened: { subject: string; text: string }
  optOut: {
    /** Below the STOP, and the START, of a phone. */
    stopped: string
    started: string
    /** The SMS that answers STOP. */
    confirmation: string
    /** The page of the personal link: `{organisation}`, `{phone}`. */
    page: Record<'title' | 'text' | 'button' | 'done' | 'again' | 'unknown', string>
  }
  /** `one`: what is said otherwise where `{count}` is one. */
  faults: Record<
    Fault,
    { subject: string; text: string; one?: { subject?: string; text?: string } }
  >
  reasons: Record<ReasonCode, string>
}
