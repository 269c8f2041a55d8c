// What cannot be done, for the person who asked: a sentence of English for the command line, and where the
// pages meet it, its code and what it names, from which they make one in the reader's language.

export type ComplaintCode =
  | 'not_yours'
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
  | 'too_many_addresses'
  | 'key_unknown'
  | 'key_ended'
  | 'number_there'
  | 'number_owned'
  | 'number_free'
  | 'number_of_range'
  | 'number_unknown'
  | 'number_invalid'
  | 'number_no_country'
  | 'range_invalid'
  | 'range_used'
  | 'phone_invalid'
  | 'phone_not_blocked'
  | 'domain_invalid'
  | 'domain_unknown'
  | 'domain_operator'
  | 'operator_master'
  | 'right_not_yours'
  | 'sender_invalid'
  | 'sender_unknown'
  | 'setting_value'
  | 'setting_locked'
  | 'setting_closed'
  | 'message_unknown'
  | 'message_nobodys'
  | 'message_waits'
  | 'message_gone'
  | 'message_late'
  | 'choose_days'
  | 'choose_years'
  | 'choose_messages'
  | 'too_many_messages'

export type ComplaintParams = Readonly<Record<string, string | number>>

/** Says what is wrong and what to do; its message is for people. */
export class Complaint extends Error {
  readonly code: ComplaintCode | undefined
  readonly params: ComplaintParams

  constructor(message: string, code?: ComplaintCode, params: ComplaintParams = {}) {
    super(message)
    this.code = code
    this.params = params
  }
}
