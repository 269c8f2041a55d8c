// The registry of our error codes: for each the SMTP reply, the enhanced status (RFC 3463) and the
// sentence that says what to do. docs/errors.md shows it, and a test holds the two together.
//
// Every reason that lib/sms and lib/mail can give must be here, or this file does not compile. Their
// English sentences are those of our mails; the sentences below are said only inside SMTP.

import { isReasonCode, phrases } from '../mail/language/index.ts'
import { fill, type ReasonCode } from '../mail/language/reasons.ts'
import type { SmtpReply } from './smtp-reply.ts'

/** Said only inside SMTP: to a sender without account, or where the mail is not taken at all. */
const saidInSmtp = {
  accounts_used_up:
    'There is no account for {sender} yet, and today no more can be made. Try again tomorrow, or ask your administrator.',
  key_shown:
    'The key would be shown to the other recipients. Use it in a mail to SMS recipients alone.',
  automatic_mail:
    'Automatic mail is not sent on as SMS. Ask your administrator if this machine is to send alerts.',
  database_away: 'The SMS gateway cannot store messages at the moment. Try again later.',
  internal_error: 'The SMS gateway has a fault. Try again later.',
} as const

export type ErrorCode = ReasonCode | keyof typeof saidInSmtp

export interface Refusal {
  code: ErrorCode
  params: Readonly<Record<string, string>>
}

interface Reply {
  smtp: number
  enhanced: string
}

const badAddress: Reply = { smtp: 550, enhanced: '5.1.3' }
const notAllowed: Reply = { smtp: 550, enhanced: '5.7.1' }
const usedUp: Reply = { smtp: 552, enhanced: '5.2.2' }
const badContent: Reply = { smtp: 554, enhanced: '5.6.0' }
const tryLater: Reply = { smtp: 451, enhanced: '4.3.0' }

const replies: Record<ErrorCode, Reply> = {
  number_invalid: badAddress,
  number_landline: badAddress,
  number_premium: badAddress,
  number_satellite: badAddress,
  number_not_mobile: badAddress,
  number_ambiguous: badAddress,
  numbers_joined: badAddress,
  address_not_understood: badAddress,
  option_invalid: badAddress,
  time_invalid: badAddress,
  time_past: badAddress,
  recipients_none: badAddress,
  command_alone: badAddress,
  name_unknown: badAddress,
  name_empty: badAddress,
  reply_impossible: badAddress,
  prefix_not_allowed: notAllowed,
  opted_out: notAllowed,
  sender_name_not_allowed: notAllowed,
  key_unknown: notAllowed,
  key_shown: notAllowed,
  numbers_used_up: notAllowed,
  account_paused: notAllowed,
  sender_unknown: notAllowed,
  sender_not_trusted: notAllowed,
  domain_not_open: notAllowed,
  accounts_used_up: notAllowed,
  sender_mismatch: notAllowed,
  sender_several: notAllowed,
  reply_not_yours: notAllowed,
  automatic_mail: notAllowed,
  limit_personal_none: notAllowed,
  limit_group_none: notAllowed,
  limit_personal_used: usedUp,
  limit_group_used: usedUp,
  credit_used: usedUp,
  duplicate: { smtp: 550, enhanced: '5.7.0' },
  no_route: { smtp: 550, enhanced: '5.4.4' },
  text_empty: badContent,
  text_only_quotation: badContent,
  text_too_long: badContent,
  list_unreadable: badContent,
  mail_unreadable: badContent,
  block_link_missing: badContent,
  database_away: tryLater,
  internal_error: tryLater,
  // RFC 6376 6.3
  sender_unchecked: { smtp: 451, enhanced: '4.7.5' },
  too_many_at_once: { smtp: 452, enhanced: '4.5.3' },
  // Told in reports, after 250. RFC 3463 3.3: mailbox status unknown; 3.4: system status unknown;
  // 3.5: delivery time expired; 3.8: security or policy; 3.5: connection lost, and temporary.
  undelivered: { smtp: 554, enhanced: '5.2.0' },
  unsent: { smtp: 554, enhanced: '5.3.0' },
  expired: { smtp: 554, enhanced: '5.4.7' },
  cancelled: { smtp: 554, enhanced: '5.7.0' },
  uncertain: { smtp: 451, enhanced: '4.4.2' },
}

export const errorCodes = Object.keys(replies) as readonly ErrorCode[]

/** The sentence for a refusal, in English, its values filled in. */
export function sentence(refusal: Refusal): string {
  return fill(template(refusal.code), refusal.params)
}

/** The enhanced status of RFC 3463, for a delivery status notification. */
export function enhancedStatus(code: ErrorCode): string {
  return replies[code].enhanced
}

/**
 * What the SMTP client is told. The text is one line of ASCII (RFC 5321 4.2.1), without the enhanced
 * status, and ends with the name under which the refusal is found in logs and in docs/errors.md.
 */
export function smtpReply(refusal: Refusal): SmtpReply {
  const { smtp, enhanced } = replies[refusal.code]
  return { code: smtp, enhanced, text: ascii(`${sentence(refusal)} (${refusalName(refusal)})`) }
}

/** Names of messa.mobi; behind those that end with a colon stands the group. */
const messaNames: readonly (readonly [ErrorCode, string])[] = [
  ['duplicate', 'sms_already_sent_24H'],
  ['limit_personal_none', 'Personal:'],
  ['limit_group_none', 'Group:'],
  ['limit_personal_used', 'no_sms_left:Personal:'],
  ['limit_group_used', 'no_sms_left:Group:'],
]

/** The name that logs and messa.mobi's API show: its own names where it has them, else the code. */
export function refusalName({ code, params }: Refusal): string {
  const name = messaNames.find(([of]) => of === code)?.[1]
  if (name === undefined) return code
  return name.endsWith(':') ? `${name}${params['group'] ?? ''}` : name
}

/** What refusalName() made: the code, or the name as it is where it is none, and the group or ''. */
export function readRefusalName(name: string): { code: string; group: string } {
  const found = messaNames.find(([, one]) => name.startsWith(one))
  return found === undefined
    ? { code: name, group: '' }
    : { code: found[0], group: name.slice(found[1].length) }
}

/** The sentence as it stands in the registry, with the names of its values. */
export function template(code: ErrorCode): string {
  return isReasonCode(code) ? phrases.en.reasons[code] : saidInSmtp[code]
}

/** A reply line of 512 octets at most (RFC 5321 4.5.3.1.5), with room for the codes in front. */
function ascii(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/…/g, '...')
    .replace(/[^\x20-\x7e]+/g, '?')
  return plain.length > 490 ? `${plain.slice(0, 487)}...` : plain
}
