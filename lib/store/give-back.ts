// Parts that were never sent come back: to the limits they were counted in and the balance that paid.
//
// Usage stays with the group in which it arose, and so does what comes back. A price of null stands for
// messages of ours, which nobody is charged with.
import type { Knex } from 'knex'
import { guardDigest } from '../policy/fingerprint.ts'
import { hourOf } from '../policy/limits.ts'
import { groupsAbove } from './groups.ts'
import { changeBalances, lockBalances } from './credit.ts'
import type { Dialect } from './dialect.ts'
import { forgetDigests } from './fingerprints.ts'
import { all } from './rows.ts'
import { returnParts, type Return } from './usage.ts'

/** A message that will not be sent, with the parts of it that were not. */
export interface Unsent {
  readonly account_id: number
  readonly group_id: number
  readonly parts: number
  /** Of one part; null for messages of ours. */
  readonly price: number | null
  readonly payer_id: number | null
  /** 1: its parts are in no usage. */
  readonly uncounted: number | null
  readonly created_at: number
}

/**
 * Messages that have just ended unsent. The same text may be sent again. Nothing comes back of one that went out
 * as a normal SMS, whose parts are forgotten, and was to go out as flash. messages_pkey, parts_pkey, attempts_message.
 */
export async function giveBackUnsent(
  trx: Knex,
  dialect: Dialect,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  const messages = await all<Unsent & { phone: string; text: string; gone: number }>(
    trx,
    `select m.account_id, m.group_id, m.phone, m.text, m.price, m.payer_id, m.uncounted, m.created_at,
       m.parts,
       case when exists (select 1 from attempts a where a.message_id = m.id and a.outcome = 'undelivered')
         then m.parts
         else (select count(*) from parts p where p.message_id = m.id and p.gone <> 'no') end as gone
     from ${dialect.rows({ id: 'bigint' })} join messages m on m.id = r.id
     where m.direction = 'out' and m.price is not null`,
    [JSON.stringify(ids.map((id) => ({ id })))],
  )
  const whole = messages.filter(({ gone }) => gone === 0)
  const digests = whole.map((one) => guardDigest({ ...one, accountId: one.account_id }))
  await forgetDigests(trx, dialect, digests)
  const unsent = messages.map((one) => ({ ...one, parts: one.parts - one.gone }))
  await giveBack(
    trx,
    dialect,
    unsent.filter(({ parts }) => parts > 0),
  )
}

export async function giveBack(
  trx: Knex,
  dialect: Dialect,
  messages: readonly Unsent[],
): Promise<void> {
  if (messages.length === 0) return
  const above = await groupsAbove(trx, dialect, [...new Set(messages.map((one) => one.group_id))])
  const returns = new Map<string, Return>()
  const credits = new Map<number, number>()
  for (const message of messages) {
    const { account_id, group_id, parts, price, payer_id, created_at } = message
    if (price === null) continue
    if (payer_id !== null) credits.set(payer_id, (credits.get(payer_id) ?? 0) + price * parts)
    if (message.uncounted === 1) continue
    const hour = hourOf(created_at)
    const scopes = (above.get(group_id) ?? []).map((id) => ({ group_id: id, account_id: 0 }))
    for (const scope of [{ group_id, account_id }, ...scopes]) {
      const key = `${scope.group_id} ${scope.account_id} ${hour}`
      returns.set(key, { ...scope, hour, parts: (returns.get(key)?.parts ?? 0) + parts })
    }
  }
  await returnParts(trx, dialect, [...returns.values()])
  if (credits.size === 0) return
  await lockBalances(trx, dialect, [...credits.keys()])
  const changes = [...credits].map(([group_id, by]) => ({ group_id, by, alerted: null }))
  await changeBalances(trx, dialect, changes)
}
