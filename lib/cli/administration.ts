// The administration of the command line: the database alone, without the services of a server.
import { createAdministration, type Administration } from '../gateway/administration/index.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { Store } from '../store/store.ts'
import { openInstallation, type Installation } from './installation.ts'
import { openStore } from './open-store.ts'
import { ownName } from './trouble.ts'

export async function withAdministration<T>(
  config: string | undefined,
  routesOf: ((installation: Installation) => RouteTable) | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const installation = openInstallation(config)
  const { directory, settings } = installation
  const store = new Store(settings.main.database, directory, () => undefined)
  try {
    await openStore(store)
    const administration = createAdministration({
      store,
      settings: () => settings,
      clock: Date.now,
      routeTo: (phone) => routesOf?.(installation).choose({ phone })?.name,
      actor: `cli:${ownName()}`,
    })
    return await work(administration)
  } finally {
    await store.close()
  }
}
