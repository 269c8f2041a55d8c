// Settings and routes that change while a command runs.
import { unwatchFile, watchFile, type Stats } from 'node:fs'
import { basename } from 'node:path'
import type { Log } from '../gateway/gateway.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { iniOf, type Installation } from './installation.ts'
import { readRoutesFile, routesIni } from './routes.ts'

/**
 * What changes in the two files is taken over, unless something is wrong with it, or they are away: then all
 * stays as it was. Answers how to stop.
 */
export function followFiles(
  installation: Installation,
  routes: RouteTable,
  log: Pick<Log, 'info' | 'error'>,
): () => void {
  const reloadRoutes = (): readonly string[] => {
    const { ok, problems, table } = readRoutesFile(installation)
    if (ok) routes.replace(table.entries)
    return problems
  }
  const reloadSettings = (): readonly string[] => {
    const { database } = installation.settings.main
    const problems = installation.reload()
    if (installation.settings.main.database !== database)
      log.info('database in sms.ini counts from the next start on')
    return problems
  }
  const { directory } = installation
  const stops = [
    follow(iniOf(directory), reloadSettings, log),
    follow(routesIni(directory), reloadRoutes, log),
  ]
  return () => stops.forEach((stop) => stop())
}

function follow(
  file: string,
  reload: () => readonly string[],
  log: Pick<Log, 'info' | 'error'>,
): () => void {
  const changed = (now: Stats, before: Stats): void => {
    // Node calls for a file that is not there, too. Of who may read it only this time tells.
    if (now.ctimeMs === before.ctimeMs && now.ino === before.ino) return
    const problems = reload()
    if (problems.length === 0) log.info(`${basename(file)} is taken over`)
    else log.error(`${basename(file)} is not taken over: ${problems.join('; ')}`)
  }
  watchFile(file, { interval: 1_000 }, changed)
  return () => unwatchFile(file, changed)
}
