// A gateway of the command line: it writes no mails, and sends by the routes that it is given.
import { userInfo } from 'node:os'
import type { Administration } from '../gateway/administration/index.ts'
import { createGateway, type RunningGateway } from '../gateway/create-gateway.ts'
import type { Log } from '../gateway/gateway.ts'
import { inTime } from '../gateway/in-time.ts'
import { RouteTable } from '../gateway/route-table.ts'
import { openInstallation, readGoodRoutes, type Installation } from './installation.ts'
import { Sentence } from './sentence.ts'

export function gatewayOf(
  installation: Installation,
  routes: RouteTable,
  log: Log,
): RunningGateway {
  return createGateway({
    settings: () => installation.settings,
    routes,
    directory: installation.directory,
    sendMail: undefined,
    clock: Date.now,
    log,
  })
}

/** For looking and changing: it sends no SMS. */
export async function withAdministration<T>(
  named: string | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const installation = openInstallation(named)
  const gateway = gatewayOf(installation, new RouteTable([]), quiet)
  gateway.start()
  try {
    await inTime(gateway.migrated, 15_000, new Sentence('The database does not answer.'))
    const ways = (): RouteTable => readGoodRoutes(installation).table
    return await work(gateway.administer(`cli:${userInfo().username}`, undefined, ways))
  } finally {
    await gateway.close()
  }
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message) => process.stderr.write(`${message}\n`),
}
