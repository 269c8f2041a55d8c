// Searching the log: each answer within a bounded cost, however many messages there are.
//
// A search that has not found a page full within its budget says how far back it has looked and where
// to go on from there. Sorted by anything but time it sorts all of a range that its budget reaches; of a larger
// one by the phones as they come in their index, and else the newest messages, and says how far back these go.
import {
  phoneFrontier,
  readLogByPhone,
  type PhonePlace,
  type PhoneWalk,
} from '../../store/log-phones.ts'
import { logFrontier, readLog, readLogSorted, type LogOrder, type LogRow } from '../../store/log.ts'
import type { LogPlace, LogScan } from '../../store/log-scan.ts'
import { groupPaths, type Desk } from './desk.ts'
import { eachOf, scanOf, type LogSearch } from './log-search.ts'

export interface LoggedMessage {
  readonly id: number
  readonly at: number
  /** The path; null for what belongs to nobody. */
  readonly group: string | null
  readonly address: string | null
  readonly phone: string
  readonly own: string | null
  readonly direction: 'in' | 'out'
  readonly state: string
  /** Of a refusal its name, such as Personal:Office; of a failure what was said. */
  readonly reason: string | null
  readonly route: string | null
  readonly parts: number
  readonly sentAt: number | null
  readonly changedAt: number
  /** Null for whoever may not read texts. */
  readonly text: string | null
}

export interface LogPage {
  readonly messages: readonly LoggedMessage[]
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined
  /** The search has looked back (or on) to here and no further. */
  readonly lookedTo: number | undefined
}

/** Rows of an index that one search goes through, look by look, as long as it is quick: 20,000 in all. */
const looks = [1_000, 2_000, 3_000, 4_000, 5_000, 5_000] as const
/** After so many milliseconds it looks no further. */
const patience = 60
const sortable = 10_000
const pageSize = 50

export async function searchLog(
  desk: Desk,
  search: LogSearch,
  { texts, most = pageSize }: { texts: boolean; most?: number },
): Promise<LogPage> {
  const scan = await scanOf(desk, search)
  if (scan === undefined) return { messages: [], next: undefined, lookedTo: undefined }
  const { order = 'time' } = search
  return order === 'time'
    ? byTime(desk, scan, { texts, most })
    : sorted(desk, scan, { texts, most, order, search })
}

async function byTime(
  desk: Desk,
  scan: LogScan,
  { texts, most }: { texts: boolean; most: number },
): Promise<LogPage> {
  const { db, dialect } = desk.store
  const began = desk.clock()
  const rows: LogRow[] = []
  let until: LogPlace | undefined
  for (const look of looks) {
    const here: LogScan = until === undefined ? scan : { ...scan, after: until }
    until = await logFrontier(db, dialect, here, eachOf(scan.source, look))
    const wanted = { most: most + 1 - rows.length, texts }
    rows.push(...(await readLog(db, dialect, { ...here, until }, wanted)))
    if (rows.length > most || until === undefined || desk.clock() - began > patience) break
  }
  const isFull = rows.length > most
  const last = rows[most - 1]
  const next = isFull && last !== undefined ? { at: last.created_at, id: last.id } : until
  return {
    messages: await shown(desk, rows.slice(0, most)),
    next: next && placeText(next),
    lookedTo: isFull ? undefined : until?.at,
  }
}

/** `after` is how many were shown before. */
async function sorted(
  desk: Desk,
  scan: LogScan,
  page: { texts: boolean; most: number; order: Exclude<LogOrder, 'time'>; search: LogSearch },
): Promise<LogPage> {
  const { db, dialect } = desk.store
  const { texts, most, order, search } = page
  const skip = Math.min(sortable, Number(/^skip\.(\d{1,6})$/.exec(search.after ?? '')?.[1] ?? 0))
  const newest: LogScan = { ...scan, oldestFirst: false, after: undefined }
  const each = eachOf(scan.source, sortable)
  const until = await logFrontier(db, dialect, newest, each)
  if (until !== undefined && order === 'phone' && search.after?.startsWith('skip.') !== true) {
    const walked = await byPhone(desk, scan, { texts, most, search })
    if (walked !== undefined) return walked
  }
  const rows = await readLogSorted(
    db,
    dialect,
    { ...newest, until },
    { order, texts, skip, each, most: most + 1, descending: search.descending === true },
  )
  return {
    messages: await shown(desk, rows.slice(0, most)),
    next: rows.length > most ? `skip.${skip + most}` : undefined,
    lookedTo: until?.at,
  }
}

/**
 * From phone to phone. Undefined where the first page does not come within the budget: few messages among many,
 * or none by phones that are known already.
 */
async function byPhone(
  desk: Desk,
  { filter, source }: LogScan,
  { texts, most, search }: { texts: boolean; most: number; search: LogSearch },
): Promise<LogPage | undefined> {
  if (source.by !== 'time' && source.by !== 'group') return undefined
  const { db, dialect } = desk.store
  const began = desk.clock()
  const rows: LogRow[] = []
  let after = phonePlace(search.after)
  const isFirst = after === undefined
  for (const look of looks) {
    const walk: PhoneWalk = { filter, descending: search.descending === true, after }
    const until = await phoneFrontier(db, dialect, walk, look)
    const wanted = { until, texts, most: most + 1 - rows.length }
    rows.push(...(await readLogByPhone(db, dialect, walk, wanted)))
    after = until
    if (rows.length > most || after === undefined || desk.clock() - began > patience) break
  }
  const last = rows[most - 1]
  if (rows.length > most && last !== undefined)
    after = { phone: last.phone, at: last.created_at, id: last.id }
  else if (isFirst && after !== undefined) return undefined
  return {
    messages: await shown(desk, rows.slice(0, most)),
    next: after && `${placeText(after)}.${after.phone}`,
    lookedTo: undefined,
  }
}

function phonePlace(text = ''): PhonePlace | undefined {
  const [, at, id, phone] = /^(\d{1,15})\.(\d{1,15})\.([^]*)$/.exec(text) ?? []
  return phone === undefined ? undefined : { at: Number(at), id: Number(id), phone }
}

function placeText({ at, id }: LogPlace): string {
  return `${at}.${id}`
}

/** Rows as they are shown to people. */
export async function shown({ store }: Desk, rows: readonly LogRow[]): Promise<LoggedMessage[]> {
  const paths = rows.length === 0 ? new Map<number, string>() : await groupPaths(store.db)
  return rows.map((row) => ({
    id: row.id,
    at: row.created_at,
    group: row.group_id === null ? null : (paths.get(row.group_id) ?? ''),
    address: row.address,
    phone: row.phone,
    own: row.own,
    direction: row.direction,
    state: row.state,
    reason: row.reason,
    route: row.route,
    parts: row.parts,
    sentAt: row.sent_at,
    changedAt: row.changed_at,
    text: row.text,
  }))
}
