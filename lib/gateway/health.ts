// How the gateway is: whether the database answers, how the routes are, what waits, and what the operator
// was told. The same on every host, but for the process that is asked.
import type { Settings } from '../config/settings.ts'
import type { Fault } from '../mail/language/phrases.ts'
import { countsOfDay, dueMails, dueMessages, toldAlarms } from '../store/health.ts'
import type { Store } from '../store/store.ts'
import { listRoutes, type ListedRoute } from './administration/routes.ts'
import { dayOf } from './days.ts'

export interface Health {
  /** Every route works, nothing waits for too long. */
  readonly isWell: boolean
  readonly engine: 'sqlite' | 'postgres'
  /** How long the database took to answer, in milliseconds. */
  readonly answered: number
  readonly routes: readonly ListedRoute[]
  /** What is due and has not gone out, 100,000 at most; `oldest` is when the oldest was due. */
  readonly waiting: number
  readonly oldest: number | null
  /** Mails of ours that are due and not written, 100,000 at most. */
  readonly mails: number
  /** Today in the server's time zone, as counted last. */
  readonly today: readonly {
    readonly direction: 'in' | 'out'
    readonly state: string
    readonly messages: number
    readonly parts: number
  }[]
}

export interface RaisedAlarm {
  readonly name: string
  readonly fault: Fault
  readonly params: Readonly<Record<string, string>>
  readonly toldAt: number
  /** How often it came since it was told. */
  readonly count: number
}

export interface HealthService {
  /** Rejects when the database does not answer. */
  read(): Promise<Health>
  /** What the operator was told of, the latest first, 100 at most. */
  alarms(): Promise<readonly RaisedAlarm[]>
}

const mostAlarms = 100

export function createHealth(world: {
  readonly store: Store
  readonly settings: () => Settings
  readonly clock: () => number
}): HealthService {
  const { store, settings, clock } = world
  return {
    async read() {
      const now = clock()
      const { db, dialect } = store
      const asked = performance.now()
      await store.now()
      const answered = performance.now() - asked
      const routes = await listRoutes({ store, clock })
      const { waiting, oldest } = await dueMessages(db)
      const isLate = oldest !== null && oldest < now - settings().alarms.queue_older_than
      return {
        isWell: !isLate && routes.every(({ isDown, mode }) => !isDown || mode !== null),
        engine: dialect.name,
        answered,
        routes,
        waiting,
        oldest,
        mails: await dueMails(db, now),
        today: await countsOfDay(db, dayOf(now, settings().main.time_zone)),
      }
    },
    async alarms() {
      return (await toldAlarms(store.db, mostAlarms)).map((row) => ({
        name: row.name,
        fault: row.fault as Fault,
        params: JSON.parse(row.params) as Record<string, string>,
        toldAt: row.told_at,
        count: row.count,
      }))
    },
  }
}
