// Asks a route what became of messages, where it can be asked: of those whose fate is unknown, and of
// those that nobody will report. Soon at first, then ever more rarely, for three days.
import type { Asked, Outcome, Report, Route } from '../../routes/route.ts'
import {
  askAgain,
  dueForAsking,
  lookalikes,
  openReferences,
  type AskedMessage,
  type Look,
} from '../../store/asking.ts'
import type { Store } from '../../store/store.ts'
import type { Settled } from '../settlement.ts'

export const firstAsking = 10_000
const rarest = 3_600_000
const patience = 3 * 86_400_000
const most = 100

export interface AskWorld {
  readonly store: Store
  readonly route: Route
  /** The claim under which outcomes are stored. */
  readonly token: string
  readonly settle: (settled: Settled) => Promise<void>
  readonly report: (report: Report) => Promise<void>
  readonly clock: () => number
}

/** Answers how many were asked for. */
export async function askForFates(world: AskWorld): Promise<number> {
  const { store, route, token, clock } = world
  if (route.query === undefined && route.fates === undefined) return 0
  const now = clock()
  const due = await dueForAsking(store.db, route.name, now, most)
  if (due.length === 0) return 0
  const rows = due.map((one) => ({ id: one.id, ask_at: nextAsking(one, now) }))
  await store.transaction((trx) => askAgain(trx, store.dialect, token, rows))
  await askUncertain(
    world,
    due.filter(({ state }) => state === 'uncertain'),
  )
  await askSent(
    world,
    due.filter(({ state }) => state === 'sent' || state === 'buffered'),
  )
  return due.length
}

function nextAsking({ state, handed_at }: AskedMessage, now: number): number | null {
  const isOpen = state === 'uncertain' || state === 'sent' || state === 'buffered'
  const age = now - handed_at
  if (!isOpen || age > patience) return null
  return now + Math.min(rarest, Math.max(firstAsking, age))
}

async function askUncertain(
  { store, route, settle }: AskWorld,
  messages: readonly AskedMessage[],
): Promise<void> {
  if (messages.length === 0 || route.query === undefined) return
  const looks = messages.map(({ id, created_at: createdAt, phone, text, handed_at: at }) => ({
    ...{ id, createdAt, phone, text, at },
  }))
  const fates = await route.query(await toAsk(store, route, looks))
  await Promise.all(
    messages.map(async (message) => {
      const outcome = fates.get(message.id)
      if (isKnown(outcome)) await settle({ message, outcome, asked: true })
    }),
  )
}

/** With what tells these messages from others that look like them. */
export async function toAsk(
  { db, dialect }: Pick<Store, 'db' | 'dialect'>,
  { name }: Route,
  looks: readonly Look[],
): Promise<Asked[]> {
  const found = await lookalikes(db, dialect, name, looks)
  return looks.map((look) => {
    const references = found.filter(({ id }) => id === look.id).map(({ reference }) => reference)
    const others = references.filter((reference) => reference !== null)
    return { ...look, others, hasTwin: references.includes(null) }
  })
}

export function isKnown(outcome: Outcome | undefined): outcome is Outcome {
  return outcome !== undefined && outcome.kind !== 'unknown'
}

async function askSent(
  { store, route, report }: AskWorld,
  messages: readonly AskedMessage[],
): Promise<void> {
  if (messages.length === 0 || route.fates === undefined) return
  const ids = messages.map(({ id }) => id)
  const references = await openReferences(store.db, store.dialect, ids)
  if (references.length === 0) return
  for (const one of await route.fates(references)) await report(one)
}
