// What every command of the administration runs through.
import type { Administration } from '../gateway/administration/index.ts'

/** `config`: the Haraka directory, as --config says it. */
export async function administer<T>(
  config: string | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const { withAdministration } = await import('./gateway.ts')
  return withAdministration(config, work)
}
