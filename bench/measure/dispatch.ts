// How fast waiting messages are handed to a virtual phone, by the command `haraka-sms dispatch` alone:
// no SMTP, no pages. Timed from the first message that has left the line to the last.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { eventually } from '../../test/support/eventually.ts'
import { countWaiting, openWithSenders, writeServerDirectory } from '../support/directory.ts'
import { fillQueue } from '../../test/support/history.ts'

export interface DispatchPlan {
  readonly database: string
  readonly messages: number
  /** The route's: how many messages may be under way at once. */
  readonly window: number
}

/** Answers messages a second. `during` runs while they are sent. */
export async function measureDispatch(
  { database, messages, window }: DispatchPlan,
  during: (dispatcher: ChildProcess, sent: Promise<void>) => Promise<void> = (_, sent) => sent,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-dispatch-'))
  const routes = `[route virtual]\ntype = phone\nwindow = ${window}`
  await writeServerDirectory(directory, { database, nodes: '0', routes }, { port: 25, pages: 0 })
  const store = await openWithSenders(database)
  const before = await countWaiting(store)
  await fillQueue(store, messages)
  const all = before + messages
  const dispatcher = startDispatcher(directory)
  try {
    const left = async (most: number): Promise<number> =>
      eventually(
        'messages to be sent',
        async () => {
          const waiting = await countWaiting(store)
          return waiting <= most ? waiting : undefined
        },
        300_000,
      )
    const first = await left(all - 1)
    const began = performance.now()
    let seconds = 0
    const sent = left(0).then(() => {
      seconds = (performance.now() - began) / 1000
    })
    await during(dispatcher, sent)
    await sent
    return first / seconds
  } finally {
    dispatcher.kill('SIGKILL')
    await once(dispatcher, 'exit')
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
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
