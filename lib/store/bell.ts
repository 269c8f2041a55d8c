// The bell that wakes whoever waits for work: in this process at once, in others within milliseconds.
//
// A ring is a hint, never the work itself: it may be lost, and who waits for it also looks by itself
// every few seconds. Rings that follow within a few milliseconds are one.
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { watch, type FSWatcher } from 'node:fs'
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Knex } from 'knex'
import pg from 'pg'
import { all } from './rows.ts'

/** queue: messages to send. outbox: mails to write. change: something that a page shows. */
export type Topic = 'queue' | 'outbox' | 'change'

export interface Bell {
  ring(topic: Topic): void
  on(topic: Topic, listener: () => void): () => void
  close(): Promise<void>
}

/** In milliseconds: who is woken by each of a crowd of rings works for few at a time. */
const gatherFor = 5

const topics: readonly Topic[] = ['queue', 'outbox', 'change']

abstract class LocalBell implements Bell {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #rung = new Set<Topic>()
  #spreading: Promise<void> | undefined
  protected closed = false

  ring(topic: Topic): void {
    if (this.closed) return
    this.#rung.add(topic)
    this.#spreading ??= this.#spread()
  }

  on(topic: Topic, listener: () => void): () => void {
    this.#emitter.on(topic, listener)
    return () => this.#emitter.off(topic, listener)
  }

  protected heard(topic: Topic): void {
    if (!this.closed) this.#emitter.emit(topic)
  }

  async #spread(): Promise<void> {
    // What one commit is rung for is one ring.
    await Promise.resolve()
    while (this.#rung.size > 0) {
      const rung = [...this.#rung]
      this.#rung.clear()
      for (const topic of rung) this.heard(topic)
      await this.tellOthers(rung)
      if (!this.closed) await delay(gatherFor)
    }
    this.#spreading = undefined
  }

  /** Whether it was closed meanwhile: asked anew after each wait. */
  protected isClosed(): boolean {
    return this.closed
  }

  /** Never rejects. */
  protected abstract tellOthers(rung: readonly Topic[]): Promise<void>

  async close(): Promise<void> {
    this.closed = true
    this.#emitter.removeAllListeners()
    await this.#spreading
  }
}

/**
 * Processes on one host: each has a file for each topic in a directory that all of them watch, and
 * touches it. So a process knows its own rings from those of others, which may come at the same time.
 */
class FileBell extends LocalBell {
  readonly #directory: string
  readonly #id = randomUUID()
  readonly #onError: (error: unknown) => void
  readonly #mine = new Set<string>()
  #opened: Promise<void> | undefined
  #watcher: FSWatcher | undefined

  constructor(directory: string, onError: (error: unknown) => void) {
    super()
    this.#directory = directory
    this.#onError = onError
  }

  override on(topic: Topic, listener: () => void): () => void {
    void this.#watch()
    return super.on(topic, listener)
  }

  async #watch(): Promise<void> {
    try {
      await this.#open()
      if (this.closed || this.#watcher !== undefined) return
      this.#watcher = watch(this.#directory, { persistent: false }, (_event, name) =>
        this.#touched(name),
      )
      this.#watcher.on('error', this.#onError)
    } catch (error) {
      this.#onError(error)
    }
  }

  /** Not every system tells the name. */
  #touched(name: string | null): void {
    if (name?.endsWith(this.#id) === true) return
    for (const topic of topics) if (name?.startsWith(topic) !== false) this.heard(topic)
  }

  #open(): Promise<void> {
    this.#opened ??= openDirectory(this.#directory).catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  protected override async tellOthers(rung: readonly Topic[]): Promise<void> {
    try {
      await this.#open()
      await Promise.all(rung.map((topic) => this.#touch(topic)))
    } catch (error) {
      this.#onError(error)
    }
  }

  async #touch(topic: Topic): Promise<void> {
    const file = join(this.#directory, `${topic}-${this.#id}`)
    this.#mine.add(file)
    try {
      const now = new Date()
      await utimes(file, now, now)
    } catch (error) {
      if (!isMissing(error)) throw error
      await writeFile(file, '')
    }
  }

  override async close(): Promise<void> {
    await super.close()
    this.#watcher?.close()
    for (const file of this.#mine) await rm(file, { force: true }).catch(this.#onError)
  }
}

/** Processes that were killed leave their files; one that is still there makes its own anew. */
async function openDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const old = Date.now() - 86_400_000
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    const touched = await stat(file).catch(() => undefined)
    if (touched !== undefined && touched.mtimeMs < old) await rm(file, { force: true })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Not at -wake, where an earlier version left a file. */
export function sqliteBell(database: string, onError: (error: unknown) => void): Bell {
  return new FileBell(`${database}-bell`, onError)
}

/** Any number of hosts: NOTIFY, heard by a connection of its own that comes back by itself. */
class NotifyBell extends LocalBell {
  readonly #url: string
  readonly #db: Knex
  readonly #onError: (error: unknown) => void
  readonly #id = randomUUID()
  #client: pg.Client | undefined
  #listening = false

  constructor(url: string, db: Knex, onError: (error: unknown) => void) {
    super()
    this.#url = url
    this.#db = db
    this.#onError = onError
  }

  override on(topic: Topic, listener: () => void): () => void {
    if (!this.#listening) {
      this.#listening = true
      void this.#listen()
    }
    return super.on(topic, listener)
  }

  /**
   * NOTIFY comes after the commit, never inside it: there it would cost most of the commits a second.
   * It is a commit of its own, and need not be safe on the disk.
   */
  protected override async tellOthers(rung: readonly Topic[]): Promise<void> {
    try {
      await all(
        this.#db,
        `select pg_notify('haraka_sms', ?) from set_config('synchronous_commit', 'off', true)`,
        [`${this.#id} ${rung.join(' ')}`],
      )
    } catch (error) {
      this.#onError(error)
    }
  }

  async #listen(): Promise<void> {
    for (let pause = 200; !this.isClosed(); pause = Math.min(pause * 2, 3_000)) {
      const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 5_000 })
      this.#client = client
      const ended = new Promise<void>((resolve) => client.once('end', resolve))
      client.on('error', (error) => this.#failed(error))
      client.on('notification', ({ payload = '' }) => this.#notified(payload))
      try {
        await client.connect()
        await client.query('listen haraka_sms')
        pause = 200
        // Rings may have been missed while nobody listened.
        for (const topic of topics) this.heard(topic)
        await ended
      } catch (error) {
        this.#failed(error)
        await client.end().catch((failure: unknown) => this.#failed(failure))
      }
      if (!this.isClosed()) await delay(pause, undefined, { ref: false })
    }
  }

  #notified(payload: string): void {
    const [sender, ...rung] = payload.split(' ')
    if (sender === this.#id) return
    for (const topic of topics) if (rung.includes(topic)) this.heard(topic)
  }

  #failed(error: unknown): void {
    if (!this.isClosed()) this.#onError(error)
  }

  /** Also in the middle of connecting: a connection that stayed open would keep the process alive. */
  override async close(): Promise<void> {
    await super.close()
    await this.#client?.end().catch((error: unknown) => this.#failed(error))
  }
}

export function postgresBell(url: string, db: Knex, onError: (error: unknown) => void): Bell {
  return new NotifyBell(url, db, onError)
}
