// What cannot be done, for the person who asked: a sentence of English for the command line, and where the
// pages meet it, its code and what it names, from which they make one in the reader's language. The code may be
// the reason for which a message is refused.
import type { ReasonCode } from '../../mail/language/reasons.ts'

export type ComplaintCode =
  | 'not_yours'
  | 'done_before'
  | 'outranked'
  | 'group_unknown'
  | 'group_name'
  | 'group_into_itself'
  | 'group_there'
  | 'group_used'
  | 'master_stays'
  | 'address_invalid'
  | 'address_sms'
  | 'address_taken'
  | 'account_unknown'
  | 'account_elsewhere'
  | 'too_many_addresses'
  | 'key_none'
  | 'key_ended'
  | 'key_ambiguous'
  | 'number_there'
  | 'number_owned'
  | 'number_free'
  | 'number_of_range'
  | 'number_changed'
  | 'number_stands'
  | 'number_reply'
  | 'number_mobile'
  | 'number_unknown'
  | 'number_not_ours'
  | 'number_no_country'
  | 'range_invalid'
  | 'range_used'
  | 'phone_invalid'
  | 'phone_not_blocked'
  | 'domain_invalid'
  | 'domain_unknown'
  | 'domain_operator'
  | 'operator_master'
  | 'operator_only'
  | 'right_not_yours'
  | 'sender_invalid'
  | 'sender_none'
  | 'sender_set'
  | 'setting_value'
  | 'setting_locked'
  | 'setting_closed'
  | 'credit_amount'
  | 'credit_none'
  | 'credit_same'
  | 'credit_short'
  | 'credit_addressee'
  | 'price_prefix'
  | 'price_unknown'
  | 'keyword_invalid'
  | 'keyword_there'
  | 'keyword_unknown'
  | 'keyword_several'
  | 'log_place'
  | 'message_unknown'
  | 'message_nobodys'
  | 'message_waits'
  | 'message_gone'
  | 'message_secret'
  | 'message_late'
  | 'choose_days'
  | 'choose_years'
  | 'choose_messages'
  | 'too_many_messages'

export type ComplaintParams = Readonly<Record<string, string | number>>

/** Says what is wrong and what to do; its message is for people. */
export class Complaint extends Error {
  readonly code: ComplaintCode | ReasonCode | undefined
  readonly params: ComplaintParams

  constructor(message: string, code?: ComplaintCode | ReasonCode, params: ComplaintParams = {}) {
    super(message)
    this.code = code
    this.params = params
  }
}
