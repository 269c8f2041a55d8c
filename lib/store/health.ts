// What tells how the gateway is: what waits, and which faults were told.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface Waiting {
  readonly waiting: number
  /** When the oldest of it was due; null when nothing waits. */
  readonly oldest: number | null
}

/** Counting stops there: what is more is bad enough. */
export const mostCounted = 100_000

/** What is due and has not gone out. messages_line. */
export async function dueMessages(db: Knex): Promise<Waiting> {
  const [row] = await all<Waiting>(
    db,
    `select count(*) as waiting, min(due) as oldest from (
       select coalesce(due_at, created_at) as due from messages
       where state = 'queued' limit ${mostCounted}) w`,
  )
  return row ?? { waiting: 0, oldest: null }
}

/** Mails of ours that are not written yet. outbox_due. */
export async function dueMails(db: Knex, now: number): Promise<number> {
  const [row] = await all<{ waiting: number }>(
    db,
    `select count(*) as waiting from (
       select 1 as one from outbox where state in ('queued', 'writing') and due_at <= ? limit ${mostCounted}) w`,
    [now],
  )
  return row?.waiting ?? 0
}

/** Of one day, by direction and state. message_days_pkey. */
export function countsOfDay(
  db: Knex,
  day: string,
): Promise<{ direction: 'in' | 'out'; state: string; messages: number; parts: number }[]> {
  return all(
    db,
    `select direction, state, cast(sum(messages) as bigint) as messages, cast(sum(parts) as bigint) as parts
     from message_days where day = ? group by direction, state order by direction, state`,
    [day],
  )
}

export interface ToldAlarm {
  readonly name: string
  readonly fault: string
  /** JSON. */
  readonly params: string
  readonly told_at: number
  /** How often it came since. */
  readonly count: number
}

/** The latest first. */
export function toldAlarms(db: Knex, most: number): Promise<ToldAlarm[]> {
  return all(
    db,
    `select name, fault, params, told_at, count from alarms order by told_at desc, name limit ${most}`,
  )
}
