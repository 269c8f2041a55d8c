// The bell of PostgreSQL: any number of hosts.
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Knex } from 'knex'
import pg from 'pg'
import { LocalBell, topics, type Bell, type Topic } from './bell.ts'
import { all } from './rows.ts'

/** The advisory lock that every connection shares which listens: who holds it is there. */
const listeners = 7769
/** NOTIFY, heard by a connection of its own that comes back by itself. */
class NotifyBell extends LocalBell {
  readonly #url: string
  readonly #db: Knex
  readonly #onError: (error: unknown) => void
  readonly #id = randomUUID()
  #client: pg.Client | undefined
  #listening = false
  /** PostgreSQL's process for the connection that listens now. */
  #pid: number | undefined

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

  /**
   * A connection may be dead for PostgreSQL and not yet for us: then the only one that listens is another's.
   */
  protected override async seesNobody(): Promise<boolean> {
    const pid = this.#pid
    if (pid === undefined) return false
    try {
      const [row] = await all<{ alone: boolean | null }>(
        this.#db,
        `select bool_and(pid = ?) as alone from pg_locks where locktype = 'advisory' and objid = ? and objsubid = 1
           and database = (select oid from pg_database where datname = current_database())`,
        [pid, listeners],
      )
      return row?.alone === true
    } catch (error) {
      this.#failed(error)
      return false
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
        const { rows } = await client.query<{ pid: number }>(
          'select pg_advisory_lock_shared($1), pg_backend_pid() as pid',
          [listeners],
        )
        await client.query(`select pg_notify('haraka_sms', $1)`, [`${this.#id} hello`])
        await client.query('listen haraka_sms')
        this.#pid = rows[0]?.pid
        void this.look()
        pause = 200
        // Rings may have been missed while nobody listened.
        for (const topic of topics) this.heard(topic)
        await ended
      } catch (error) {
        this.#failed(error)
        await client.end().catch((failure: unknown) => this.#failed(failure))
      }
      this.#pid = undefined
      this.doubt()
      if (!this.isClosed()) await delay(pause, undefined, { ref: false })
    }
  }

  #notified(payload: string): void {
    const [sender, ...rung] = payload.split(' ')
    if (sender === this.#id) return
    if (rung.includes('hello')) this.welcome()
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
