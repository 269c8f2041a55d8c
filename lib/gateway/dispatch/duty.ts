// What all routes of this process share, and the rooms of one of them: its runner, what it claims, hands
// on and stores.
import type { Route, Sinks } from '../../routes/route.ts'
import type { Store } from '../../store/store.ts'
import type { Log } from '../log.ts'
import type { RouteTable } from '../route-table.ts'
import type { RouteWatch } from '../route-watch.ts'
import type { RetryRules } from '../settlement.ts'
import type { WayFinder } from '../way-finder.ts'

export interface DispatcherOptions {
  readonly store: Store
  readonly routes: RouteTable
  readonly watch: RouteWatch
  readonly ways: WayFinder
  /** Read anew at each use. */
  readonly retry: () => RetryRules
  readonly sinks: (route: Route) => Sinks
  /** An organisation has got a block: what is remembered of it is old. */
  readonly blocksChanged: () => void
  readonly clock: () => number
  readonly log: Log
}

export interface Duty extends DispatcherOptions {
  readonly route: Route
  /** Of the lease, and of every claim made under it. */
  readonly token: string
  readonly complain: (error: unknown) => void
  /** Nothing new is begun. */
  readonly isClosing: () => boolean
}
