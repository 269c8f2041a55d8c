// Accounts that come into being with a trusted mail: by a key with domains, or from a mail domain that
// a group owns. So many a day in each group, and each is told so by a mail of ours.
import type { Refusal } from '../policy/errors.ts'
import { countNewAccounts, findAccount, insertAccount, type Account } from '../store/accounts.ts'
import { lockGroup } from '../store/groups.ts'
import { writeAudit } from '../store/group-settings.ts'
import { takeFreeNumber } from '../store/free-number.ts'
import { insertOutbox } from '../store/outbox.ts'
import type { Knex, Store } from '../store/store.ts'
import type { GroupValues } from '../config/group-settings.ts'
import type { Directory } from './directory.ts'
import { pickBetween } from './secrets.ts'
import type { Newcomer } from './trust.ts'

const day = 86_400_000

export interface NewcomerOptions {
  readonly store: Store
  readonly directory: Directory
  readonly clock: () => number
}

export type Admission =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export type Admit = (newcomer: Newcomer) => Promise<Admission>

export function createAdmission({ store, directory, clock }: NewcomerOptions): Admit {
  return async (newcomer) => {
    const values = await directory.groupValues(newcomer.groupId)
    const { skipLocked } = store.dialect
    const account = await store.transaction((trx) =>
      bringIn(trx, newcomer, values, { now: clock(), skipLocked }),
    )
    if (account === undefined) {
      const params = { sender: newcomer.address }
      return { kind: 'refused', refusal: { code: 'accounts_used_up', params } }
    }
    directory.forgetAccount(newcomer.address)
    store.wake('outbox', 'change')
    return { kind: 'account', account }
  }
}

/** The account of a newcomer, also when it has come meanwhile; undefined when there are enough for today. */
export async function bringIn(
  trx: Knex.Transaction,
  newcomer: Omit<Newcomer, 'proof'> & { readonly proof: { readonly kind: string } },
  values: GroupValues,
  arrival: {
    readonly now: number
    readonly skipLocked: string
    /** Where no mail brought it. */
    readonly origin?: 'subscribe' | 'sign_up'
  },
): Promise<Account | undefined> {
  const { address, groupId, keyId } = newcomer
  const { now, skipLocked } = arrival
  await lockGroup(trx, groupId)
  const there = await findAccount(trx, address)
  if (there !== undefined) return there
  if ((await countNewAccounts(trx, groupId, now - day)) >= values.new_accounts_per_day)
    return undefined
  const origin = arrival.origin ?? (keyId === undefined ? 'mail' : 'key')
  const id = await insertAccount(trx, {
    group_id: groupId,
    address,
    name: newcomer.name.slice(0, 100),
    key_id: keyId ?? null,
    origin,
    created_at: now,
  })
  if (values.assign_number === 'first_mail')
    await takeFreeNumber(trx, { groupId, accountId: id, now, pick: pickBetween, skipLocked })
  // Whoever subscribes is told all of it by the answer.
  if (origin !== 'subscribe') await welcome(trx, id, now)
  const after = JSON.stringify({ groupId, keyId, proof: newcomer.proof.kind })
  const record = { at: now, actor: address, action: 'account came', subject: `account ${address}` }
  await writeAudit(trx, { ...record, group_id: groupId, before: null, after })
  return findAccount(trx, address)
}

function welcome(trx: Knex, accountId: number, now: number): Promise<void> {
  return insertOutbox(trx, {
    kind: 'welcome',
    account_id: accountId,
    message_id: null,
    mail_id: null,
    content: '{}',
    ref: `welcome.${accountId}`,
    state: 'queued',
    now,
  })
}
