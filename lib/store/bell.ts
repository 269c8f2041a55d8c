// The bell that wakes whoever waits for work: in this process at once, in others within milliseconds.
//
// A ring is a hint, never the work itself: it may be lost, and who waits for it also looks by itself
// every few seconds. Rings that follow within a few milliseconds are one.
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { watch, type FSWatcher } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Knex } from 'knex'
import pg from 'pg'

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

/** Processes on one host: a file beside the database that is touched and watched. */
class FileBell extends LocalBell {
  readonly #file: string
  readonly #onError: (error: unknown) => void
  #handle: Promise<FileHandle> | undefined
  #watcher: FSWatcher | undefined

  constructor(file: string, onError: (error: unknown) => void) {
    super()
    this.#file = file
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
      // Our own touches are heard too: one look more, which finds nothing.
      this.#watcher = watch(this.#file, { persistent: false }, () => {
        for (const topic of topics) this.heard(topic)
      })
      this.#watcher.on('error', this.#onError)
    } catch (error) {
      this.#onError(error)
    }
  }

  #open(): Promise<FileHandle> {
    this.#handle ??= open(this.#file, 'a').catch((error: unknown) => {
      this.#handle = undefined
      throw error
    })
    return this.#handle
  }

  protected override async tellOthers(): Promise<void> {
    try {
      const now = new Date()
      await (await this.#open()).utimes(now, now)
    } catch (error) {
      this.#onError(error)
    }
  }

  override async close(): Promise<void> {
    await super.close()
    this.#watcher?.close()
    await this.#handle?.then((handle) => handle.close()).catch(this.#onError)
  }
}

export function sqliteBell(database: string, onError: (error: unknown) => void): Bell {
  return new FileBell(`${database}-wake`, onError)
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

  /** NOTIFY comes after the commit, never inside it: there it would cost most of the commits a second. */
  protected override async tellOthers(rung: readonly Topic[]): Promise<void> {
    try {
      await this.#db.raw(`select pg_notify('haraka_sms', ?)`, [`${this.#id} ${rung.join(' ')}`])
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
