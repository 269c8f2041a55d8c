// What became of the messages of a claim.
import type { Knex } from 'knex'
import type { Bound } from '../policy/bound.ts'
import type { OutState } from '../policy/message-life.ts'
import type { Dialect } from './dialect.ts'
import { all, rowsBinding } from './rows.ts'

export interface Settlement {
  readonly id: number
  readonly state: OutState
  readonly reason: string | null
  readonly due_at: number | null
  readonly sent_at: number | null
  /** Null: it stays on its route. */
  readonly route: string | null
  readonly tried: string | null
  readonly bound: Bound
  readonly ask_at: number | null
  /** What it is from now on; null where that stays. */
  readonly flash: number | null
}

const settlementColumns = {
  id: 'bigint',
  state: 'text',
  reason: 'text',
  due_at: 'bigint',
  sent_at: 'bigint',
  route: 'text',
  tried: 'text',
  bound: 'int',
  ask_at: 'bigint',
  flash: 'int',
} as const

/**
 * Writes the outcomes of one claim. A message that was meanwhile taken from the claimant (uncertain)
 * still learns what its claimant knows; one that another claimant has is left alone. Answers the ids
 * that were written.
 */
export async function settleMessages(
  trx: Knex,
  dialect: Dialect,
  token: string,
  settlements: readonly Settlement[],
  now: number,
): Promise<Set<number>> {
  const rows = await all<{ id: number }>(
    trx,
    `update messages set state = r.state, reason = r.reason, due_at = coalesce(r.due_at, messages.due_at),
       sent_at = coalesce(r.sent_at, messages.sent_at), route = coalesce(r.route, messages.route),
       tried = r.tried, bound = r.bound, ask_at = r.ask_at,
       flash = coalesce(r.flash, messages.flash), changed_at = ?
     from ${dialect.rows(settlementColumns)}
     where messages.id = r.id and messages.claim = ? and messages.state in ('sending', 'uncertain')
     returning messages.id`,
    [now, rowsBinding(settlements), token],
  )
  return new Set(rows.map((row) => row.id))
}

/** Those of the messages whose fate is still unknown. messages_pkey. */
export async function stillUncertain(
  trx: Knex,
  dialect: Dialect,
  messages: readonly number[],
): Promise<Set<number>> {
  if (messages.length === 0) return new Set()
  const rows = await all<{ id: number }>(
    trx,
    `select m.id from ${dialect.rows({ id: 'bigint' })}
     join messages m on m.id = r.id where m.state = 'uncertain'`,
    [JSON.stringify(messages.map((id) => ({ id })))],
  )
  return new Set(rows.map((row) => row.id))
}
