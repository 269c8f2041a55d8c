// Keeps the counts by the day up to date: one process at a time, one day in each transaction, so that
// mail is never kept waiting for long.
//
// Today and yesterday are counted anew at each round; the days before them, whose messages may still be
// reported on, once a day; older ones never again.
import { randomUUID } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import { releaseLease, takeLease } from '../store/leases.ts'
import { countDay, countedDays, firstMessageAt } from '../store/statistics.ts'
import type { Store } from '../store/store.ts'
import { dayAfter, dayOf, wholeDay } from './days.ts'
import { describe } from './describe-error.ts'
import type { Log } from './log.ts'

export interface Counting {
  /** Counts now, unless it does so already or another process does. */
  run(): Promise<void>
  close(): Promise<void>
}

/** A process that dies while it counts keeps the others from it for so long. */
const leaseTtl = 300_000

/** Counts at once whenever it is asked to. */
export function createCounting(world: CountingWorld & { readonly log: Log }): Counting {
  const ending = new AbortController()
  const lease = { name: 'counting', holder: `${process.pid}`, token: randomUUID(), ttl: leaseTtl }
  let running: Promise<void> | undefined

  async function count(): Promise<void> {
    const { store, log } = world
    try {
      if (!(await store.transaction((trx) => takeLease(trx, store.dialect, lease)))) return
      await countDays(world, ending.signal)
      await store.transaction((trx) => releaseLease(trx, lease.name, lease.token))
    } catch (error) {
      log.warn(`statistics: ${describe(error)}`)
    }
  }

  return {
    run: () =>
      (running ??= count().finally(() => {
        running = undefined
      })),
    async close() {
      ending.abort()
      await running
    },
  }
}

export interface CountingWorld {
  readonly store: Store
  readonly settings: () => Settings
  readonly clock: () => number
}

/** A report comes a week after the message at most, as long as one waits by default. */
const changingDays = 8
const onceADay = 20 * 3_600_000

/** Counts what has changed, the newest days first. */
async function countDays(
  { store, settings, clock }: CountingWorld,
  signal: AbortSignal,
): Promise<void> {
  const now = clock()
  const first = await firstMessageAt(store.db)
  if (first === undefined) return
  const zone = settings().main.time_zone
  const days = await daysToCount(store, { first: dayOf(first, zone), today: dayOf(now, zone), now })
  for (const day of days) {
    if (signal.aborted) break
    await store.transaction((trx) => countDay(trx, wholeDay(day, zone), now))
  }
}

async function daysToCount(
  store: Store,
  { first, today, now }: { first: string; today: string; now: number },
): Promise<string[]> {
  const counted = await countedDays(store.db, first)
  const days: string[] = []
  for (let day = today; day >= first; day = dayAfter(day, -1)) {
    const at = counted.get(day)
    const isChanging = day >= dayAfter(today, -changingDays) && (at ?? 0) < now - onceADay
    if (at === undefined || day >= dayAfter(today, -1) || isChanging) days.push(day)
  }
  return days
}
