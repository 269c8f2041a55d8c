// How fast waiting messages are handed to a route, by the command `haraka-sms dispatch` alone: no SMTP,
// no pages. Timed by the outcomes that are stored.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { all } from '../../lib/store/rows.ts'
import type { Store } from '../../lib/store/store.ts'
import { countWaiting, openWithSenders, writeServerDirectory } from '../support/directory.ts'
import { fillQueue } from '../../test/support/history.ts'

export interface DispatchPlan {
  readonly database: string
  readonly messages: number
  /** Its section of sms.routes.ini. */
  readonly route: string
}

/** Answers messages a second. `during` runs while they are sent. */
export async function measureDispatch(
  { database, messages, route }: DispatchPlan,
  during: (dispatcher: ChildProcess, sent: Promise<void>) => Promise<void> = (_, sent) => sent,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-dispatch-'))
  const routes = `[route virtual]\n${route}`
  await writeServerDirectory(directory, { database, nodes: '0', routes }, { port: 25, pages: 0 })
  const store = await openWithSenders(database)
  const began = Date.now()
  await fillQueue(store, messages)
  const all = await countWaiting(store)
  const dispatcher = startDispatcher(directory)
  try {
    await untilWaiting(store, all - 1)
    await during(dispatcher, untilWaiting(store, 0))
    return await rateSince(store, began)
  } finally {
    dispatcher.kill('SIGKILL')
    await once(dispatcher, 'exit')
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Asks seldom: each question is work for the database, too. */
async function untilWaiting(store: Store, most: number): Promise<void> {
  const end = Date.now() + 300_000
  while ((await countWaiting(store)) > most) {
    if (Date.now() > end) throw new Error('the messages are not sent')
    await delay(100)
  }
}

/** Without the first quarter, in which code and connections get warm. */
async function rateSince(store: Store, began: number): Promise<number> {
  const rows = await all<{ sent_at: number; count: number }>(
    store.db,
    `select sent_at, count(*) as count from messages where route = 'virtual' and sent_at >= ?
     group by sent_at order by sent_at`,
    [began],
  )
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  let cold = 0
  const warm = rows.findIndex(({ count }) => (cold += count) >= total / 4)
  const [first, last] = [rows[warm], rows.at(-1)]
  if (first === undefined || last === undefined) throw new Error('nothing was accepted')
  return ((total - cold) * 1_000) / (last.sent_at - first.sent_at)
}

function startDispatcher(directory: string): ChildProcess {
  return fork(
    fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url)),
    ['dispatch', '--config', directory],
    {
      execArgv: ['--import', new URL('../support/inspected.js', import.meta.url).href],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  )
}
