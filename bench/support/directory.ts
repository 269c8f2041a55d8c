// What a server of a benchmark starts from: its Haraka directory, and senders in its database.
//
// Bare is the same directory with a plugin that does the least that a server can do that answers for a
// mail: it reads the mail to its end and says yes.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeHarakaDirectory } from '../../lib/cli/haraka-directory.ts'
import { readProfile } from '../../lib/cli/profile.ts'
import { readSettings, type Settings } from '../../lib/config/settings.ts'
import { createAdministration } from '../../lib/gateway/administration/index.ts'
import { all } from '../../lib/store/rows.ts'
import { Store } from '../../lib/store/store.ts'
import { countAccounts } from '../../test/support/history.ts'
import { loadDomain, senderAddress, senderNumber } from '../load/mails.ts'

export interface ServerPlan {
  /** The URL of our plugin's database; undefined for a bare server. */
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

export async function writeServerDirectory(
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
      '[trust]',
      'trust = auth, dkim, key, ip',
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
export async function openWithSenders(database: string): Promise<Store> {
  const store = new Store(database, '/', () => undefined)
  await store.migrate()
  const administration = createAdministration({
    store,
    settings: defaultSettings,
    clock: Date.now,
    actor: 'bench',
  })
  if ((await administration.listAccounts()).length > 0) return store
  for (let index = 0; index < countAccounts; index++) {
    const account = senderAddress(index)
    await administration.addAccount({ address: account, networks: ['127.0.0.1'] })
    await administration.addNumber({ number: senderNumber(index), account })
  }
  return store
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

/** Of a line that rests: nothing of it is under way. */
export async function cancelWaiting({ db }: Store): Promise<void> {
  await all(
    db,
    "update messages set state = 'cancelled', changed_at = ? where route = 'virtual' and state = 'queued'",
    [Date.now()],
  )
}

function defaultSettings(): Settings {
  const reading = readSettings('')
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return reading.settings
}
