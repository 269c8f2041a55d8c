// The administration of the command line: the database alone, without the services of a server.
import { userInfo } from 'node:os'
import { createAdministration, type Administration } from '../gateway/administration/index.ts'
import { inTime } from '../gateway/in-time.ts'
import type { Log } from '../gateway/log.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { openDatabase } from '../gateway/wiring/open-database.ts'
import { Store } from '../store/store.ts'
import { openInstallation, type Installation } from './installation.ts'
import { Sentence } from './sentence.ts'

const patience = 15_000

export async function withAdministration<T>(
  config: string | undefined,
  routesOf: ((installation: Installation) => RouteTable) | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const installation = openInstallation(config)
  const { directory, settings } = installation
  const store = new Store(settings.main.database, directory, () => undefined)
  let isOver = false
  try {
    const late = new Sentence('The database does not answer.')
    await inTime(
      openDatabase(store, () => isOver, quiet),
      patience,
      late,
    )
    const administration = createAdministration({
      store,
      settings: () => settings,
      clock: Date.now,
      routeTo: (phone) => routesOf?.(installation).choose({ phone })?.name,
      actor: `cli:${userInfo().username}`,
    })
    return await work(administration)
  } finally {
    isOver = true
    await store.close()
  }
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message) => process.stderr.write(`${message}\n`),
}
