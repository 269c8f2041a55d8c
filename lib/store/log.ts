// The log: messages of both directions and refusals, newest or oldest first, by whatever filter.
//
// No search costs more than its budget, whatever the number of messages. The rows come in order of time
// from one or more *sources*, each a value of an indexed column (groups, an account, a phone, states of
// failure) or simply all; what the other filters ask is looked for among them. First it is told how far
// back the budget reaches (frontier), then what matches between here and there is read. So an answer
// may say: this is all back to then, ask me on from there.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

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

export interface LogRow {
  readonly id: number
  readonly created_at: number
  readonly group_id: number | null
  readonly account_id: number | null
  readonly address: string | null
  readonly phone: string
  readonly own: string | null
  readonly direction: 'in' | 'out'
  readonly state: string
  readonly reason: string | null
  readonly route: string | null
  readonly parts: number
  readonly sent_at: number | null
  readonly changed_at: number
  /** Null where texts were not asked for. */
  readonly text: string | null
}

interface Piece {
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

/**
 * Where the budget ends, `each` rows of each source on from `after`: undefined when it reaches the end
 * of the range. messages_time, messages_group, messages_account, messages_phone, messages_failed.
 */
export async function logFrontier(
  db: Knex,
  dialect: Dialect,
  scan: LogScan,
  each: number,
): Promise<LogPlace | undefined> {
  const range = rangeOf(scan)
  const source = sourceOf(dialect, scan.source)
  const direction = scan.oldestFirst ? '' : ' desc'
  const rows = await all<LogPlace>(
    db,
    `select m.created_at as at, m.id from ${source.from} join messages m on m.id = (
       select s.id from messages s${source.hint} where ${source.where} and ${range.sql}
       order by s.created_at${direction}, s.id${direction} limit 1 offset ${each - 1})
     order by m.created_at${direction}, m.id${direction} limit 1`,
    [...source.bindings, ...range.bindings],
  )
  return rows[0]
}

export type LogOrder = 'time' | 'group' | 'address' | 'phone' | 'direction' | 'state' | 'parts'

/**
 * What matches up to `scan.until`, in order. The caller bounds the range by logFrontier, unless it knows
 * that there is little. Texts are read only where they are asked for.
 */
export function readLog(
  db: Knex,
  dialect: Dialect,
  scan: LogScan,
  page: { readonly most: number; readonly texts: boolean },
): Promise<LogRow[]> {
  const direction = scan.oldestFirst ? '' : ' desc'
  const matching = matchingOf(dialect, scan, page.most, true)
  return all<LogRow>(
    db,
    `select ${rowColumns(page.texts)} from (${matching.sql}) x
     join messages m on m.id = x.id left join accounts a on a.id = m.account_id
     order by m.created_at${direction}, m.id${direction}`,
    matching.bindings,
  )
}

/** Sorted by a column, and by time within it. Only for ranges that are bounded by logFrontier. */
export function readLogSorted(
  db: Knex,
  dialect: Dialect,
  scan: LogScan,
  page: {
    readonly order: Exclude<LogOrder, 'time'>
    readonly descending: boolean
    readonly most: number
    readonly skip: number
    readonly texts: boolean
    /** As logFrontier was told. */
    readonly each: number
  },
): Promise<LogRow[]> {
  const matching = matchingOf(dialect, scan, page.each, false)
  const key = { group: 'g.name', address: 'a.address', phone: 'm.phone', direction: 'm.direction' }
  const by = { ...key, state: `m.state || coalesce(m.reason, '')`, parts: 'm.parts' }[page.order]
  const direction = page.descending ? ' desc' : ''
  return all<LogRow>(
    db,
    `select ${rowColumns(page.texts)} from (${matching.sql}) x
     join messages m on m.id = x.id left join accounts a on a.id = m.account_id
     left join groups g on g.id = m.group_id
     order by coalesce(${by}, ${page.order === 'parts' ? '0' : `''`})${direction}, m.created_at desc, m.id desc
     limit ${page.most} offset ${page.skip}`,
    matching.bindings,
  )
}

export interface LogFacet {
  readonly group_id: number | null
  readonly address: string | null
  readonly direction: 'in' | 'out'
  readonly state: string
  readonly parts: number
  readonly route: string | null
  readonly messages: number
}

/** How many messages of which kinds match. Only for ranges that are bounded by logFrontier. */
export function logFacets(
  db: Knex,
  dialect: Dialect,
  scan: LogScan,
  each: number,
): Promise<LogFacet[]> {
  const matching = matchingOf(dialect, scan, each, false)
  return all<LogFacet>(
    db,
    `select f.*, a.address from (
       select m.group_id, m.account_id, m.direction, m.state, m.parts, m.route,
         cast(count(*) as int) as messages
       from (${matching.sql}) x join messages m on m.id = x.id group by 1, 2, 3, 4, 5, 6) f
     left join accounts a on a.id = f.account_id`,
    matching.bindings,
  )
}

function rowColumns(texts: boolean): string {
  const columns = [
    'id',
    'created_at',
    'group_id',
    'account_id',
    'phone',
    'own',
    'direction',
    'state',
  ]
  const more = ['reason', 'route', 'parts', 'sent_at', 'changed_at']
  const own = [...columns, ...more].map((name) => `m.${name}`).join(', ')
  return `${own}, a.address, ${texts ? 'm.text' : 'null as text'}`
}

/**
 * The ids that match, at most `most` of each source, or of all. PostgreSQL reads each source by itself
 * and only as far as it needs to: without a limit it would think that the whole table is worth reading.
 * SQLite is told the index and reads all of the range, which is bounded.
 */
function matchingOf(dialect: Dialect, scan: LogScan, most: number, isOfAll: boolean): Piece {
  const range = rangeOf(scan)
  const filter = filterOf(dialect, scan)
  const source = sourceOf(dialect, scan.source)
  const direction = scan.oldestFirst ? '' : ' desc'
  const first = (row: string): string =>
    `order by ${row}.created_at${direction}, ${row}.id${direction} limit ${most}`
  const matches = `${source.where} and ${range.sql} and ${filter.sql}`
  const sql =
    dialect.name === 'postgres'
      ? `select f.id from ${source.from} cross join lateral (
           select s.id, s.created_at from messages s where ${matches} ${first('s')}) f
         ${isOfAll ? first('f') : ''}`
      : `select s.id from ${source.from} cross join messages s${source.hint}
         where ${matches} ${isOfAll ? first('s') : ''}`
  return { sql, bindings: [...source.bindings, ...range.bindings, ...filter.bindings] }
}

/** `from` has a row for each value of the source, as r; `where` ties the message s to it. */
function sourceOf(
  dialect: Dialect,
  source: LogSource,
): { from: string; where: string; hint: string; bindings: readonly string[] } {
  const hint = dialect.name === 'sqlite' ? ` indexed by ${indexOf[source.by]}` : ''
  if (source.by === 'time')
    return { from: '(select 1 as v) r', where: 'r.v = 1', hint, bindings: [] }
  const column = columnOf[source.by]
  const isText = source.by === 'phone' || source.by === 'failure'
  const where = `s.${column} = r.v${source.by === 'failure' ? ` and s.${failed}` : ''}`
  return {
    from: dialect.rows({ v: isText ? 'text' : 'bigint' }),
    where,
    hint,
    bindings: [JSON.stringify(source.values.map((v) => ({ v })))],
  }
}

function rangeOf({ filter, after, until, oldestFirst }: LogScan): Piece {
  const terms: string[] = []
  const bindings: number[] = []
  const add = (sql: string, ...values: number[]): void => {
    terms.push(sql)
    bindings.push(...values)
  }
  const [next, last] = oldestFirst ? ['>', '<='] : ['<', '>=']
  if (filter.from !== undefined) add('s.created_at >= ?', filter.from)
  if (filter.to !== undefined) add('s.created_at < ?', filter.to)
  if (after !== undefined) add(`(s.created_at, s.id) ${next} (?, ?)`, after.at, after.id)
  if (until !== undefined) add(`(s.created_at, s.id) ${last} (?, ?)`, until.at, until.id)
  return { sql: terms.length === 0 ? '1 = 1' : terms.join(' and '), bindings }
}

function filterOf(dialect: Dialect, { filter, source }: LogScan): Piece {
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
