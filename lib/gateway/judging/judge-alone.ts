// Whether one message that no mail brought may be sent now: a copy, an SMS that is forwarded. It is
// charged and limited like any other; only the guard against duplicates is not asked.
import type { Settings } from '../../config/settings.ts'
import type { Account } from '../../store/accounts.ts'
import { listPrices } from '../../store/credit.ts'
import type { Dialect } from '../../store/dialect.ts'
import type { Knex } from '../../store/store.ts'
import type { Wish } from '../choose-route.ts'
import { accountValuesIn } from '../account-values.ts'
import { alertOfLowBalance } from '../credit-alert.ts'
import { charge, judge, type Verdict } from './judge.ts'
import { readSendingRules } from '../sending-rules.ts'

export async function judgeAlone(
  court: {
    readonly trx: Knex
    readonly dialect: Dialect
    readonly settings: Settings
    readonly routeTo: (wish: Wish) => string | undefined
    readonly now: number
  },
  wish: {
    readonly account: Account
    readonly own: string | null
    readonly phone: string
    readonly parts: number
  },
): Promise<Verdict> {
  const { trx, dialect, settings, routeTo, now } = court
  const { account, phone, parts } = wish
  const values = await accountValuesIn(trx, account, settings)
  const rules = await readSendingRules(trx, account, values)
  const prices = new Map((await listPrices(trx)).map(({ prefix, price }) => [prefix, price]))
  const judgement = await judge({ trx, dialect, prices, now }, [
    { accountId: account.id, groupId: account.group_id, phone, parts, rules, isDuplicate: false },
  ])
  await charge({ trx, dialect, prices, now }, judgement)
  const { verdicts, low } = judgement
  for (const one of low)
    await alertOfLowBalance({ trx, dialect, prices, routeTo, now }, one, wish.own)
  const [verdict] = verdicts
  if (verdict === undefined) throw new Error('no verdict on a message')
  return verdict
}
