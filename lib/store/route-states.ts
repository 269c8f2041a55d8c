// How each route is, as its holder says, and the few facts that a route must not forget.
import type { Knex } from 'knex'
import { all } from './rows.ts'

/** As an operator wants it; otherwise it works. */
export type RouteMode = 'paused' | 'draining'

export interface RouteState {
  readonly route: string
  readonly down: number
  readonly fault: string | null
  readonly reason: string | null
  readonly since: number
  readonly told_at: number | null
  readonly mode: RouteMode | null
  /** Nothing is chosen for it until then. */
  readonly out_until: number | null
  /** JSON: a few words for each of a few names. */
  readonly status: string
  readonly speed: number | null
  readonly speed_at: number | null
  readonly last_error: string | null
  readonly last_error_at: number | null
}

export interface RouteActivity {
  /** Messages that it took in the last minute. */
  readonly speed: number
  readonly last_error: string | null
  readonly last_error_at: number | null
}

export function routeState(db: Knex, route: string): Promise<RouteState | undefined> {
  return db<RouteState>('route_states').where({ route }).first()
}

export function listRouteStates(db: Knex): Promise<RouteState[]> {
  return db<RouteState>('route_states').select().orderBy('route')
}

/** What waits for each route, now or later. messages_line, messages_scheduled. */
export async function queueLengths(db: Knex): Promise<Map<string, number>> {
  const rows = await all<{ route: string; waiting: number }>(
    db,
    `select route, count(*) as waiting from (
       select route from messages where state = 'queued'
       union all select route from messages where state = 'scheduled') as waiting group by route`,
  )
  return new Map(rows.map(({ route, waiting }) => [route, waiting]))
}

/** When the oldest of what is in the line of each route got there. messages_line. */
export async function oldestInLine(db: Knex): Promise<Map<string, number>> {
  const rows = await all<{ route: string; oldest: number }>(
    db,
    `select route, min(coalesce(due_at, created_at)) as oldest from messages
     where state = 'queued' group by route`,
  )
  return new Map(rows.map(({ route, oldest }) => [route, oldest]))
}

/**
 * `since` changes when the route goes down or comes up, not when only its reason does. Without a fault
 * the last one stays; another one is one that nobody was told of yet. route_states_pkey.
 */
export async function writeRouteState(
  trx: Knex,
  state: { route: string; down: boolean; fault: string | null; reason: string; now: number },
): Promise<void> {
  await all(
    trx,
    `insert into route_states (route, down, fault, reason, since, status) values (?, ?, ?, ?, ?, '{}')
     on conflict (route) do update set
       down = excluded.down, reason = excluded.reason,
       since = case when route_states.down = excluded.down then route_states.since else excluded.since end,
       fault = coalesce(excluded.fault, route_states.fault),
       told_at = case when coalesce(excluded.fault, route_states.fault) = route_states.fault
         then route_states.told_at end`,
    [state.route, state.down ? 1 : 0, state.fault, state.reason, state.now],
  )
}

export async function setRouteMode(
  trx: Knex,
  route: string,
  mode: RouteMode | null,
  now: number,
): Promise<void> {
  await trx.raw(
    `insert into route_states (route, down, since, status, mode) values (?, 0, ?, '{}', ?)
     on conflict (route) do update set mode = excluded.mode`,
    [route, now, mode],
  )
}

/** Takes it out of choice until then. route_states_pkey. */
export async function takeRouteOut(
  trx: Knex,
  route: string,
  until: number,
  now: number,
): Promise<void> {
  await trx.raw(
    `insert into route_states (route, down, since, status, out_until) values (?, 0, ?, '{}', ?)
     on conflict (route) do update set out_until = excluded.out_until`,
    [route, now, until],
  )
}

/** An error that is not known any more stays. route_states_pkey. */
export async function writeRouteActivity(
  trx: Knex,
  route: string,
  { speed, last_error, last_error_at }: RouteActivity,
  now: number,
): Promise<void> {
  await trx.raw(
    `insert into route_states (route, down, since, status, speed, speed_at, last_error, last_error_at)
     values (?, 0, ?, '{}', ?, ?, ?, ?)
     on conflict (route) do update set speed = excluded.speed, speed_at = excluded.speed_at,
       last_error = coalesce(excluded.last_error, route_states.last_error),
       last_error_at = coalesce(excluded.last_error_at, route_states.last_error_at)`,
    [route, now, speed, now, last_error, last_error_at],
  )
}

export async function markRouteTold(trx: Knex, route: string, now: number): Promise<void> {
  await trx('route_states').where({ route }).update({ told_at: now })
}

export async function writeRouteStatus(
  trx: Knex,
  route: string,
  status: string,
  now: number,
): Promise<void> {
  await all(
    trx,
    `insert into route_states (route, down, since, status) values (?, 0, ?, ?)
     on conflict (route) do update set status = excluded.status`,
    [route, now, status],
  )
}

export async function recallFact(
  db: Knex,
  route: string,
  key: string,
): Promise<string | undefined> {
  const [row] = await all<{ value: string }>(
    db,
    'select value from route_memory where route = ? and key = ?',
    [route, key],
  )
  return row?.value
}

export async function rememberFact(
  trx: Knex,
  route: string,
  key: string,
  value: string | undefined,
): Promise<void> {
  if (value === undefined) await trx('route_memory').where({ route, key }).delete()
  else await trx('route_memory').insert({ route, key, value }).onConflict(['route', 'key']).merge()
}

/** Those whose key begins so. route_memory_pkey. */
export function listFacts(
  db: Knex,
  route: string,
  beginning: string,
): Promise<{ key: string; value: string }[]> {
  return all(
    db,
    'select key, value from route_memory where route = ? and substr(key, 1, ?) = ? order by value',
    [route, beginning.length, beginning],
  )
}
