// What every command of the administration runs through. `config` is the Haraka directory, as --config says.
import type { Administration } from '../gateway/administration/index.ts'

export async function administer<T>(
  config: string | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const { withAdministration } = await import('./administration.ts')
  return withAdministration(config, undefined, work)
}

/** The same for what sends an SMS itself, and so must know the routes. */
export async function administerByRoutes<T>(
  config: string | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const { withAdministration } = await import('./administration.ts')
  const { readGoodRoutes } = await import('./routes.ts')
  return withAdministration(config, (installation) => readGoodRoutes(installation).table, work)
}
