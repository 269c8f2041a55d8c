// What status@ tells of an account: its limits, its credit and its latest messages.
import type { Settings } from '../../config/settings.ts'
import { showCredits } from '../../policy/credit.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { accountById, type Account } from '../../store/accounts.ts'
import { balanceOf } from '../../store/credit.ts'
import { latestOfAccount } from '../../store/messages.ts'
import type { Store } from '../../store/store.ts'
import { groupPaths } from '../administration/desk.ts'
import { listUsage } from '../administration/usage.ts'
import type { Directory } from '../directory.ts'
import type { AnswerContent } from '../outbox-content.ts'

export interface StatusWorld {
  readonly store: Store
  readonly settings: () => Settings
  readonly directory: Directory
  readonly clock: () => number
}

export async function statusOf(
  account: Account,
  { store, settings, directory, clock }: StatusWorld,
): Promise<AnswerContent['answer']> {
  const { payer } = await directory.rules(account)
  const { time_zone: timeZone } = await directory.values(account)
  const desk = { store, settings, clock, actor: account.address }
  const usage = await listUsage(desk, { account: account.address })
  const amount = payer === undefined ? undefined : await balanceOf(store.db, payer.id)
  return {
    kind: 'status',
    address: account.address,
    group: (await groupPaths(store.db)).get(account.group_id) ?? '',
    number: (await accountById(store.db, account.id))?.number ?? null,
    limits: usage.map(({ limit, allowed, used }) => ({ limit, allowed, used })),
    credit:
      payer === undefined || amount === undefined
        ? null
        : { group: payer.name, balance: showCredits(amount) },
    messages: (await latestOfAccount(store.db, account.id, 10)).map((message) => ({
      at: message.created_at,
      phone: formatPhone(message.phone),
      state: message.state,
    })),
    timeZone,
  }
}
