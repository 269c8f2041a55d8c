// The log in the order of its phones, and of time within each: by messages_phone, from one end to the other,
// whatever the number of messages. It is gone through look by look, as in log.ts.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { rowColumns, type LogRow } from './log.ts'
import { filterOf, type LogFilter, type LogPlace } from './log-scan.ts'
import { all } from './rows.ts'

/** A place in this order: what comes after it is what is next. */
export interface PhonePlace extends LogPlace {
  readonly phone: string
}

export interface PhoneWalk {
  readonly filter: LogFilter
  readonly descending: boolean
  /** Only what comes after it. */
  readonly after?: PhonePlace | undefined
}

/** Where so many rows on from `after` are passed: undefined when there are fewer. messages_phone alone. */
export async function phoneFrontier(
  db: Knex,
  dialect: Dialect,
  walk: PhoneWalk,
  look: number,
): Promise<PhonePlace | undefined> {
  const { sql, order, bindings } = rangeOf(dialect, walk)
  const rows = await all<PhonePlace>(
    db,
    `select s.phone, s.created_at as at, s.id from ${sql} order by ${order} limit 1 offset ${look - 1}`,
    bindings,
  )
  return rows[0]
}

/** What matches up to `until`, which bounds the cost. */
export function readLogByPhone(
  db: Knex,
  dialect: Dialect,
  walk: PhoneWalk,
  page: {
    readonly until: PhonePlace | undefined
    readonly most: number
    readonly texts: boolean
  },
): Promise<LogRow[]> {
  const range = rangeOf(dialect, walk, page.until)
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = walk.filter
  const filter = filterOf(dialect, {
    filter: walk.filter,
    source: { by: 'time' },
    oldestFirst: false,
  })
  return all<LogRow>(
    db,
    `select ${rowColumns(page.texts)} from (
       select s.id from ${range.sql} and s.created_at >= ? and s.created_at < ? and ${filter.sql}
       order by ${range.order} limit ${page.most}) y
     join messages m on m.id = y.id left join accounts a on a.id = m.account_id
     order by ${range.order.replaceAll('s.', 'm.')}`,
    [...range.bindings, from, to, ...filter.bindings],
  )
}

function rangeOf(
  dialect: Dialect,
  { descending, after }: PhoneWalk,
  until?: PhonePlace,
): { sql: string; order: string; bindings: (string | number)[] } {
  const [over, upTo, way] = descending ? ['<', '>=', ' desc'] : ['>', '<=', '']
  const terms: string[] = []
  const bindings: (string | number)[] = []
  const bound = (comparison: string, place: PhonePlace | undefined): void => {
    if (place === undefined) return
    terms.push(`(s.phone, s.created_at, s.id) ${comparison} (?, ?, ?)`)
    bindings.push(place.phone, place.at, place.id)
  }
  bound(over, after)
  bound(upTo, until)
  const hint = dialect.name === 'sqlite' ? ' indexed by messages_phone' : ''
  return {
    sql: `messages s${hint} where ${terms.length === 0 ? '1 = 1' : terms.join(' and ')}`,
    order: `s.phone${way}, s.created_at${way}, s.id${way}`,
    bindings,
  }
}
