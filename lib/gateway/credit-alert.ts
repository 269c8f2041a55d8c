// The alert that a balance has fallen through its level: once, until credit is added, by SMS or by mail.
// The SMS is debited from the balance itself, as any other, and given back where it is never sent; it counts
// for nobody's limits. It goes where the account by which the balance fell may write to, to no phone that wants
// no more SMS, and not beyond what is left; otherwise it is a row with the reason.
import type { Wish } from './choose-route.ts'
import { phrases } from '../mail/language/index.ts'
import { fill } from '../mail/language/reasons.ts'
import { priceOf, showCredits, type Prices } from '../policy/credit.ts'
import type { Refusal } from '../policy/errors.ts'
import { segment } from '../sms/parts.ts'
import { findBlocked } from '../store/blocks.ts'
import { balanceOf, changeBalances } from '../store/credit.ts'
import type { Dialect } from '../store/dialect.ts'
import { insertMessage } from '../store/submissions.ts'
import type { Knex } from '../store/store.ts'
import type { LowBalance } from './judging/purse.ts'
import { insertNotice } from './notices.ts'
import { phoneRefusal } from './number-rules.ts'
import { ourSms, refusedSms } from './our-sms.ts'

export interface AlertWorld {
  readonly trx: Knex
  readonly dialect: Dialect
  readonly prices: Prices
  readonly routeTo: (wish: Wish) => string | undefined
  readonly now: number
}

/** `own`: the number that the message was sent from by which the balance fell. */
export async function alertOfLowBalance(
  world: AlertWorld,
  { balance, amount, wish }: LowBalance,
  own: string | null,
): Promise<void> {
  const { trx, now } = world
  const { alert_to: to, group_id } = balance
  const { language, payer } = wish.rules
  const params = { group: payer?.name ?? '', balance: showCredits(amount) }
  if (to === null) return
  if (to.startsWith('+')) {
    const text = fill(phrases[language].faults.credit_low.text, params)
    await sendAlert(world, { phone: to, text, own, wish, group_id })
    return
  }
  const content = { to, language, fault: 'credit_low', params } as const
  await insertNotice(trx, { content, accountId: wish.accountId }, now)
}

interface AlertSms extends Pick<LowBalance, 'wish'> {
  readonly phone: string
  readonly text: string
  readonly own: string | null
  readonly group_id: number
}

async function sendAlert(world: AlertWorld, alert: AlertSms): Promise<void> {
  const { trx, dialect, prices, routeTo, now } = world
  const { phone, text, own, wish, group_id } = alert
  const sms = { account: { id: wish.accountId, group_id: wish.groupId }, phone, own, text, now }
  const price = priceOf(phone, prices)
  const route = routeTo({ phone })
  const refusal = await whyNot(world, alert, price * segment(text).parts.length)
  if (refusal !== undefined || route === undefined) {
    const none = { code: 'no_route', params: { number: phone } } as const
    await insertMessage(trx, dialect, refusedSms(sms, refusal ?? none))
    return
  }
  const row = ourSms({ ...sms, route })
  await insertMessage(trx, dialect, { ...row, price, payer_id: group_id, uncounted: 1 })
  await changeBalances(trx, dialect, [{ group_id, by: -price * row.parts, alerted: null }])
}

async function whyNot(
  { trx, dialect }: AlertWorld,
  { phone, wish: { rules }, group_id }: AlertSms,
  cost: number,
): Promise<Refusal | undefined> {
  const { allowedPrefixes } = rules
  const refusal = phoneRefusal(phone, { country: '', bareNumbers: 'ask', allowedPrefixes })
  if (refusal !== undefined) return refusal
  const blocked = await findBlocked(trx, dialect, [{ group_id: rules.organisation, phone }])
  if (blocked.length > 0) return { code: 'opted_out', params: { number: phone } }
  if (((await balanceOf(trx, group_id)) ?? 0) >= cost) return undefined
  return { code: 'credit_used', params: { group: rules.payer?.name ?? '' } }
}
