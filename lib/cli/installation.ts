// Which Haraka the command line works on: its directory, and the settings that stand there.
import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { readSettings, type Settings } from '../config/settings.ts'
import type { Log } from '../gateway/gateway.ts'
import { readRoutes, type RouteTable, type RouteTableReading } from '../gateway/route-table.ts'
import { realWorld } from '../routes/real-world.ts'
import { Sentence } from './sentence.ts'

export interface Installation {
  /** The directory that Haraka is started with, `haraka -c`. */
  readonly directory: string
  /** As they were read last. */
  readonly settings: Settings
  /** Reads them again; answers what is wrong with them, and then they stay as they were. */
  reload(): readonly string[]
}

/** The directory that was named, or the first of the usual places that has a config/sms.ini. */
export function openInstallation(named: string | undefined): Installation {
  const directory = findDirectory(named)
  const read = (): ReturnType<typeof readSettings> =>
    readSettings(readFileSync(iniOf(directory), 'utf8'))
  const first = read()
  if (!first.ok) throw new Sentence(first.problems.join('\n'))
  let { settings } = first
  return {
    directory,
    get settings() {
      return settings
    },
    reload() {
      const again = read()
      if (!again.ok) return again.problems
      settings = again.settings
      return []
    },
  }
}

export function readRoutesOf(installation: Installation): RouteTableReading {
  const file = routesIni(installation.directory)
  return readRoutes(
    existsSync(file) ? readFileSync(file, 'utf8') : '',
    realWorld(() => installation.settings.main.public_url),
  )
}

/** The same, with what is wrong on stderr: who looks at one route need not mend another. */
export function readGoodRoutes(installation: Installation): RouteTableReading {
  const reading = readRoutesOf(installation)
  for (const problem of reading.problems) process.stderr.write(`${problem}\n`)
  return reading
}

/** What changes in the two files is taken over, unless something is wrong with it. Answers how to stop. */
export function followFiles(
  installation: Installation,
  routes: RouteTable,
  log: Pick<Log, 'info' | 'error'>,
): () => void {
  const reloadRoutes = (): readonly string[] => {
    const { ok, problems, table } = readRoutesOf(installation)
    if (ok) routes.replace(table.entries)
    return problems
  }
  const { directory } = installation
  const stops = [
    follow(iniOf(directory), () => installation.reload(), log),
    follow(routesIni(directory), reloadRoutes, log),
  ]
  return () => stops.forEach((stop) => stop())
}

function follow(
  file: string,
  reload: () => readonly string[],
  log: Pick<Log, 'info' | 'error'>,
): () => void {
  const changed = (): void => {
    const problems = reload()
    if (problems.length === 0) log.info(`${basename(file)} is taken over`)
    else log.error(`${basename(file)} is not taken over: ${problems.join('; ')}`)
  }
  watchFile(file, { interval: 1_000 }, changed)
  return () => unwatchFile(file, changed)
}

function routesIni(directory: string): string {
  return join(directory, 'config', 'sms.routes.ini')
}

function findDirectory(named: string | undefined): string {
  const places =
    named === undefined ? [...new Set([process.env['HARAKA'] ?? '.', '.', 'var'])] : [named]
  // A directory that nobody named must be one that Haraka runs in, not the sources of this package.
  const files = named === undefined ? ['sms.ini', 'smtp.ini'] : ['sms.ini']
  const missing = places.map((place) =>
    files.find((file) => !existsSync(join(place, 'config', file))),
  )
  const found = places[missing.indexOf(undefined)]
  if (found !== undefined) return resolve(found)
  const gaps = places.map((place, index) => `no config/${missing[index]} in ${resolve(place)}`)
  throw new Sentence(
    `There is ${gaps.join(' and ')}. Name the directory of your Haraka with --config DIR.`,
  )
}

function iniOf(directory: string): string {
  return join(directory, 'config', 'sms.ini')
}
