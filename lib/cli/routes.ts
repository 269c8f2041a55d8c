// The routes of a Haraka, as its sms.routes.ini says and as its database says.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../config/settings.ts'
import { readRoutes, RouteTable, type RouteTableReading } from '../gateway/route-table.ts'
import { RouteWatch } from '../gateway/route-watch.ts'
import { realWorld } from '../routes/real-world.ts'
import type { RouteWorld } from '../routes/route-type.ts'
import { Store } from '../store/store.ts'
import { openInstallation, type Installation } from './installation.ts'
import { openStore } from './open-store.ts'
import { readText } from './read-text.ts'
import { Sentence } from './sentence.ts'

/** Who has no such file has no routes. */
export function readRoutesOf(installation: Installation): RouteTableReading {
  return existsSync(routesIni(installation.directory))
    ? readRoutesFile(installation)
    : readRoutes('', worldOf(installation))
}

export function readRoutesFile(installation: Installation): RouteTableReading {
  const file = readText(routesIni(installation.directory))
  return file.ok
    ? readRoutes(file.text, worldOf(installation))
    : { ok: false, problems: [file.problem], table: new RouteTable([]), names: [] }
}

function worldOf(installation: Installation): RouteWorld {
  return realWorld(() => installation.settings.main.public_url)
}

/** The same, with what is wrong on stderr: who looks at one route need not mend another. */
export function readGoodRoutes(installation: Installation): RouteTableReading {
  const reading = readRoutesOf(installation)
  for (const problem of reading.problems) process.stderr.write(`${problem}\n`)
  return reading
}

export function routesIni(directory: string): string {
  return join(directory, 'config', 'sms.routes.ini')
}

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
    await openStore(store)
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
