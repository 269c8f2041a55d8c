// How many parts each account and each group has sent, by the hour.
//
// A counter holds its total; usage_hours holds what the total was when an hour began. What was sent
// since an hour is the total less that, so a window of any length over any number of messages costs
// one look-up in each of two indexes.
//
// Everybody's parts are counted, so that a limit counts what was sent before it was set. Where no limit
// is to be kept, PostgreSQL's connections count in counters of their own (slots), lest one counter of
// Master's make all hosts wait for each other.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all, insertRows } from './rows.ts'

/** account_id 0: the group with all below it. */
export interface Scope {
  readonly group_id: number
  readonly account_id: number
}

const scopeColumns = { group_id: 'bigint', account_id: 'bigint' } as const

export function byScope(a: Scope, b: Scope): number {
  return a.group_id - b.group_id || a.account_id - b.account_id
}

const ofScope = 'c.group_id = r.group_id and c.account_id = r.account_id'

/**
 * Keeps every other transaction from counting in these scopes where limits are kept, until the end of
 * this one. In the order of ids. counters_group_id_account_id_slot_key. On SQLite the transaction
 * itself does.
 */
export async function lockCounters(
  trx: Knex,
  dialect: Dialect,
  scopes: readonly Scope[],
): Promise<void> {
  if (dialect.name === 'sqlite' || scopes.length === 0) return
  if ((await lockExisting(trx, dialect, scopes)) === scopes.length) return
  await makeCounters(trx, dialect, scopes)
  await lockExisting(trx, dialect, scopes)
}

async function lockExisting(
  trx: Knex,
  dialect: Dialect,
  scopes: readonly Scope[],
): Promise<number> {
  const locked = await all<{ id: number }>(
    trx,
    `select id from counters where id = any(array(
       select (select c.id from counters c where ${ofScope} and c.slot = 0)
       from ${dialect.rows(scopeColumns)})) order by id for update`,
    [JSON.stringify(scopes)],
  )
  return locked.length
}

const counterColumns = {
  ...scopeColumns,
  slot: 'int',
  total: 'bigint',
  hour: 'bigint',
  hour_before: 'bigint',
} as const

async function makeCounters(trx: Knex, dialect: Dialect, scopes: readonly Scope[]): Promise<void> {
  const rows = [...scopes].sort(byScope).map(({ group_id, account_id }) => ({
    ...{ group_id, account_id, slot: 0 },
    ...{ total: 0, hour: -1, hour_before: -1 },
  }))
  const tail = 'on conflict (group_id, account_id, slot) do nothing'
  await insertRows(trx, dialect, 'counters', counterColumns, rows, tail)
}

export interface Usage extends Scope {
  readonly used: number
}

/** Since the hour; since -1: ever. counters_group_id_account_id_slot_key, usage_hours_pkey. */
export function readUsage(
  db: Knex,
  dialect: Dialect,
  scopes: readonly (Scope & { readonly since: number })[],
): Promise<Usage[]> {
  return all<Usage>(db, usageQuery(dialect), [JSON.stringify(scopes)])
}

/** By sub-selects: of a join PostgreSQL would think that it is worth reading the whole table. */
export function usageQuery(dialect: Dialect): string {
  return `select r.group_id, r.account_id, (
       select cast(coalesce(sum(c.total - case when r.since < 0 then 0 else coalesce(
         (select u.before from usage_hours u where u.counter_id = c.id and u.hour >= r.since
          order by u.hour limit 1), c.total) end), 0) as bigint)
       from counters c where ${ofScope}) as used
     from ${dialect.rows({ ...scopeColumns, since: 'bigint' })}`
}

/** Hours with something sent, oldest first. usage_hours_pkey. */
export function hoursSince(
  db: Knex,
  { group_id, account_id }: Scope,
  since: number,
): Promise<{ hour: number; parts: number }[]> {
  return all(
    db,
    `select hour, cast(sum(parts) as bigint) as parts from (
       select u.hour, coalesce(lead(u.before) over (partition by u.counter_id order by u.hour), c.total)
         - u.before as parts
       from counters c join usage_hours u on u.counter_id = c.id
       where c.group_id = ? and c.account_id = ? and u.hour >= ?) as h
     where parts <> 0 group by hour order by hour`,
    [group_id, account_id, since],
  )
}

export interface Count extends Scope {
  readonly parts: number
  /** 1 where a limit is kept: the counter has been locked. */
  readonly limited: number
}

interface Counted extends Scope {
  readonly id: number
  readonly total: number
  readonly hour: number
  readonly hour_before: number
}

/** Adds what is sent now. No scope may stand twice; `counts` are put into the order of scopes. */
export async function countParts(
  trx: Knex,
  dialect: Dialect,
  counts: readonly Count[],
  hour: number,
): Promise<void> {
  if (counts.length === 0) return
  const columns = { ...scopeColumns, parts: 'bigint', limited: 'int' } as const
  // A clock that is behind another counts in the hour of the other.
  const counted = await all<Counted>(
    trx,
    `insert into counters (group_id, account_id, slot, total, hour, hour_before)
     select group_id, account_id, case when limited = 1 then 0 else ${dialect.slot} end, parts, cast(? as bigint), -1
     from ${dialect.rows(columns)} where true
     on conflict (group_id, account_id, slot) do update set
       total = counters.total + excluded.total, hour_before = counters.hour,
       hour = case when counters.hour > excluded.hour then counters.hour else excluded.hour end
     returning id, group_id, account_id, total, hour, hour_before`,
    [hour, JSON.stringify([...counts].sort(byScope))],
  )
  const parts = new Map(counts.map((one) => [`${one.group_id} ${one.account_id}`, one.parts]))
  const begun = counted
    .filter((one) => one.hour !== one.hour_before)
    .map((one) => ({
      counter_id: one.id,
      hour: one.hour,
      before: one.total - (parts.get(`${one.group_id} ${one.account_id}`) ?? 0),
    }))
  await insertHours(trx, dialect, begun)
}

const hourColumns = { counter_id: 'bigint', hour: 'bigint', before: 'bigint' } as const

async function insertHours(
  trx: Knex,
  dialect: Dialect,
  rows: readonly { counter_id: number; hour: number; before: number }[],
): Promise<void> {
  const tail = 'on conflict (counter_id, hour) do nothing'
  await insertRows(trx, dialect, 'usage_hours', hourColumns, rows, tail)
}

export interface Return extends Scope {
  /** When they were counted. */
  readonly hour: number
  readonly parts: number
}

/**
 * Takes parts back out of the hour they were counted in; puts them in where they are below 0. The
 * counters are locked, in the order of their ids. No scope and hour may stand twice.
 */
export async function returnParts(
  trx: Knex,
  dialect: Dialect,
  returns: readonly Return[],
): Promise<void> {
  if (returns.length === 0) return
  const scopes = distinctScopes(returns)
  if (dialect.name === 'sqlite') await makeCounters(trx, dialect, scopes)
  else await lockCounters(trx, dialect, scopes)
  const columns = { ...scopeColumns, hour: 'bigint', parts: 'bigint' } as const
  const source = `${dialect.rows(columns)} join counters c on ${ofScope} and c.slot = 0`
  const binding = JSON.stringify(returns)
  // They may have been counted in another slot: the hour gets a row in this one, so that it adds up.
  await all(
    trx,
    `insert into usage_hours (counter_id, hour, before)
     select c.id, r.hour, coalesce((select u.before from usage_hours u
       where u.counter_id = c.id and u.hour > r.hour order by u.hour limit 1), c.total)
     from ${source} where true on conflict (counter_id, hour) do nothing`,
    [binding],
  )
  await all(
    trx,
    `update usage_hours set before = before - x.parts
     from (select u.counter_id, u.hour, cast(sum(r.parts) as bigint) as parts from ${source}
       join usage_hours u on u.counter_id = c.id and u.hour > r.hour group by u.counter_id, u.hour) as x
     where usage_hours.counter_id = x.counter_id and usage_hours.hour = x.hour`,
    [binding],
  )
  await all(
    trx,
    `update counters set total = total - x.parts,
       hour = case when x.hour > counters.hour then x.hour else counters.hour end
     from (select c.id, max(r.hour) as hour, cast(sum(r.parts) as bigint) as parts from ${source}
       group by c.id) as x where counters.id = x.id`,
    [binding],
  )
}

function distinctScopes(rows: readonly Scope[]): Scope[] {
  const scopes = new Map(
    rows.map(({ group_id, account_id }) => [`${group_id} ${account_id}`, { group_id, account_id }]),
  )
  return [...scopes.values()]
}

/**
 * What a group has used is taken out of the groups that it leaves and counted in those that it comes
 * below, hour by hour.
 */
export async function moveUsage(
  trx: Knex,
  dialect: Dialect,
  groupId: number,
  { left, entered }: { readonly left: readonly number[]; readonly entered: readonly number[] },
): Promise<void> {
  const own = { group_id: groupId, account_id: 0 }
  // All at once: whoever sends in it locks them in the order of their ids, too.
  const others = [...left, ...entered].map((group_id) => ({ group_id, account_id: 0 }))
  await lockCounters(trx, dialect, [own, ...others])
  const hours = await hoursSince(trx, own, -1)
  const [ever] = await readUsage(trx, dialect, [{ ...own, since: -1 }])
  const known = hours.reduce((sum, { parts }) => sum + parts, 0)
  // What was counted in hours that are forgotten.
  const used = [{ hour: 0, parts: (ever?.used ?? 0) - known }, ...hours]
  const change = (groups: readonly number[], sign: 1 | -1): Return[] =>
    groups.flatMap((group_id) =>
      used.map(({ hour, parts }) => ({ group_id, account_id: 0, hour, parts: sign * parts })),
    )
  const returns = [...change(left, 1), ...change(entered, -1)]
  await returnParts(
    trx,
    dialect,
    returns.filter(({ parts }) => parts !== 0),
  )
}

/** Hours that no window reaches. usage_hours_hour. */
export function forgetHours(db: Knex, before: number): Promise<number> {
  return db('usage_hours').where('hour', '<', before).delete()
}
