// All that a search of the log finds, from its beginning to its end.
import { logFrontier, readLog } from '../../store/log.ts'
import type { LogScan } from '../../store/log-scan.ts'
import type { Desk } from './desk.ts'
import { shown, type LoggedMessage } from './log.ts'
import { eachOf, scanOf, type LogSearch } from './log-search.ts'

/** All that is found, in order of time, piece by piece in flat memory; `reached` is how far it is. */
export async function* allOfLog(
  desk: Desk,
  search: LogSearch,
  { texts }: { texts: boolean },
): AsyncGenerator<{ messages: LoggedMessage[]; reached: number }> {
  const found = await scanOf(desk, { ...search, order: 'time', after: undefined })
  if (found === undefined) return
  const { reader: db, dialect } = desk.store
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

/** Larger ones survive in memory until they are written, and it grows. */
const piece = 500

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
