// What waits for its time: what comes due gets into the line, what waits too long leaves it.
//
// Every statement is bound by what waits, never by what was ever sent: each names the partial index that
// it uses.
import type { Knex } from 'knex'
import { inDoubt } from '../policy/bound.ts'
import { waitedTooLong } from '../policy/message-reason.ts'
import type { OutState } from '../policy/message-life.ts'
import type { Dialect } from './dialect.ts'
import { waiting } from './queued-message.ts'
import { all } from './rows.ts'

/** What has come due gets into the line. messages_scheduled. Answers how many. */
export async function enqueueDue(trx: Knex, route: string, now: number): Promise<number> {
  const rows = await all<{ id: number }>(
    trx,
    `update messages set state = 'queued', changed_at = ?
     where route = ? and state = 'scheduled' and due_at <= ? returning id`,
    [now, route, now],
  )
  return rows.length
}

/** When the next scheduled message of a route comes due. messages_scheduled. */
export async function nextDue(db: Knex, route: string): Promise<number | undefined> {
  const [row] = await all<{ due_at: number | null }>(
    db,
    `select min(due_at) as due_at from messages where route = ? and state = 'scheduled'`,
    [route],
  )
  return row?.due_at ?? undefined
}

/**
 * What has waited too long: expired, or uncertain where an attempt may have gone out. messages_expiring.
 * At most `most` at a time; what another process is claiming or expiring at this moment is left to it.
 */
export function expireMessages(
  trx: Knex,
  dialect: Dialect,
  now: number,
  most: number,
): Promise<{ id: number; account_id: number; mail_id: number | null; state: OutState }[]> {
  return all(
    trx,
    `update messages set state = case when bound = ${inDoubt} then 'uncertain' else 'expired' end,
       reason = '${waitedTooLong}', changed_at = ?
     where id in (select id from messages where ${waiting} and expires_at <= ?
       order by expires_at limit ${most} ${dialect.skipLocked})
     returning id, account_id, mail_id, state`,
    [now, now],
  )
}

/**
 * What has been waiting since `before` or longer: how many, and since when the first. A message was due for the
 * first time `maxAge` before it expires; messages of ours expire sooner, and wait since they are there.
 * messages_expiring.
 */
export async function oldestWaiting(
  trx: Knex,
  { before, maxAge }: { readonly before: number; readonly maxAge: number },
): Promise<{ count: number; since: number } | undefined> {
  const [row] = await all<{ count: number; since: number | null }>(
    trx,
    `select count(*) as count,
       min(case when created_at > expires_at - ? then created_at else expires_at - ? end) as since from (
       select created_at, expires_at from messages
       where ${waiting} and state <> 'held' and expires_at <= ? and created_at <= ?
       order by expires_at limit 10000) as waiting`,
    [maxAge, maxAge, before + maxAge, before],
  )
  return row?.since == null ? undefined : { count: row.count, since: row.since }
}
