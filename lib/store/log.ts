// The log: messages of both directions and refusals, newest or oldest first, by whatever filter.
//
// No search costs more than its budget, whatever the number of messages. The rows come in order of time
// from one or more *sources*, each a value of an indexed column (groups, an account, a phone, states of
// failure) or simply all; what the other filters ask is looked for among them. First it is told how far
// back the budget reaches (frontier), then what matches between here and there is read. So an answer
// may say: this is all back to then, ask me on from there.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import {
  directionOf,
  matchingOf,
  mostMatching,
  sourceOf,
  type LogPlace,
  type LogScan,
} from './log-scan.ts'
import { all } from './rows.ts'

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
  const source = sourceOf(dialect, scan)
  const direction = directionOf(scan)
  const rows = await all<LogPlace>(
    db,
    `select m.created_at as at, m.id from ${source.from} join messages m on m.id = (
       select s.id from messages s${source.hint} where ${source.where}
       order by ${source.order} limit 1 offset ${each - 1})
     order by m.created_at${direction}, m.id${direction} limit 1`,
    source.bindings,
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
  const direction = directionOf(scan)
  const matching = matchingOf(dialect, scan, { columns: ['id', 'created_at'], most: page.most })
  return all<LogRow>(
    db,
    `select ${rowColumns(page.texts)} from (
       select x.id from (${matching.sql}) x
       order by x.created_at${direction}, x.id${direction} limit ${page.most}) y
     join messages m on m.id = y.id left join accounts a on a.id = m.account_id
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
  const columns = sortColumns[page.order]
  const matching = matchingOf(dialect, scan, {
    columns: ['id', 'created_at', ...columns],
    most: page.each,
  })
  const key = { group: 'g.name', address: 'b.address', phone: 'x.phone', direction: 'x.direction' }
  const by = { ...key, state: `x.state || coalesce(x.reason, '')`, parts: 'x.parts' }[page.order]
  const direction = page.descending ? ' desc' : ''
  return all<LogRow>(
    db,
    `select ${rowColumns(page.texts)} from (
       select x.id, coalesce(${by}, ${page.order === 'parts' ? '0' : `''`}) as sorted
       from (${matching.sql} limit ${mostMatching(scan, page.each)}) x
       ${page.order === 'address' ? 'left join accounts b on b.id = x.account_id' : ''}
       ${page.order === 'group' ? 'left join groups g on g.id = x.group_id' : ''}
       order by sorted${direction}, x.created_at desc, x.id desc
       limit ${page.most} offset ${page.skip}) y
     join messages m on m.id = y.id left join accounts a on a.id = m.account_id
     order by y.sorted${direction}, m.created_at desc, m.id desc`,
    matching.bindings,
  )
}

const sortColumns: Readonly<Record<Exclude<LogOrder, 'time'>, readonly string[]>> = {
  group: ['group_id'],
  address: ['account_id'],
  phone: ['phone'],
  direction: ['direction'],
  state: ['state', 'reason'],
  parts: ['parts'],
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
  const columns = ['group_id', 'account_id', 'direction', 'state', 'parts', 'route']
  const matching = matchingOf(dialect, scan, { columns, most: each })
  const names = columns.map((name) => `x.${name}`).join(', ')
  return all<LogFacet>(
    db,
    `select f.*, a.address from (
       select ${names}, cast(count(*) as int) as messages
       from (${matching.sql} limit ${mostMatching(scan, each)}) x group by ${names}) f
     left join accounts a on a.id = f.account_id`,
    matching.bindings,
  )
}

/** Of messages as m and accounts as a. */
export function rowColumns(texts: boolean): string {
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
