// The routes of a Haraka, for the commands that look at them.
import type { Settings } from '../config/settings.ts'
import { RouteWatch } from '../gateway/route-watch.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { Store } from '../store/store.ts'
import { openInstallation, readGoodRoutes } from './installation.ts'
import { Sentence } from './sentence.ts'

export function mustBeRoute(named: string, config: string | undefined): void {
  if (!readGoodRoutes(openInstallation(config)).names.includes(named))
    throw new Sentence(`There is no route ${named}. See them with: haraka-sms route list`)
}

/** The routes as the database says that they are at this moment. */
export async function withRoutes<T>(
  config: string | undefined,
  work: (store: Store, routes: RouteTable, settings: Settings) => T | Promise<T>,
): Promise<T> {
  const installation = openInstallation(config)
  const { directory, settings } = installation
  const routes = readGoodRoutes(installation).table
  const store = new Store(settings.main.database, directory, () => undefined)
  try {
    await store.migrate()
    const watch = new RouteWatch(store, Date.now)
    await watch.refresh()
    routes.watch(
      (entry) => watch.away(entry),
      (entry) => watch.numbers(entry),
    )
    return await work(store, routes, settings)
  } finally {
    await store.close()
  }
}
