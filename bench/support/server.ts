// A real Haraka for a benchmark: with our plugin as haraka.ini describes it, or bare, with a plugin that
// reads each mail to its end and drops it.
//
// Both have the same directory, log level and number of processes. Each lives in a scratch directory
// that stop() removes; stop() ends it at once, as nothing in it is worth a farewell.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { findHaraka } from '../../lib/cli/haraka-directory.ts'
import type { Store } from '../../lib/store/store.ts'
import { eventually } from '../../test/support/eventually.ts'
import { loadMail, senderAddress } from '../load/mails.ts'
import { SmtpSession } from '../load/smtp-session.ts'
import { openWithSenders, writeServerDirectory, type ServerPlan } from './directory.ts'

export interface BenchServer {
  readonly port: number
  readonly pages: number
  readonly directory: string
  readonly haraka: ChildProcess
  /** The same database, for a look at its rows; undefined for a bare server. */
  readonly store: Store | undefined
  stop(): Promise<void>
}

export async function startBenchServer(plan: ServerPlan): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-bench-'))
  const [port = 0, pages = 0] = await freePorts(2)
  await writeServerDirectory(directory, plan, { port, pages })
  const store = plan.database === undefined ? undefined : await openWithSenders(plan.database)
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
  await taking(port)
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

/** Until its database is open, a server answers 451. */
async function taking(port: number): Promise<void> {
  const session = new SmtpSession('127.0.0.1', port)
  const mail = loadMail('text', `probe.${port}.${Date.now()}`, 19_999_999, senderAddress(39))
  await eventually(
    'the server to take mail',
    async () => ((await session.hand(mail)).code === 250 ? true : undefined),
    30_000,
  )
  session.end()
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
