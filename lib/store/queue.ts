// The line in front of each route: taking what is due, and writing down what became of it.
//
// Every statement here is bound by what waits or is under way, never by what was ever sent: each
// names the partial index that it uses.
import type { Knex } from 'knex'
import { free, inDoubt, type Bound } from '../policy/bound.ts'
import { statesBefore, type OutState } from '../policy/message-life.ts'
import type { Dialect } from './dialect.ts'
import { all, insertRows, rowsBinding } from './rows.ts'

export interface QueuedMessage {
  readonly id: number
  readonly account_id: number
  readonly mail_id: number | null
  readonly phone: string
  readonly own: string | null
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly flash: number
  readonly validity: number | null
  readonly attempts: number
  readonly expires_at: number
  /** What its sender wants to hear. */
  readonly notify: string | null
  /** The routes that refused it in this round, as JSON. */
  readonly tried: string | null
  readonly bound: Bound
  readonly group_id: number | null
}

/** The condition of messages_under_way as it stands there: SQLite knows it by no other words. */
export const underWay = `state in ('sending', 'uncertain')`

export const queuedColumns =
  'id, account_id, group_id, mail_id, phone, own, text, encoding, parts, flash, validity, attempts, expires_at, tried, bound, notify'

type Urgency = 0 | 1

/** Accounts with something in the line: those behind `after`, then the others. messages_line. */
async function accountsInLine(
  trx: Knex,
  { route, after, free: most }: Claim,
  urgent: Urgency,
): Promise<number[]> {
  const next = `select min(m.account_id) from messages m where m.route = ? and m.urgent = ${urgent} and m.state = 'queued'`
  const line = (name: string): string => `${name} (account_id, n) as (
       select (${next} and m.account_id > ?), 1
       union all
       select (${next} and m.account_id > ${name}.account_id), n + 1
       from ${name} where ${name}.account_id is not null and n < ?
     )`
  const rows = await all<{ account_id: number }>(
    trx,
    `with recursive ${line('behind')}, ${line('front')}
     select account_id, 0 as lap, n from behind where account_id is not null
     union all
     select account_id, 1 as lap, n from front where account_id <= ?
     order by lap, n limit ?`,
    [route, after, route, most, route, 0, route, after === 0 ? 0 : most, after, most],
  )
  return rows.map((row) => row.account_id)
}

export interface Claim {
  readonly route: string
  readonly token: string
  readonly free: number
  /** The account that had its turn last. */
  readonly after: number
  readonly now: number
}

/**
 * Takes up to `free` messages for `route`: what is urgent first, and fairly, as accounts take turns.
 * They are `sending` from here on. Nothing is taken without the lease. messages_line.
 */
export async function claimMessages(
  trx: Knex,
  dialect: Dialect,
  claim: Claim,
): Promise<QueuedMessage[]> {
  const urgent = await claimSome(trx, dialect, claim, 1)
  if (urgent.length === claim.free) return urgent
  const free = claim.free - urgent.length
  return [...urgent, ...(await claimSome(trx, dialect, { ...claim, free }, 0))]
}

async function claimSome(
  trx: Knex,
  dialect: Dialect,
  claim: Claim,
  urgent: Urgency,
): Promise<QueuedMessage[]> {
  const accounts = await accountsInLine(trx, claim, urgent)
  if (accounts.length === 0) return []
  const each = Math.ceil(claim.free / accounts.length)
  const claimed = await all<QueuedMessage>(
    trx,
    `update messages set state = 'sending', claim = ?, attempts = attempts + 1, handed_at = ?, changed_at = ?
     where id in (
       select m.id from ${dialect.rows({ account_id: 'bigint' })} ${firstInLine(dialect, urgent)} limit ?)
     and exists (select 1 from leases where name = ? and token = ? and expires_at > ${dialect.now})
     returning ${queuedColumns}`,
    [
      claim.token,
      claim.now,
      claim.now,
      JSON.stringify(accounts.map((account_id) => ({ account_id }))),
      claim.route,
      dialect.name === 'postgres' ? each : each - 1,
      claim.free,
      `route:${claim.route}`,
      claim.token,
    ],
  )
  return claimed.sort((a, b) => a.id - b.id)
}

/**
 * Joins `m`: the first messages of each account `r`. Its bindings are the route and how many; on SQLite
 * one less. Written so that neither database may read the whole line instead, whatever its statistics
 * say. messages_line.
 */
function firstInLine(dialect: Dialect, urgent: Urgency): string {
  const first = (columns: string): string =>
    `select ${columns} from messages l where l.route = p.route and l.urgent = ${urgent} and l.state = 'queued'
       and l.account_id = r.account_id order by l.id limit`
  return dialect.name === 'postgres'
    ? `cross join (select ?::text as route) p
       cross join lateral (${first('l.id')} ? for update of l skip locked) m`
    : `cross join (select ? as route) p
       cross join messages m where m.route = p.route and m.urgent = ${urgent} and m.state = 'queued'
         and m.account_id = r.account_id
         and m.id <= coalesce((${first('l.id')} 1 offset ?), 9007199254740991)`
}

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

const partColumns = {
  message_id: 'bigint',
  seq: 'int',
  route: 'text',
  reference: 'text',
  gone: 'text',
  sent_at: 'bigint',
} as const

/** gone: `no` and `unknown` stand behind the parts that went out, at most one of each. */
export interface NewPart {
  readonly message_id: number
  readonly seq: number
  readonly route: string
  readonly reference: string
  readonly gone: 'yes' | 'no' | 'unknown'
  readonly sent_at: number
}

/** A part that is named again keeps its time and its fate; one with a new reference has neither. */
export async function insertParts(
  trx: Knex,
  dialect: Dialect,
  parts: readonly NewPart[],
): Promise<void> {
  const same = 'parts.route = excluded.route and parts.reference = excluded.reference'
  const kept = ['fate', 'reason', 'reported_at'].map(
    (column) => `${column} = case when ${same} then parts.${column} end`,
  )
  await insertRows(
    trx,
    dialect,
    'parts',
    partColumns,
    parts,
    `on conflict (message_id, seq) do update set
       route = excluded.route, reference = excluded.reference, gone = excluded.gone,
       sent_at = case when ${same} then parts.sent_at else excluded.sent_at end, ${kept.join(', ')}`,
  )
}

const attemptColumns = {
  message_id: 'bigint',
  at: 'bigint',
  route: 'text',
  outcome: 'text',
  reason: 'text',
} as const

/** An attempt that did not go well. */
export interface NewAttempt {
  readonly message_id: number
  readonly at: number
  readonly route: string
  readonly outcome: 'temporary' | 'configuration' | 'permanent' | 'unknown' | 'undelivered'
  readonly reason: string
}

export async function insertAttempts(
  trx: Knex,
  dialect: Dialect,
  attempts: readonly NewAttempt[],
): Promise<void> {
  await insertRows(trx, dialect, 'attempts', attemptColumns, attempts)
}

/** The references under which the first parts of messages went out by `route`. parts_pkey. */
export async function partsDone(
  trx: Knex,
  dialect: Dialect,
  route: string,
  messages: readonly number[],
): Promise<Map<number, string[]>> {
  const rows = await all<{ message_id: number; reference: string }>(
    trx,
    `select p.message_id, p.reference from ${dialect.rows({ id: 'bigint' })}
     join parts p on p.message_id = r.id and p.route = ? and p.gone = 'yes' order by p.message_id, p.seq`,
    [JSON.stringify(messages.map((id) => ({ id }))), route],
  )
  const done = new Map<number, string[]>()
  for (const { message_id, reference } of rows)
    done.set(message_id, [...(done.get(message_id) ?? []), reference])
  return done
}

/**
 * Claims whose commit went through although its answer was lost: what this holder has `sending` beside
 * `known` never reached the route, and goes back into the line. messages_under_way. Answers how many.
 */
export async function returnLostClaims(
  trx: Knex,
  dialect: Dialect,
  claim: { readonly route: string; readonly token: string; readonly known: readonly number[] },
  now: number,
): Promise<number> {
  const rows = await all<{ id: number }>(
    trx,
    `update messages set state = 'queued', attempts = attempts - 1, changed_at = ?
     where route = ? and ${underWay} and state = 'sending' and claim = ?
       and not exists (select 1 from ${dialect.rows({ id: 'bigint' })} where r.id = messages.id)
     returning id`,
    [now, claim.route, claim.token, JSON.stringify(claim.known.map((id) => ({ id })))],
  )
  return rows.length
}

/**
 * Messages that a holder who is gone left under way; their fate is unknown, and asked for from `askAt`
 * on where it is given. messages_under_way.
 */
export function abandonMessages(
  trx: Knex,
  route: string,
  token: string,
  now: number,
  askAt: number | null = null,
): Promise<{ id: number; account_id: number; mail_id: number | null }[]> {
  return all(
    trx,
    `update messages set state = 'uncertain', reason = 'the sender of the route went away', bound = ${inDoubt},
       ask_at = ?, changed_at = ?
     where route = ? and ${underWay} and state = 'sending' and claim <> ?
     returning id, account_id, mail_id`,
    [askAt, now, route, token],
  )
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

/** Messages back in the line: those that may be sent again. */
export async function requeueMessages(
  trx: Knex,
  ids: readonly number[],
  now: number,
): Promise<void> {
  if (ids.length === 0) return
  await trx('messages')
    .whereIn('id', ids)
    .whereIn('state', statesBefore('queued'))
    .update({ state: 'queued', changed_at: now })
}

/** Of the column `flash`: a normal SMS that goes out once more, as flash, when it fails. */
export const flashAfterwards = 2

/**
 * Puts those into the line again, as flash, which are normal ones that failed and want it so. What the
 * other side called them before is forgotten with their parts. messages_pkey, parts_pkey.
 */
export async function sendAgainAsFlash(
  trx: Knex,
  ids: readonly number[],
  now: number,
): Promise<{ id: number; route: string }[]> {
  if (ids.length === 0) return []
  const again = await all<{ id: number; route: string }>(
    trx,
    `update messages set flash = 1, state = 'queued', due_at = ?, sent_at = null, ask_at = null,
       bound = ${free}, tried = null, claim = null, changed_at = ?
     where id in (${ids.map(() => '?').join(', ')}) and flash = ${flashAfterwards}
       and state in ('sent', 'buffered') and route is not null and expires_at > ?
     returning id, route`,
    [now, now, ...ids, now],
  )
  await trx('parts')
    .whereIn(
      'message_id',
      again.map(({ id }) => id),
    )
    .delete()
  return again
}

export const waitedTooLong = 'waited too long'

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
     where id in (select id from messages where state in ('held', 'queued', 'scheduled') and expires_at <= ?
       order by expires_at limit ${most} ${dialect.skipLocked})
     returning id, account_id, mail_id, state`,
    [now, now],
  )
}

/** What has been waiting since long: how many, and the one that expires first. messages_expiring. */
export async function oldestWaiting(
  trx: Knex,
  expiringBefore: number,
): Promise<{ count: number; expires_at: number } | undefined> {
  const [row] = await all<{ count: number; expires_at: number | null }>(
    trx,
    `select count(*) as count, min(expires_at) as expires_at from (
       select expires_at from messages
       where state in ('held', 'queued', 'scheduled') and state <> 'held' and expires_at <= ?
       order by expires_at limit 10000) as waiting`,
    [expiringBefore],
  )
  return row?.expires_at == null ? undefined : { count: row.count, expires_at: row.expires_at }
}
