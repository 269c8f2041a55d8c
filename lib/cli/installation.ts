// Which Haraka the command line works on: its directory, and the settings that stand there.
import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { readSettings, type Settings } from '../config/settings.ts'
import type { Administration } from '../gateway/administration/index.ts'
import { createGateway, type RunningGateway } from '../gateway/create-gateway.ts'
import type { Log } from '../gateway/gateway.ts'
import { readRoutes, RouteTable, type RouteTableReading } from '../gateway/route-table.ts'
import { realWorld } from '../routes/real-world.ts'
import { Sentence } from './sentence.ts'

export interface Installation {
  /** The directory that Haraka is started with, `haraka -c`. */
  readonly directory: string
  readonly settings: Settings
}

export function addConfigOption<C extends Command>(command: C): C {
  return command.option(
    '-c, --config <dir>',
    'the Haraka directory (default: $HARAKA, this directory, or ./var)',
  )
}

/** The directory that was named, or the first of the usual places that has a config/sms.ini. */
export function openInstallation(named: string | undefined): Installation {
  const directory = findDirectory(named)
  const settings = readSettings(readFileSync(iniOf(directory), 'utf8'))
  if (!settings.ok) throw new Sentence(settings.problems.join('\n'))
  return { directory, settings: settings.settings }
}

export function readRoutesOf({ directory, settings }: Installation): RouteTableReading {
  const file = routesIni(directory)
  return readRoutes(
    existsSync(file) ? readFileSync(file, 'utf8') : '',
    realWorld(() => settings.main.public_url),
  )
}

/** The same, with what is wrong on stderr: who looks at one route need not mend another. */
export function readGoodRoutes(installation: Installation): RouteTableReading {
  const reading = readRoutesOf(installation)
  for (const problem of reading.problems) quiet.error(problem)
  return reading
}

/** What changes in sms.routes.ini is taken over, unless something is wrong with it. Answers how to stop. */
export function followRoutes(
  installation: Installation,
  routes: RouteTable,
  log: Pick<Log, 'info' | 'error'>,
): () => void {
  const reload = (): void => {
    const again = readRoutesOf(installation)
    if (again.ok) {
      routes.replace(again.table.entries)
      log.info('sms.routes.ini is taken over')
    } else log.error(`sms.routes.ini is not taken over: ${again.problems.join('; ')}`)
  }
  const file = routesIni(installation.directory)
  watchFile(file, { interval: 1_000 }, reload)
  return () => unwatchFile(file, reload)
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

/** A gateway that writes no mails and sends no SMS: for looking and changing. */
export async function administer<T>(
  named: string | undefined,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const installation = openInstallation(named)
  const gateway = gatewayOf(installation, new RouteTable([]), quiet)
  gateway.start()
  try {
    await withinTime(gateway)
    const ways = (): RouteTable => readGoodRoutes(installation).table
    return await work(gateway.administer(`cli:${userInfo().username}`, undefined, ways))
  } finally {
    await gateway.close()
  }
}

export function gatewayOf(
  { directory, settings }: Installation,
  routes: RouteTable,
  log: Log,
): RunningGateway {
  return createGateway({
    settings: () => settings,
    routes,
    directory,
    sendMail: undefined,
    clock: Date.now,
    log,
  })
}

async function withinTime(gateway: RunningGateway): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Sentence('The database does not answer.')), 15_000)
  })
  try {
    await Promise.race([gateway.migrated, late])
  } finally {
    clearTimeout(timer)
  }
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message) => process.stderr.write(`${message}\n`),
}
