// Takes in what routes say later about messages they had accepted, in any order and more than once.
//
// A report whose message has not had its outcome stored yet is kept, and applied when it has.
import type { Report } from '../routes/route.ts'
import type { OutState } from '../policy/message-life.ts'
import {
  fatesOf,
  keepEarlyReports,
  messagesOfReferences,
  moveMessages,
  takeEarlyReports,
  writeFates,
  type Fate,
  type StoredReport,
} from '../store/reports.ts'
import type { Knex, Store } from '../store/store.ts'
import { Batcher } from './batcher.ts'
import { reportFailures } from './failure-reports.ts'

export type ReportIntake = (route: string, report: Report) => Promise<void>

export function createReportIntake(store: Store, clock: () => number): ReportIntake {
  const batcher = new Batcher<StoredReport, undefined>(async (reports) => {
    await store.transaction((trx) => applyReports(trx, store, reports, clock()))
    store.wake('outbox')
    store.wake('change')
    return []
  }, 500)
  return async (route, { reference, fate, reason, at }) => {
    await batcher.add({ route, reference, fate, reason: reason ?? null, at })
  }
}

/** Applies reports inside the caller's transaction. */
export async function applyReports(
  trx: Knex.Transaction,
  store: Store,
  reports: readonly StoredReport[],
  now: number,
): Promise<void> {
  const messageOf = await messagesOfReferences(trx, store.dialect, reports)
  const known: (StoredReport & { message_id: number })[] = []
  const early: StoredReport[] = []
  for (const report of latestOfEach(reports)) {
    const message_id = messageOf.get(nameOf(report))
    if (message_id === undefined) early.push(report)
    else known.push({ ...report, message_id })
  }
  await keepEarlyReports(trx, store.dialect, early)
  if (known.length === 0) return
  await writeFates(trx, store.dialect, known)
  await moveOn(trx, store, [...new Set(known.map((report) => report.message_id))], now)
}

/** Applies what had come too early, now that these references are stored. */
export async function applyEarlyReports(
  trx: Knex.Transaction,
  store: Store,
  references: readonly { route: string; reference: string }[],
  now: number,
): Promise<void> {
  if (references.length === 0) return
  const early = await takeEarlyReports(trx, store.dialect, references)
  if (early.length > 0) await applyReports(trx, store, early, now)
}

async function moveOn(
  trx: Knex.Transaction,
  store: Store,
  messages: readonly number[],
  now: number,
): Promise<void> {
  const targets = new Map<OutState, { id: number; reason: string | null }[]>()
  const parts = await fatesOf(trx, store.dialect, messages)
  for (const id of messages) {
    const fates = parts.filter((part) => part.message_id === id)
    const fate = fateOfAll(fates.map((part) => part.fate))
    if (fate === undefined) continue
    const reason = fates.find((part) => part.fate === fate)?.reason ?? null
    targets.set(fate, [...(targets.get(fate) ?? []), { id, reason }])
  }
  for (const [state, list] of targets) {
    const moved = await moveMessages(trx, store.dialect, state, list, now)
    if (state === 'undelivered' || state === 'expired') await reportFailures(trx, state, moved, now)
  }
}

/** A message is delivered when all its parts are, and has failed when one has. */
function fateOfAll(fates: readonly (Fate | null)[]): Fate | undefined {
  if (fates.includes('undelivered')) return 'undelivered'
  if (fates.includes('expired')) return 'expired'
  if (fates.every((fate) => fate === 'delivered')) return 'delivered'
  return fates.includes('buffered') ? 'buffered' : undefined
}

/** One report for each reference: a final one before `buffered`, whatever the order they came in. */
function latestOfEach(reports: readonly StoredReport[]): Iterable<StoredReport> {
  const latest = new Map<string, StoredReport>()
  for (const report of reports) {
    const before = latest.get(nameOf(report))
    if (before === undefined || before.fate === 'buffered') latest.set(nameOf(report), report)
  }
  return latest.values()
}

function nameOf(report: { route: string; reference: string }): string {
  return `${report.route} ${report.reference}`
}
