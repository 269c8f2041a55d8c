// The parts of a search of the log, as SQL: where its rows come from (its source), the range of time and
// what is looked for among them. What is done with them is in log.ts.
import type { Dialect } from './dialect.ts'

/** The condition of messages_failed as it stands there: SQLite knows it by no other words. */
export const failed = `state in ('refused', 'undelivered', 'unsent', 'expired', 'cancelled')`

/** A place in the log: what comes after it is what is next in its order. */
export interface LogPlace {
  readonly at: number
  readonly id: number
}

export type LogSource =
  | { readonly by: 'time' }
  | { readonly by: 'group' | 'account'; readonly values: readonly number[] }
  | { readonly by: 'phone' | 'failure'; readonly values: readonly string[] }

/** What is looked for among the rows of the source. */
export interface LogFilter {
  /** Groups that count; undefined is all, also messages that belong to nobody. */
  readonly groups?: readonly number[] | undefined
  readonly accountId?: number | undefined
  readonly phone?: string | undefined
  /** Digits anywhere in the phone. */
  readonly phonePart?: string | undefined
  readonly direction?: 'in' | 'out' | undefined
  readonly states?: readonly string[] | undefined
  readonly route?: string | undefined
  readonly parts?: number | undefined
  /** Milliseconds since 1970; from inclusive, to exclusive. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export interface LogScan {
  readonly source: LogSource
  readonly filter: LogFilter
  readonly oldestFirst: boolean
  /** Only what comes after it. */
  readonly after?: LogPlace | undefined
  /** Only what comes up to it, itself too. */
  readonly until?: LogPlace | undefined
}

export interface Piece {
  readonly sql: string
  readonly bindings: readonly (string | number)[]
}

const columnOf = {
  group: 'group_id',
  account: 'account_id',
  phone: 'phone',
  failure: 'state',
} as const
const indexOf = {
  time: 'messages_time',
  group: 'messages_group',
  account: 'messages_account',
  phone: 'messages_phone',
  failure: 'messages_failed',
} as const

/** A range that logFrontier bounds has no more rows of one value of its source. */
const mostOfOne = 20_000

/**
 * What matches, at most `most` of each source. PostgreSQL reads each source by itself and only as far as
 * it needs to: without a limit it would think that the whole table is worth reading. The inner limit keeps the
 * filter apart from the source: or else all that ever came in would be looked through, by its own index, for the few
 * that came in within the range. SQLite is told the
 * index; with a limit it reads a source in its order, without one all of the range, which is bounded.
 */
export function matchingOf(
  dialect: Dialect,
  scan: LogScan,
  { columns, most }: { readonly columns: readonly string[]; readonly most: number },
): Piece {
  const filter = filterOf(dialect, scan)
  const source = sourceOf(dialect, scan)
  const names = (row: string): string => columns.map((name) => `${row}.${name}`).join(', ')
  const sql =
    dialect.name === 'postgres'
      ? `select ${names('f')} from ${source.from} cross join lateral (
           select ${names('s')} from (
             select s.* from messages s where ${source.where} order by ${source.order} limit ${mostOfOne}) s
           where ${filter.sql} order by ${source.order} limit ${most}) f`
      : `select ${names('s')} from ${source.from} cross join messages s${source.hint}
         where ${source.where} and ${filter.sql}`
  return { sql, bindings: [...source.bindings, ...filter.bindings] }
}

/** What the sources together can hold: it tells the planner how little that is. */
export function mostMatching({ source }: LogScan, each: number): number {
  return source.by === 'time' ? each : each * Math.max(1, source.values.length)
}

export function directionOf({ oldestFirst }: LogScan): string {
  return oldestFirst ? '' : ' desc'
}

interface Source {
  /** Has a row for each value of the source, as r. */
  readonly from: string
  /** Ties the message s to it, within the range. */
  readonly where: string
  readonly order: string
  readonly hint: string
  readonly bindings: readonly (string | number)[]
}

/**
 * PostgreSQL is asked for a range of the whole index, its first column too, and in its order: so it can take
 * no other one. By an equality alone it would choose, now and then, to look for the rare messages of a
 * small group among all by their time.
 */
export function sourceOf(dialect: Dialect, scan: LogScan): Source {
  const { source } = scan
  const { low, high } = boundsOf(scan)
  const direction = directionOf(scan)
  const order = `s.created_at${direction}, s.id${direction}`
  const range = [low.at, low.id, high.at, high.id]
  const hint = dialect.name === 'sqlite' ? ` indexed by ${indexOf[source.by]}` : ''
  const [over, under] = [low.isIn ? '>=' : '>', high.isIn ? '<=' : '<']
  if (source.by === 'time')
    return {
      from: '(select 1 as v) r',
      where: `r.v = 1 and (s.created_at, s.id) ${over} (?, ?) and (s.created_at, s.id) ${under} (?, ?)`,
      ...{ order, hint, bindings: range },
    }
  const column = `s.${columnOf[source.by]}`
  const isText = source.by === 'phone' || source.by === 'failure'
  const failing = source.by === 'failure' ? ` and s.${failed}` : ''
  const values = JSON.stringify(source.values.map((v) => ({ v })))
  const common = { from: dialect.rows({ v: isText ? 'text' : 'bigint' }), hint }
  const bindings = [values, ...range]
  if (dialect.name === 'sqlite')
    return {
      ...common,
      where: `${column} = r.v and (s.created_at, s.id) ${over} (?, ?) and (s.created_at, s.id) ${under} (?, ?)${failing}`,
      ...{ order, bindings },
    }
  const place = `(${column}, s.created_at, s.id)`
  return {
    ...common,
    where: `${place} ${over} (r.v, ?, ?) and ${place} ${under} (r.v, ?, ?)${failing}`,
    order: `${column}${direction}, ${order}`,
    bindings,
  }
}

interface Bound extends LogPlace {
  /** Whether what stands exactly there counts. */
  readonly isIn: boolean
}

const first: Bound = { at: 0, id: 0, isIn: true }
const last: Bound = { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER, isIn: true }

/** The range of the filter, cut by what comes after one place and up to another. Ids begin with 1. */
function boundsOf({ filter, after, until, oldestFirst }: LogScan): { low: Bound; high: Bound } {
  const next = after && { ...after, isIn: false }
  const end = until && { ...until, isIn: true }
  const [lowPlace, highPlace] = oldestFirst ? [next, end] : [end, next]
  const from = filter.from === undefined ? first : { at: filter.from, id: 0, isIn: true }
  const to = filter.to === undefined ? last : { at: filter.to, id: 0, isIn: false }
  return {
    low: lowPlace === undefined || isBefore(lowPlace, from) ? from : lowPlace,
    high: highPlace === undefined || isBefore(to, highPlace) ? to : highPlace,
  }
}

function isBefore(one: LogPlace, other: LogPlace): boolean {
  return one.at < other.at || (one.at === other.at && one.id < other.id)
}

/** What is looked for, of messages as s. */
export function filterOf(dialect: Dialect, { filter, source }: LogScan): Piece {
  const terms: string[] = []
  const bindings: (string | number)[] = []
  const add = (sql: string, value: string | number): void => {
    terms.push(sql)
    bindings.push(value)
  }
  const among = (column: string, type: 'bigint' | 'text', values: readonly unknown[]): void =>
    add(
      `s.${column} in (select v from ${dialect.rows({ v: type })})`,
      JSON.stringify(values.map((v) => ({ v }))),
    )
  if (filter.groups !== undefined && source.by !== 'group')
    among('group_id', 'bigint', filter.groups)
  if (filter.states !== undefined && source.by !== 'failure') among('state', 'text', filter.states)
  if (filter.accountId !== undefined) add('s.account_id = ?', filter.accountId)
  if (filter.phone !== undefined) add('s.phone = ?', filter.phone)
  if (filter.phonePart !== undefined) add('s.phone like ?', `%${filter.phonePart}%`)
  if (filter.direction !== undefined) add('s.direction = ?', filter.direction)
  if (filter.route !== undefined) add('s.route = ?', filter.route)
  if (filter.parts !== undefined) add('s.parts = ?', filter.parts)
  return { sql: terms.length === 0 ? '1 = 1' : terms.join(' and '), bindings }
}
