// Counts of messages by the day: made from the log, day by day, so that years are told from a few rows.
//
// A day is counted anew while its messages may still change; the counting reads that day's messages by
// messages_time and replaces what was counted before.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

export interface Day {
  /** 2026-11-27 in the server's time zone. */
  readonly day: string
  /** Milliseconds since 1970: from inclusive, to exclusive. */
  readonly from: number
  readonly to: number
}

/** When each of the days was counted last. counted_days_pkey. */
export async function countedDays(db: Knex, since: string): Promise<Map<string, number>> {
  const rows = await all<{ day: string; at: number }>(
    db,
    'select day, at from counted_days where day >= ?',
    [since],
  )
  return new Map(rows.map(({ day, at }) => [day, at]))
}

/** When the first message came. messages_time. */
export async function firstMessageAt(db: Knex): Promise<number | undefined> {
  const [row] = await all<{ at: number | null }>(db, 'select min(created_at) as at from messages')
  return row?.at ?? undefined
}

/** Counts a day anew. messages_time. */
export async function countDay(trx: Knex, { day, from, to }: Day, now: number): Promise<void> {
  for (const table of ['message_days', 'sender_days', 'counted_days'])
    await trx(table).where({ day }).delete()
  const within = (ms: number): string =>
    `sum(case when state = 'delivered' and changed_at - created_at <= ${ms} then 1 else 0 end)`
  await trx.raw(
    `insert into message_days
       (day, group_id, direction, route, state, messages, parts, in_10s, in_1m, in_10m, in_1h)
     select cast(? as text), coalesce(group_id, 0), direction, coalesce(route, ''), state, count(*), sum(parts),
       ${within(10_000)}, ${within(60_000)}, ${within(600_000)}, ${within(3_600_000)}
     from messages where created_at >= ? and created_at < ? group by 2, 3, 4, 5`,
    [day, from, to],
  )
  await trx.raw(
    `insert into sender_days (day, account_id, group_id, messages, parts)
     select cast(? as text), account_id, group_id, count(*), sum(parts)
     from messages where created_at >= ? and created_at < ? and direction = 'out'
       and state <> 'refused' and account_id is not null and group_id is not null group by 2, 3`,
    [day, from, to],
  )
  await trx('counted_days').insert({ day, at: now })
}

/** What is told of: days from and to, both inclusive, of some groups or of all. */
export interface Span {
  readonly from: string
  readonly to: string
  readonly groups: readonly number[] | undefined
}

export interface Counts {
  readonly messages: number
  readonly parts: number
}

export type CountedBy = 'day' | 'group_id' | 'route' | 'state'

/** What was sent and what came, by one or two of the columns. message_days_pkey. */
export function countsBy<C extends CountedBy>(
  db: Knex,
  dialect: Dialect,
  span: Span,
  columns: readonly C[],
): Promise<(Counts & { direction: 'in' | 'out' } & Record<C, string | number>)[]> {
  const names = ['direction', ...columns].join(', ')
  return all(
    db,
    `select ${names}, cast(sum(messages) as bigint) as messages, cast(sum(parts) as bigint) as parts
     from message_days where ${spanSql(dialect, span)} group by ${names} order by ${names}`,
    spanBindings(span),
  )
}

/** Columns whose values a plot tells apart. */
export type PlotColumn = 'direction' | 'group_id' | 'route' | 'state'

/** The parts of each day by a column; `key` is null for all that is not among `keys`. message_days_pkey. */
export function partsByDay(
  db: Knex,
  dialect: Dialect,
  span: Span,
  { column, keys }: { readonly column: PlotColumn; readonly keys: readonly string[] },
): Promise<{ day: string; key: string | null; parts: number }[]> {
  return all(
    db,
    `select day, key, cast(sum(parts) as bigint) as parts from (
       select day, parts, case when cast(${column} as text) in (select v from ${dialect.rows({ v: 'text' })})
         then cast(${column} as text) end as key
       from message_days where ${spanSql(dialect, span)}) d
     group by day, key`,
    [JSON.stringify(keys.map((v) => ({ v }))), ...spanBindings(span)],
  )
}

export interface DeliveryTimes {
  readonly delivered: number
  readonly in_10s: number
  readonly in_1m: number
  readonly in_10m: number
  readonly in_1h: number
}

/** How many were delivered, and how many of them within which time. message_days_pkey. */
export async function deliveryTimes(
  db: Knex,
  dialect: Dialect,
  span: Span,
): Promise<DeliveryTimes> {
  const sums = ['in_10s', 'in_1m', 'in_10m', 'in_1h'].map(
    (name) => `cast(coalesce(sum(${name}), 0) as bigint) as ${name}`,
  )
  const [row] = await all<DeliveryTimes>(
    db,
    `select cast(coalesce(sum(messages), 0) as bigint) as delivered, ${sums.join(', ')}
     from message_days where state = 'delivered' and ${spanSql(dialect, span)}`,
    spanBindings(span),
  )
  return row ?? { delivered: 0, in_10s: 0, in_1m: 0, in_10m: 0, in_1h: 0 }
}

/** Who sent most, the most first. sender_days_pkey. */
export function topSenders(
  db: Knex,
  dialect: Dialect,
  span: Span,
  most: number,
): Promise<(Counts & { address: string; group_id: number })[]> {
  return all(
    db,
    `select a.address, a.group_id, t.messages, t.parts from (
       select account_id, cast(sum(messages) as bigint) as messages, cast(sum(parts) as bigint) as parts
       from sender_days where ${spanSql(dialect, span)}
       group by account_id order by sum(parts) desc, account_id limit ${most}) t
     join accounts a on a.id = t.account_id order by t.parts desc, a.address`,
    spanBindings(span),
  )
}

function spanSql(dialect: Dialect, { groups }: Span): string {
  const days = 'day >= ? and day <= ?'
  return groups === undefined
    ? days
    : `${days} and group_id in (select v from ${dialect.rows({ v: 'bigint' })})`
}

function spanBindings({ from, to, groups }: Span): string[] {
  return groups === undefined ? [from, to] : [from, to, JSON.stringify(groups.map((v) => ({ v })))]
}
