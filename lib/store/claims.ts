// Taking what is next in the line of a route, and what becomes of it when its holder goes away.
//
// Every statement is bound by what waits or is under way, never by what was ever sent: each names the
// partial index that it uses.
import type { Knex } from 'knex'
import { inDoubt } from '../policy/bound.ts'
import { holderGone } from '../policy/message-reason.ts'
import { atOnce } from './at-once.ts'
import type { Dialect } from './dialect.ts'
import { queuedColumns, underWay, type QueuedMessage } from './queued-message.ts'
import { all } from './rows.ts'

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
  const [hurried, others] = await atOnce(
    accountsInLine(trx, claim, 1),
    accountsInLine(trx, claim, 0),
  )
  const urgent = await claimSome(trx, dialect, claim, 1, hurried)
  const free = claim.free - urgent.length
  const rest = await claimSome(trx, dialect, { ...claim, free }, 0, others.slice(0, free))
  return [...urgent, ...rest]
}

async function claimSome(
  trx: Knex,
  dialect: Dialect,
  claim: Claim,
  urgent: Urgency,
  accounts: readonly number[],
): Promise<QueuedMessage[]> {
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
 * on where it is given. None while anybody has the lease but `token`. messages_under_way.
 */
export function abandonMessages(
  trx: Knex,
  dialect: Dialect,
  left: {
    readonly route: string
    readonly token: string
    readonly now: number
    readonly askAt: number | null
  },
): Promise<{ id: number; account_id: number; mail_id: number | null }[]> {
  return all(
    trx,
    `update messages set state = 'uncertain', reason = '${holderGone}', bound = ${inDoubt},
       ask_at = ?, changed_at = ?
     where route = ? and ${underWay} and state = 'sending' and claim <> ?
       and not exists (select 1 from leases where name = ? and token <> ? and expires_at > ${dialect.now})
     returning id, account_id, mail_id`,
    [left.askAt, left.now, left.route, left.token, `route:${left.route}`, left.token],
  )
}
