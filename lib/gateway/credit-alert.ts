// The alert that a balance has fallen through its level: once, until credit is added, by SMS or by mail.
// The SMS is debited from the balance itself, as any other, and given back where it is never sent; it counts
// for nobody's limits.
import type { Wish } from './choose-route.ts'
import { phrases } from '../mail/language/index.ts'
import { fill } from '../mail/language/reasons.ts'
import { priceOf, showCredits, type Prices } from '../policy/credit.ts'
import { changeBalances } from '../store/credit.ts'
import type { Dialect } from '../store/dialect.ts'
import { insertMessage } from '../store/submissions.ts'
import type { Knex } from '../store/store.ts'
import type { LowBalance } from './judging/purse.ts'
import { insertNotice } from './notices.ts'
import { ourSms } from './our-sms.ts'

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

async function sendAlert(
  { trx, dialect, prices, routeTo, now }: AlertWorld,
  alert: Pick<LowBalance, 'wish'> & {
    readonly phone: string
    readonly text: string
    readonly own: string | null
    readonly group_id: number
  },
): Promise<void> {
  const { phone, text, own, wish, group_id } = alert
  const route = routeTo({ phone })
  if (route === undefined) return
  const account = { id: wish.accountId, group_id: wish.groupId }
  const sms = ourSms({ account, phone, own, text, route, now })
  const price = priceOf(phone, prices)
  await insertMessage(trx, dialect, { ...sms, price, payer_id: group_id, uncounted: 1 })
  await changeBalances(trx, dialect, [{ group_id, by: -price * sms.parts, alerted: null }])
}
