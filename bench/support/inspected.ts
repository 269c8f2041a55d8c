// Loaded into the server before Haraka (node --import): profiles it when its parent asks, and ends it
// when its parent is gone.
//
// SQLite works in the thread of whoever asks, and a profile shows all its statements as one function:
// so they are timed apart.
import Database from 'better-sqlite3'
import { Session, type Profiler } from 'node:inspector/promises'

export interface StatementTimes {
  readonly sql: string
  count: number
  /** In milliseconds. */
  time: number
}

export interface ServerProfile {
  readonly profile: Profiler.Profile
  readonly statements: readonly StatementTimes[]
}

let session: Session | undefined
const statements = new Map<string, StatementTimes>()
let putBack: (() => void) | undefined

process.on('message', (message) => {
  if (message === 'begin profile') void begin()
  if (message === 'end profile') void end()
})
process.on('disconnect', () => process.exit(1))
process.channel?.unref()

async function begin(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  putBack = timeStatements()
  process.send?.({ began: true })
}

async function end(): Promise<void> {
  putBack?.()
  const stopped = await session?.post('Profiler.stop')
  session?.disconnect()
  if (stopped !== undefined)
    process.send?.({ profile: stopped.profile, statements: [...statements.values()] })
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
