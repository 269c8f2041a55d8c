// Takes in what routes say later about messages they had accepted, in any order and more than once.
//
// A report whose message has not had its outcome stored yet is kept, and applied when it has. One that
// gives our id back, or names phone and time, also settles a message whose fate was unknown: its
// acceptance was lost, but the network had taken it.
import type { Settings } from '../config/settings.ts'
import type { Report, Route } from '../routes/route.ts'
import type { OutState } from '../policy/message-life.ts'
import { atOnce } from '../store/at-once.ts'
import { requeueMessages } from '../store/requeueing.ts'
import {
  fatesOf,
  keepEarlyReports,
  moveMessages,
  nameUncertainPart,
  partsOfReferences,
  takeEarlyReportsByMessage,
  uncertainMessages,
  writeFates,
  type Fate,
  type MovedMessage,
  type PartFate,
  type PartOfReference,
  type StoredReport,
  type UncertainMessage,
} from '../store/reports.ts'
import type { Database, Program } from '../store/program.ts'
import { storedReference } from '../store/stored-reference.ts'
import type { Knex, Store } from '../store/store.ts'
import { Batcher } from './batcher.ts'
import { withoutFlashAfterwards } from './flash-afterwards.ts'
import {
  reportBuffered,
  reportFailures,
  reportGoneAfterAll,
  reportProgress,
} from './sender-reports.ts'
import { blockByProvider } from './opt-out.ts'

export type ReportIntake = (
  route: Pick<Route, 'name' | 'capabilities'>,
  report: Report,
) => Promise<void>

/** Now, how long reports are waited for, and after how long a sender hears of a delay. */
export interface When {
  readonly now: number
  readonly reportWait: number
  readonly delayAfter: number
}

export function whenBy(
  rules: Pick<Settings['delivery'], 'report_wait' | 'delay_after'>,
  now: number,
): When {
  return { now, reportWait: rules.report_wait, delayAfter: rules.delay_after }
}

export function createReportIntake(store: Store, when: () => When): ReportIntake {
  const batcher = new Batcher<StoredReport, undefined>(
    async (reports) => {
      await store.perform(storeReports, { reports, when: when() })
      store.wake('outbox', 'queue', 'change')
      return []
    },
    { most: 500 },
  )
  return async (route, { reference, id, fate, reason, at, about, optedOut }) => {
    await batcher.add({
      route: route.name,
      reference: storedReference(reference),
      fate,
      reason: optedOut === true ? 'opted_out' : (reason ?? null),
      at,
      phone: about?.phone ?? null,
      taken_at: about?.takenAt ?? null,
      own_id: id ?? null,
      whole: route.capabilities.partReports ? 0 : 1,
    })
  }
}

export const storeReports: Program<
  { readonly reports: readonly StoredReport[]; readonly when: When },
  void
> = {
  name: 'store reports',
  run: (trx, store, { reports, when }) => applyReports(trx, store, reports, when),
}

/** Applies reports inside the caller's transaction. */
export async function applyReports(
  trx: Knex.Transaction,
  store: Database,
  reports: readonly StoredReport[],
  when: When,
): Promise<void> {
  if (reports.length === 0) return
  // A report and the outcome of its message may be stored at the same time.
  const routes = [...new Set(reports.map((report) => report.route).sort())]
  const [, found] = await atOnce(
    atOnce(...routes.map((route) => store.dialect.lockFates(trx, route))),
    partsOfReferences(trx, store.dialect, reports),
  )
  const parts = groupedBy(found, nameOf)
  const known: (StoredReport & { message_id: number })[] = []
  const early: StoredReport[] = []
  for (const report of latestOfEach(reports)) {
    const candidates = parts.get(nameOf(report))
    const message_id = closest(candidates, report, sameTime)
    if (message_id !== undefined) known.push({ ...report, message_id })
    else if (!(await settleUncertain(trx, store, report, when))) {
      const message_id = closest(candidates, report, sameDay)
      if (message_id === undefined) early.push(report)
      else known.push({ ...report, message_id })
    }
  }
  await keepEarlyReports(trx, store.dialect, early)
  if (known.length === 0) return
  const messages = [...new Set(known.map((report) => report.message_id))]
  const [, fates] = await atOnce(
    writeFates(trx, store.dialect, known),
    fatesOf(trx, store.dialect, messages),
  )
  for (const { route, reason, message_id } of known)
    if (reason === 'opted_out')
      await blockByProvider(trx, store.dialect, route, [message_id], when.now)
  await moveByFates(trx, store, fates, when)
}

const sameTime = 600_000
const sameHour = 3_600_000
// The clocks of some service centres have the wrong time zone.
const sameDay = 86_400_000

/** The message that was sent nearest to the time that the report gives; without one the latest. */
function closest(
  parts: readonly PartOfReference[] | undefined,
  { taken_at }: StoredReport,
  within: number,
): number | undefined {
  if (taken_at === null) return parts && Math.max(...parts.map(({ message_id }) => message_id))
  const near = parts?.filter(({ sent_at }) => Math.abs((sent_at ?? taken_at) - taken_at) <= within)
  const away = ({ sent_at }: PartOfReference): number => Math.abs((sent_at ?? taken_at) - taken_at)
  return near?.sort((a, b) => away(a) - away(b))[0]?.message_id
}

/**
 * The uncertain message that it names, or that was handed on about then to that phone, went out after
 * all. It is moved on at once, so that a second report is not taken for its.
 */
async function settleUncertain(
  trx: Knex.Transaction,
  store: Database,
  report: StoredReport,
  when: When,
): Promise<boolean> {
  const { route, reference, phone, taken_at, own_id } = report
  if (own_id === null && (phone === null || taken_at === null)) return false
  const message = namedBy(report, await uncertainMessages(trx, route))
  if (message === undefined) return false
  const sent_at = taken_at ?? message.handed_at
  await nameUncertainPart(trx, { message_id: message.id, route, reference, sent_at })
  await writeFates(trx, store.dialect, [{ ...report, message_id: message.id }])
  await settleByFates(trx, store, [message.id], when, report.whole === 1)
  return true
}

function namedBy(
  { phone, taken_at, own_id }: StoredReport,
  uncertain: readonly UncertainMessage[],
): UncertainMessage | undefined {
  if (own_id !== null) return uncertain.find(({ id }) => id === own_id)
  if (phone === null || taken_at === null) return undefined
  const away = ({ handed_at }: UncertainMessage): number => Math.abs(handed_at - taken_at)
  return uncertain
    .filter((one) => isSamePhone(one.phone, phone) && away(one) <= sameHour)
    .sort((a, b) => away(a) - away(b))[0]
}

/** Reports may spell a number nationally: its end is the same. */
function isSamePhone(ours: string, theirs: string): boolean {
  const end = theirs.replace(/\D/g, '').slice(-6)
  return end.length >= 4 && ours.endsWith(end)
}

/** Applies what had come for messages that have just become uncertain. */
export async function settleByEarlyReports(
  trx: Knex.Transaction,
  store: Database,
  route: string,
  uncertain: readonly number[],
  when: When,
): Promise<void> {
  if (uncertain.length === 0) return
  const early = await takeEarlyReportsByMessage(trx, route)
  await applyReports(trx, store, early, when)
}

/** Moves messages on to where the fates of their parts say they are; `areWhole`: what is known of stands for all parts. */
export async function settleByFates(
  trx: Knex.Transaction,
  store: Database,
  messages: readonly number[],
  when: When,
  areWhole = false,
): Promise<void> {
  if (messages.length > 0)
    await moveByFates(trx, store, await fatesOf(trx, store.dialect, messages), when, areWhole)
}

async function moveByFates(
  trx: Knex.Transaction,
  store: Database,
  ofParts: readonly PartFate[],
  { now, reportWait, delayAfter }: When,
  areWhole = false,
): Promise<void> {
  const targets = new Map<OutState, { id: number; reason: string | null }[]>()
  const parts = groupedBy(ofParts, ({ message_id }) => message_id)
  for (const [id, fates] of parts) {
    const state = stateOf(fates, areWhole)
    if (state === undefined) continue
    const reason = fates.find(({ fate }) => fate === state)?.reason ?? null
    targets.set(state, [...(targets.get(state) ?? []), { id, reason }])
  }
  const resumed = targets.get('queued') ?? []
  await requeueMessages(
    trx,
    resumed.map(({ id }) => id),
    now,
  )
  targets.delete('queued')
  const undelivered = targets.get('undelivered') ?? []
  targets.set('undelivered', await withoutFlashAfterwards(trx, store, undelivered, now))
  const wasUncertain = ({ id }: MovedMessage): boolean => parts.get(id)?.[0]?.state === 'uncertain'
  for (const [state, list] of targets) {
    if (list.length === 0) continue
    const moved = await moveMessages(trx, store.dialect, state, list, now)
    if (state === 'delivered') await reportProgress(trx, store.dialect, 'delivered', moved, now)
    if (state === 'undelivered' || state === 'expired')
      await reportFailures(trx, store.dialect, state, moved, now)
    if (state === 'sent' || state === 'buffered')
      await reportGoneAfterAll(trx, moved.filter(wasUncertain), now + reportWait)
    if (state === 'buffered') await reportBuffered(trx, moved, delayAfter)
  }
}

/** Where a message is by its parts; undefined where they do not tell. */
function stateOf(parts: readonly PartFate[], isWhole: boolean): OutState | undefined {
  const fate = fateOfAll(parts.map((part) => part.fate))
  if (parts[0]?.state !== 'uncertain' || fate === 'undelivered' || fate === 'expired') return fate
  // Reports have told of the part that was in doubt: what is behind it can follow.
  if (parts.some(({ gone }) => gone === 'unknown')) return undefined
  if (parts.some(({ gone }) => gone === 'no')) return 'queued'
  return parts.length < parts[0].parts && !isWhole ? undefined : (fate ?? 'sent')
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

function groupedBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group === undefined) groups.set(keyOf(value), [value])
    else group.push(value)
  }
  return groups
}
