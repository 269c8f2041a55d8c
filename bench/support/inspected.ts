// Loaded into the server before Haraka (node --import), in each of its threads: profiles them when its
// parent asks, and ends the server when its parent is gone.
//
// A profile shows all statements of SQLite as one function: so they are timed apart, in the thread
// that works on the file.
import Database from 'better-sqlite3'
import { Session, type Profiler } from 'node:inspector/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads'

export interface StatementTimes {
  readonly sql: string
  count: number
  /** In milliseconds. */
  time: number
}

export interface ThreadProfile {
  readonly thread: number
  readonly profile: Profiler.Profile
  readonly statements: readonly StatementTimes[]
}

type Order = 'begin profile' | 'end profile'

/** Between the threads: orders from the first one, profiles from the others. */
const threads = new BroadcastChannel('sms-profile')
threads.unref()
let session: Session | undefined
const statements = new Map<string, StatementTimes>()
let putBack: (() => void) | undefined

if (isMainThread) {
  process.on('message', (message) => {
    if (message === 'begin profile') void beginAll()
    if (message === 'end profile') void endAll()
  })
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
} else {
  threads.onmessage = ({ data }: { data: Order | ThreadProfile }) => {
    if (data === 'begin profile') void begin()
    if (data === 'end profile') void end().then((seen) => threads.postMessage(seen))
  }
}

async function beginAll(): Promise<void> {
  threads.postMessage('begin profile')
  await begin()
  process.send?.({ began: true })
}

async function endAll(): Promise<void> {
  const others: ThreadProfile[] = []
  threads.onmessage = ({ data }: { data: ThreadProfile }) => others.push(data)
  threads.postMessage('end profile')
  const own = await end()
  // How many threads there are nobody knows; each answers within a moment or is too busy to.
  await delay(1_000)
  process.send?.([own, ...others])
}

async function begin(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  putBack = timeStatements()
}

async function end(): Promise<ThreadProfile | undefined> {
  putBack?.()
  const stopped = await session?.post('Profiler.stop')
  session?.disconnect()
  return (
    stopped && { thread: threadId, profile: stopped.profile, statements: [...statements.values()] }
  )
}

type Work = (this: Database.Statement, ...args: unknown[]) => unknown

function timeStatements(): () => void {
  statements.clear()
  const db = new Database(':memory:')
  const prototype = Object.getPrototypeOf(db.prepare('select 1')) as Record<'run' | 'all', Work>
  db.close()
  const { run, all } = prototype
  const timed = (work: Work): Work =>
    function (...args) {
      const began = performance.now()
      try {
        return work.apply(this, args)
      } finally {
        note(this.source, performance.now() - began)
      }
    }
  Object.assign(prototype, { run: timed(run), all: timed(all) })
  return () => Object.assign(prototype, { run, all })
}

function note(source: string, time: number): void {
  const sql = source.replace(/\s+/g, ' ').trim()
  const times = statements.get(sql) ?? { sql, count: 0, time: 0 }
  times.count++
  times.time += time
  statements.set(sql, times)
}
