// Gives an SMS from a phone to an account: into its conversation, as a mail to write, and on to the
// further addresses and phones that the account has its SMS forwarded to.
//
// No rings: what comes from a number of ours, or was forwarded already, is not forwarded; nothing goes
// to a number or into a domain of ours, nor back to the phone that it came from. Forwarded SMS go where the
// account may write to, are charged and limited as any other, in length too, and held while the account is
// paused. One that is refused is a row with its reason.
import { accountPaused } from '../policy/message-reason.ts'
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { withinLimits, type ComposedText } from '../mail/text/within-limits.ts'
import type { Refusal } from '../policy/errors.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { findAccount, isActive, type Account } from '../store/accounts.ts'
import { meetConversation, type Conversation } from '../store/conversations.ts'
import { giveIncomingTo } from '../store/incoming.ts'
import { findNumber } from '../store/numbers.ts'
import { insertOutbox } from '../store/outbox.ts'
import { insertMessage, type NewMessage } from '../store/submissions.ts'
import type { Knex } from '../store/store.ts'
import { accountValuesIn } from './account-values.ts'
import { judgeAlone } from './judging/judge-alone.ts'
import type { OptOutNote, OptOutWorld } from './opt-out.ts'
import { phoneRefusal, numberRulesOf } from './number-rules.ts'
import { ourSms, refusedSms, type OurSms } from './our-sms.ts'
import type { SmsContent } from './outbox-content.ts'
import { bounceTag, makeTag } from './secrets.ts'
import { domainFor, groupTree } from './sms-domain.ts'
import { textOptions } from './text-options.ts'

export interface GivenSms {
  readonly id: number
  readonly phone: string
  /** The number that it came to. */
  readonly to: string
  readonly text: string
  readonly note?: OptOutNote | undefined
}

export async function giveIncoming(
  trx: Knex,
  world: OptOutWorld,
  sms: GivenSms,
  account: Account,
  now: number,
): Promise<void> {
  const conversation = await meet(trx, sms, account, now)
  const ref = refOf(sms, conversation)
  const { domain: usual } = conversation
  const domain = await domainFor(account.group_id, world.settings(), groupTree(trx), usual)
  await giveIncomingTo(trx, sms.id, {
    account_id: account.id,
    group_id: account.group_id,
    conversation_id: conversation.id,
    mail_message_id: `<${ref}@${domain}>`,
    text: sms.text,
  })
  const content: SmsContent = sms.note === undefined ? {} : { note: sms.note }
  await noteMail(trx, { sms, account, content, ref, now })
  await forward(trx, world, { sms, account, conversation, now })
}

/** A mail, in its own conversation, of an SMS that another account was given. */
export async function tellOfIncoming(
  trx: Knex,
  sms: GivenSms,
  account: Account,
  now: number,
): Promise<void> {
  const conversation = await meet(trx, sms, account, now)
  const content: SmsContent = {
    ...(sms.note !== undefined && { note: sms.note }),
    conversation: conversation.id,
  }
  await noteMail(trx, { sms, account, content, ref: refOf(sms, conversation), now })
}

/** The mail's Message-ID is made of it, and References tell that to others: so it must not tell the TAG. */
function refOf({ id }: GivenSms, conversation: Conversation): string {
  return `sms.${id}.${bounceTag(conversation)}`
}

function meet(trx: Knex, sms: GivenSms, account: Account, now: number): Promise<Conversation> {
  return meetConversation(trx, {
    account_id: account.id,
    phone: sms.phone,
    tag: makeTag(),
    to: sms.to,
    at: now,
  })
}

async function noteMail(
  trx: Knex,
  mail: { sms: GivenSms; account: Account; content: SmsContent; ref: string; now: number },
): Promise<void> {
  const { sms, account, content, ref, now } = mail
  await insertOutbox(trx, {
    kind: 'sms',
    account_id: account.id,
    message_id: sms.id,
    mail_id: null,
    content: JSON.stringify(content),
    ref,
    state: 'queued',
    now,
  })
}

interface Forwarding {
  readonly sms: GivenSms
  readonly account: Account
  readonly conversation: Conversation
  readonly now: number
}

/** By it the text of a forwarded SMS is known, also when another gateway sends it back to us. */
const forwardMark = /^Fwd \S.{0,40}?: /

async function forward(trx: Knex, world: OptOutWorld, one: Forwarding): Promise<void> {
  const { sms, account } = one
  const settings = world.settings()
  const values = await accountValuesIn(trx, account, settings)
  const { forward_to: targets } = values
  if (targets.length === 0 || sms.note !== undefined || forwardMark.test(sms.text)) return
  if ((await findNumber(trx, sms.phone)) !== undefined) return
  for (const [index, target] of targets.entries()) {
    if (target.startsWith('+')) await forwardToPhone(trx, world, { ...one, values }, target)
    else await forwardToMail(trx, one, { target, index, settings })
  }
}

async function forwardToMail(
  trx: Knex,
  { sms, account, conversation, now }: Forwarding,
  { target, index, settings }: { target: string; index: number; settings: Settings },
): Promise<void> {
  if (settings.domains.has(target.slice(target.lastIndexOf('@') + 1))) return
  if ((await findAccount(trx, target))?.id === account.id && target === account.address) return
  await noteMail(trx, {
    sms,
    account,
    content: { forwardTo: target },
    ref: `${refOf(sms, conversation)}.${index}`,
    now,
  })
}

async function forwardToPhone(
  trx: Knex,
  world: OptOutWorld,
  { sms, account, conversation, values, now }: Forwarding & { readonly values: GroupValues },
  phone: string,
): Promise<void> {
  if (phone === sms.phone || (await findNumber(trx, phone)) !== undefined) return
  const own = (account.number ?? conversation.own ?? sms.to) || null
  const written = `Fwd ${formatPhone(sms.phone)}: ${sms.text}`
  const composed = withinLimits(written, textOptions(values, ''))
  const copy = { account, phone, own, composed, text: composed.text, now }
  const refusal = phoneRefusal(phone, numberRulesOf(values)) ?? lengthRefusal(composed, values)
  await insertMessage(trx, world.dialect, await rowFor(trx, world, copy, refusal))
}

function lengthRefusal(
  { refused, parts }: ComposedText,
  { max_parts }: GroupValues,
): Refusal | undefined {
  if (refused === undefined) return undefined
  return { code: refused, params: { parts: String(parts), max: String(max_parts) } }
}

async function rowFor(
  trx: Knex,
  { dialect, settings, routes }: OptOutWorld,
  copy: Omit<OurSms, 'route'> & { readonly account: Account; readonly composed: ComposedText },
  refusal: Refusal | undefined,
): Promise<NewMessage> {
  if (refusal !== undefined) return refusedSms(copy, refusal)
  const { account, phone, own, now } = copy
  const { encoding, parts } = copy.composed
  const route = routes.choose({ phone, sender: own ?? undefined, answerable: true })
  if (route === undefined) return refusedSms(copy, { code: 'no_route', params: { number: phone } })
  const verdict = await judgeAlone(
    {
      ...{ trx, dialect, settings: settings(), now },
      routeTo: (wish) => routes.choose(wish)?.name,
    },
    { account, own, phone, parts },
  )
  if ('refusal' in verdict) return refusedSms(copy, verdict.refusal)
  const { price, payer: payer_id } = verdict.charge
  const row = { ...ourSms({ ...copy, route: route.name }), encoding, parts, price, payer_id }
  return isActive(account, now) ? row : { ...row, state: 'held', reason: accountPaused }
}
