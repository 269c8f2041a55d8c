// What the services of one process stand on: the database, what is remembered of it, and the ways.
import type { Settings } from '../../config/settings.ts'
import { Store } from '../../store/store.ts'
import { describe } from '../describe-error.ts'
import { Directory } from '../directory.ts'
import type { Log } from '../log.ts'
import type { RouteTable } from '../route-table.ts'
import { RouteWatch } from '../route-watch.ts'

export interface GroundOptions {
  /** Read anew at each use, so that a reload takes effect. */
  readonly settings: () => Settings
  readonly routes: RouteTable
  /** What a relative path in the settings is seen from. */
  readonly directory: string
  readonly clock: () => number
  readonly log: Log
}

export interface Ground {
  readonly store: Store
  readonly directory: Directory
  readonly settings: () => Settings
  readonly routes: RouteTable
  /** What is known of the routes of all processes. */
  readonly watch: RouteWatch
  /** A phone was put on a list of those that want no more, or taken off it. */
  readonly blocksChanged: () => void
  readonly clock: () => number
  readonly log: Log
}

/** Opens nothing yet: see open-database.ts. */
export function layGround(options: GroundOptions): Ground {
  const { settings, routes, clock, log } = options
  const store = new Store(
    settings().main.database,
    options.directory,
    (error) => log.warn(`database: ${describe(error)}`),
    new URL('../database-programs.js', import.meta.url).href,
  )
  const directory = new Directory(store, settings, clock)
  const watch = new RouteWatch(store, clock)
  routes.watch(
    (entry) => watch.away(entry),
    (entry) => watch.numbers(entry),
  )
  const blocksChanged = (): void => directory.forgetRules()
  return { store, directory, settings, routes, watch, blocksChanged, clock, log }
}
