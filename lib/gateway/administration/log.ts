// Searching the log: each answer within a bounded cost, however many messages there are.
//
// A search that has not found a page full within its budget says how far back it has looked and where
// to go on from there. Sorted by anything but time it sorts the newest messages of the range that its
// budget reaches, and says how far back these go.
import { readPhone } from '../../sms/phone-number.ts'
import { findAccount } from '../../store/accounts.ts'
import {
  logFacets,
  logFrontier,
  readLog,
  readLogSorted,
  type LogOrder,
  type LogRow,
} from '../../store/log.ts'
import type { LogFilter, LogPlace, LogScan, LogSource } from '../../store/log-scan.ts'
import { Complaint, groupPaths, type Desk } from './desk.ts'
import { groupsInView, type GroupChoice } from './scope.ts'

export interface LogSearch extends GroupChoice {
  readonly address?: string | undefined
  /** As a person writes it, or a few of its digits. */
  readonly phone?: string | undefined
  readonly direction?: 'in' | 'out' | undefined
  readonly state?: string | undefined
  readonly route?: string | undefined
  readonly parts?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly order?: LogOrder | undefined
  /** From the newest, or from Z to A. */
  readonly descending?: boolean | undefined
  /** Where the last page told to go on. */
  readonly after?: string | undefined
}

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

/** What can be chosen, each with how many of the newest messages have it. */
export interface LogChoices {
  readonly groups: readonly { id: number; path: string; messages: number }[]
  readonly addresses: readonly { address: string; messages: number }[]
  readonly directions: readonly { value: 'in' | 'out'; messages: number }[]
  readonly states: readonly { value: string; messages: number }[]
  readonly routes: readonly { value: string; messages: number }[]
  readonly parts: readonly { value: number; messages: number }[]
}

/** Rows of an index that one search goes through, look by look, as long as it is quick: 20,000 in all. */
const looks = [1_000, 2_000, 3_000, 4_000, 5_000, 5_000] as const
/** After so many milliseconds it looks no further. */
const patience = 60
const sortable = 10_000
const counted = 5_000
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

/** The choices of each filter, from the newest messages of the result. */
export async function logChoices(desk: Desk, search: LogSearch): Promise<LogChoices> {
  const scan = await scanOf(desk, { ...search, order: 'time', descending: true, after: undefined })
  const { db, dialect } = desk.store
  const each = scan === undefined ? 0 : eachOf(scan.source, counted)
  const until = scan && (await logFrontier(db, dialect, scan, each))
  const facets = scan === undefined ? [] : await logFacets(db, dialect, { ...scan, until }, each)
  const paths = await groupPaths(db)
  const count = <V extends string | number>(
    value: (facet: (typeof facets)[number]) => V | null,
  ): { value: V; messages: number }[] => {
    const counts = new Map<V, number>()
    for (const facet of facets) {
      const one = value(facet)
      if (one !== null) counts.set(one, (counts.get(one) ?? 0) + facet.messages)
    }
    return [...counts].map(([value, messages]) => ({ value, messages }))
  }
  return {
    groups: count(({ group_id }) => group_id)
      .map(({ value, messages }) => ({ id: value, path: paths.get(value) ?? '', messages }))
      .sort((a, b) => a.path.localeCompare(b.path)),
    addresses: count(({ address }) => address)
      .sort((a, b) => b.messages - a.messages)
      .slice(0, mostAddresses)
      .map(({ value, messages }) => ({ address: value, messages })),
    directions: count(({ direction }) => direction),
    states: count(({ state }) => state).sort((a, b) => b.messages - a.messages),
    routes: count(({ route }) => route).sort((a, b) => a.value.localeCompare(b.value)),
    parts: count(({ parts }) => parts).sort((a, b) => a.value - b.value),
  }
}

const mostAddresses = 200

/** All that is found, in order of time, piece by piece in flat memory; `reached` is how far it is. */
export async function* allOfLog(
  desk: Desk,
  search: LogSearch,
  { texts }: { texts: boolean },
): AsyncGenerator<{ messages: LoggedMessage[]; reached: number }> {
  const found = await scanOf(desk, { ...search, order: 'time', after: undefined })
  if (found === undefined) return
  const { db, dialect } = desk.store
  let scan: LogScan = found
  for (;;) {
    const until = await logFrontier(db, dialect, scan, eachOf(scan.source, piece * 2))
    const rows = await readLog(db, dialect, { ...scan, until }, { most: piece, texts })
    const last = rows.at(-1)
    const isFull = rows.length === piece && last !== undefined
    const after = isFull ? { at: last.created_at, id: last.id } : until
    if (rows.length > 0 || after !== undefined)
      yield { messages: await shown(desk, rows), reached: after?.at ?? last?.created_at ?? 0 }
    if (after === undefined) return
    scan = { ...scan, after }
  }
}

const piece = 2_000

/** The ids of what is found, the newest first, as far as many can be changed at once. */
export async function foundInLog(desk: Desk, search: LogSearch): Promise<number[]> {
  const ids: number[] = []
  for await (const { messages } of allOfLog(
    desk,
    { ...search, descending: true },
    { texts: false },
  )) {
    ids.push(...messages.map(({ id }) => id))
    if (ids.length >= mostFound) break
  }
  return ids.slice(0, mostFound)
}

const mostFound = 10_000

/** Undefined when nothing can match. */
async function scanOf(desk: Desk, search: LogSearch): Promise<LogScan | undefined> {
  const { db } = desk.store
  const groups = await groupsInView(db, desk, search)
  const account = search.address === undefined ? undefined : await findAccount(db, search.address)
  if (search.address !== undefined && account === undefined) return undefined
  const filter: LogFilter = {
    groups,
    ...phoneFilter(search.phone),
    accountId: account?.id,
    direction: search.direction,
    states: search.state === undefined ? undefined : [search.state],
    route: search.route,
    parts: search.parts,
    from: search.from,
    to: search.to,
  }
  const isByTime = (search.order ?? 'time') === 'time'
  return {
    filter,
    source: sourceOf(filter),
    oldestFirst: isByTime && search.descending === false,
    after: isByTime && search.after !== undefined ? readPlace(search.after) : undefined,
  }
}

const failures = new Set(['refused', 'undelivered', 'unsent', 'expired', 'cancelled'])

/** The narrowest first. */
function sourceOf({ phone, accountId, states, groups }: LogFilter): LogSource {
  if (phone !== undefined) return { by: 'phone', values: [phone] }
  if (accountId !== undefined) return { by: 'account', values: [accountId] }
  if (states?.every((state) => failures.has(state)) === true)
    return { by: 'failure', values: states }
  return groups === undefined ? { by: 'time' } : { by: 'group', values: groups }
}

function phoneFilter(written: string | undefined): Pick<LogFilter, 'phone' | 'phonePart'> {
  if (written === undefined || written.trim() === '') return {}
  const reading = readPhone(written, {
    country: '',
    bareNumbers: 'international',
    allowedPrefixes: [],
  })
  if (reading.kind === 'phone') return { phone: reading.phone }
  // A sender that is a name or a short code, or some of the digits.
  const plain = written.replace(/[^\p{L}\p{N}]/gu, '')
  return /^\d+$/.test(plain) ? { phonePart: plain } : { phone: written.trim() }
}

function eachOf(source: LogSource, budget: number): number {
  const sources = source.by === 'time' ? 1 : Math.max(1, source.values.length)
  return Math.max(leastOfEach, Math.ceil(budget / sources))
}

/** With very many groups the budget is exceeded rather than that nothing is found. */
const leastOfEach = 20

function placeText({ at, id }: LogPlace): string {
  return `${at}.${id}`
}

function readPlace(text: string): LogPlace {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text)
  if (match === null) throw new Complaint('This page of the log does not exist.', 'log_place')
  return { at: Number(match[1]), id: Number(match[2]) }
}

async function shown({ store }: Desk, rows: readonly LogRow[]): Promise<LoggedMessage[]> {
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
