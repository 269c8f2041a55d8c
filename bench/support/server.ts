// A real Haraka for a benchmark: with our plugin as haraka.ini describes it, or bare, with a plugin that
// reads each mail to its end and drops it.
//
// Both have the same directory, log level and number of processes. Each lives in a scratch directory
// that stop() removes; stop() ends it at once, as nothing in it is worth a farewell.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { findHaraka, writeHarakaDirectory } from '../../lib/cli/haraka-directory.ts'
import { readProfile } from '../../lib/cli/profile.ts'
import { createAdministration } from '../../lib/gateway/administration/index.ts'
import { readSettings, type Settings } from '../../lib/config/settings.ts'
import { Store } from '../../lib/store/store.ts'
import { eventually } from '../../test/support/eventually.ts'
import { all } from '../../lib/store/rows.ts'
import { loadDomain, senderAddress, senderNumber } from '../load/mails.ts'

export interface ServerPlan {
  /** The database of our plugin; undefined for a server that drops what it takes. */
  readonly database: string | undefined
  /** As smtp.ini has it: 0 is one process. */
  readonly nodes: string
  readonly pages?: boolean
  /** Mails of ours stay in the server's queue. */
  readonly holdsMails?: boolean
  /** Lines for haraka.ini: settings, and other routes than a virtual phone. */
  readonly settings?: string
  readonly routes?: string
}

export interface BenchServer {
  readonly port: number
  readonly pages: number
  readonly directory: string
  readonly haraka: ChildProcess
  /** The same database, for a look at its rows; undefined for a bare server. */
  readonly store: Store | undefined
  stop(): Promise<void>
}

/** Senders there are, one for each connection of the load and one for whoever else writes. */
const senders = 40

export async function startBenchServer(plan: ServerPlan): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-bench-'))
  const [port = 0, pages = 0] = await freePorts(2)
  await writeDirectory(directory, plan, { port, pages })
  const store = plan.database === undefined ? undefined : await makeSenders(plan.database)
  const log = await open(join(directory, 'log'), 'w')
  const haraka = spawn(
    process.execPath,
    [
      ...['--import', new URL('inspected.js', import.meta.url).href],
      ...[join(findHaraka(), 'bin', 'haraka'), '-c', directory],
    ],
    { stdio: ['ignore', log.fd, log.fd, 'ipc'] },
  )
  await log.close()
  await serving(haraka, join(directory, 'log'), plan.pages === true ? [port, pages] : [port])
  return {
    port,
    pages,
    directory,
    haraka,
    store,
    async stop() {
      if (haraka.exitCode === null && haraka.signalCode === null) {
        haraka.kill('SIGKILL')
        await once(haraka, 'exit')
      }
      await store?.close()
      await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function writeDirectory(
  directory: string,
  plan: ServerPlan,
  { port, pages }: { port: number; pages: number },
): Promise<void> {
  const reading = readProfile(
    [
      '[server]',
      `smtp = 127.0.0.1:${port}`,
      `pages = ${plan.pages === true ? `127.0.0.1:${pages}` : ''}`,
      `nodes = ${plan.nodes}`,
      '[main]',
      `database = ${plan.database ?? 'sqlite:unused.db'}`,
      '[domains]',
      `${loadDomain} =`,
      plan.settings ?? '',
      plan.routes ?? '[route virtual]\ntype = phone',
    ].join('\n'),
  )
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  await writeHarakaDirectory(directory, reading.profile)
  if (plan.holdsMails === true)
    await writeFile(join(directory, 'config', 'outbound.ini'), 'disabled=true\n')
  if (plan.database !== undefined) return
  await mkdir(join(directory, 'plugins'))
  await writeFile(join(directory, 'plugins', 'drop.js'), drop)
  await writeFile(join(directory, 'config', 'plugins'), 'drop\n')
}

/** What a server does at the least that answers for a mail: read it, and say yes. */
const drop = `
const { Writable } = require('node:stream')
exports.hook_rcpt = (next) => next(OK)
exports.hook_data_post = (next, connection) => {
  const end = new Writable({ write: (chunk, encoding, done) => done() })
  end.once('finish', () => next())
  connection.transaction.message_stream.pipe(end)
}
exports.hook_queue = (next) => next(OK)
`

/** Each has a number of its own. What is there already stays. */
async function makeSenders(database: string): Promise<Store> {
  const store = new Store(database, '/', () => undefined)
  await store.migrate()
  const administration = createAdministration({
    store,
    settings: defaultSettings,
    clock: Date.now,
    actor: 'bench',
  })
  if ((await administration.listAccounts()).length > 0) return store
  for (let index = 0; index < senders; index++) {
    const account = senderAddress(index)
    await administration.addAccount({ address: account, networks: ['127.0.0.1'] })
    await administration.addNumber({ number: senderNumber(index), account })
  }
  return store
}

async function serving(haraka: ChildProcess, log: string, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await eventually(
      'the server',
      async () => {
        if (haraka.exitCode !== null) throw new Error(await readFile(log, 'utf8'))
        return answers(`http://127.0.0.1:${port}/phone.json`)
      },
      30_000,
    )
  }
}

/** An SMTP server answers too, though not in HTTP; 503 says that the database is not ready yet. */
async function answers(url: string): Promise<true | undefined> {
  try {
    return (await fetch(url)).status === 503 ? undefined : true
  } catch (error) {
    const refused = error instanceof Error && String(error.cause).includes('ECONNREFUSED')
    return refused ? undefined : true
  }
}

/** Messages that the virtual phone has not got yet. Each index is that of one state. */
export async function countWaiting({ db }: Store): Promise<number> {
  const counts = ["'queued'", "'scheduled'", "'sending'"].map(
    (state) => `(select count(*) from messages where route = 'virtual' and state = ${state})`,
  )
  const [row] = await all<{ waiting: number | string }>(
    db,
    `select ${counts.join(' + ')} as waiting`,
  )
  return Number(row?.waiting ?? 0)
}

function defaultSettings(): Settings {
  const reading = readSettings('')
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return reading.settings
}
