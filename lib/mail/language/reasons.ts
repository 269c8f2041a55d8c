// The reasons that a sender can be told in a mail of ours, each with a sentence in every language.
// Reasons that are said only inside SMTP are in lib/policy/errors.ts.

import type { NumberRefusal } from '../../sms/phone-number.ts'
import { maskKeys } from '../address/key.ts'

export type AddressRefusal =
  | 'address_not_understood'
  | 'option_invalid'
  | 'time_invalid'
  | 'time_past'
  | 'recipients_none'
  | 'name_unknown'
  | 'name_empty'
  | 'list_unreadable'

/** Of the mail as a whole, or of its sender. */
export type MailRefusal =
  | 'key_unknown'
  | 'account_paused'
  | 'sender_unknown'
  | 'sender_not_trusted'
  | 'domain_not_open'
  | 'sender_unchecked'
  | 'sender_mismatch'
  | 'sender_several'
  | 'command_alone'
  | 'numbers_used_up'
  | 'mail_unreadable'

export type TextRefusal = 'text_empty' | 'text_only_quotation' | 'text_too_long' | 'mail_unreadable'

export type PolicyRefusal =
  | 'sender_name_not_allowed'
  | 'opted_out'
  | 'limit_personal_none'
  | 'limit_personal_used'
  | 'limit_group_none'
  | 'limit_group_used'
  | 'credit_used'
  | 'duplicate'
  | 'block_link_missing'
  | 'too_many_at_once'
  | 'reply_not_yours'
  | 'reply_impossible'
  | 'no_route'

/** How the life of an accepted message can end, or hang. */
export type Fate = 'undelivered' | 'unsent' | 'expired' | 'cancelled' | 'uncertain'

export type ReasonCode =
  NumberRefusal | AddressRefusal | MailRefusal | TextRefusal | PolicyRefusal | Fate

/** A reason with what its sentence names: `{ code: 'number_landline', params: { number: '+4533…' } }`. */
export interface Reason {
  code: ReasonCode
  params: Readonly<Record<string, string>>
}

/**
 * Puts values into a sentence: `{name}` is replaced, and a stretch in brackets, `[from {time}]`, is
 * left out when its value is missing. Values cannot bring in line breaks or other control
 * characters, nor a key, and are cut at 200 characters.
 */
export function fill(sentence: string, params: Readonly<Record<string, string>>): string {
  const whole = sentence.replace(
    /\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g,
    (_, inner: string, name: string) => (params[name] ? inner : ''),
  )
  return whole.replace(/\{(\w+)\}/g, (_, name: string) => plainValue(params[name] ?? ''))
}

/** A value as it may stand in a sentence or a Subject. */
export function plainValue(value: string): string {
  const line = maskKeys(value.slice(0, 1000))
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}
