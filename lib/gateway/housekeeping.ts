// What has to be looked at by the clock: long messages that stay in parts, alarms, senders who wait to hear
// something, and what is too old to be kept. Nothing here rejects; what goes wrong is logged and comes
// round again.
import type { Settings } from '../config/settings.ts'
import { hourOf } from '../policy/limits.ts'
import { forgetCommands } from '../store/auto-answers.ts'
import { forgetFingerprints } from '../store/fingerprints.ts'
import { forgetJobs } from '../store/jobs.ts'
import { forgetJoins } from '../store/joins.ts'
import { wakeNumbers } from '../store/numbers.ts'
import { forgetEarlyReports } from '../store/reports.ts'
import type { Store } from '../store/store.ts'
import { forgetHours } from '../store/usage.ts'
import { watchAlarms } from './alarms.ts'
import { describe } from './describe-error.ts'
import { followPauses } from './follow-pauses.ts'
import type { Log } from './log.ts'
import { tellLate } from './late-reports.ts'
import { forgetPeople } from './people/index.ts'

const hour = 3_600_000
const day = 24 * hour
const soon = 2_000

export interface Housekeeping {
  start(): void
  stop(): void
}

export function createHousekeeping(world: {
  readonly store: Store
  readonly settings: () => Settings
  readonly incoming: {
    joinOverdue(): Promise<void>
    giveUpWaiting(): Promise<void>
  }
  readonly counting: { run(): Promise<void> }
  readonly clock: () => number
  readonly log: Log
}): Housekeeping {
  const { store, settings, incoming, counting, clock, log } = world
  let timers: NodeJS.Timeout[] = []
  let isStopped = false

  const chore = (what: string, run: () => Promise<unknown>) => (): void => {
    run().catch((error: unknown) => log.warn(`${what}: ${describe(error)}`))
  }
  const often = [
    chore('long messages from phones', () => incoming.joinOverdue()),
    chore('what the operator is to hear', () => watchAlarms(store, settings(), clock())),
    chore('SMS that wait for an answer', () => incoming.giveUpWaiting()),
    chore('what senders are to hear', () => tellLate(store, clock())),
  ]
  const hourly = [
    chore('statistics', () => counting.run()),
    chore('housekeeping', () => forgetOld(store, clock())),
    chore('digests of mails', forgetTakenDaily),
  ]

  let forgottenAt = -Infinity
  /** A walk that failed is taken again an hour later. */
  async function forgetTakenDaily(): Promise<void> {
    if (performance.now() - forgottenAt < day) return
    await forgetTaken(store, clock(), () => isStopped)
    forgottenAt = performance.now()
  }

  const every = (ms: number, chores: readonly (() => void)[]): NodeJS.Timeout =>
    setInterval(() => {
      for (const run of chores) run()
    }, ms).unref()

  return {
    start() {
      for (const run of hourly) run()
      timers = [every(soon, often), every(hour, hourly)]
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** What mails took, in short transactions: there may be millions. */
async function forgetTaken(store: Store, now: number, isOver: () => boolean): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined && !isOver();) {
    const from: string = after
    after = await store.transaction((trx) => forgetFingerprints(trx, from, now))
  }
}

function forgetOld(store: Store, now: number): Promise<void> {
  return store.transaction(async (trx) => {
    await followPauses(trx, now)
    await forgetEarlyReports(trx, now - 7 * day)
    await forgetJoins(trx, now - 7 * day)
    await wakeNumbers(trx, now)
    await forgetPeople(trx, now)
    await forgetCommands(trx, now)
    await forgetJobs(trx, now - 7 * day)
    await forgetHours(trx, hourOf(now) - 24 * 368)
  })
}
