// The database: opened once in each process, closed by who opened it.
//
// transaction() and perform() are the ways to write; nothing in them may wait for anything but the
// database, nor have an effect on anything else: it may be done again. After it, wake() tells every
// process that there is work.
import type { Knex } from 'knex'
import { connect, performCalls, runErrandBeside } from './connect.ts'
import { transactAgain } from './deadlock.ts'
import type { Dialect } from './dialect.ts'
import { HelperThread } from '../threads/helper-thread.ts'
import { LaterVersion } from './lasting.ts'
import { migrations } from './migrations/index.ts'
import type { Call, Errand, ErrandCall, Program } from './program.ts'
import type { ProgramThreadData } from './program-thread.ts'
import { all } from './rows.ts'
import { SharedCommit } from './shared-commit.ts'
import type { Bell, Topic } from './bell.ts'
import { sqliteBell } from './file-bell.ts'
import { postgresBell } from './notify-bell.ts'

export type { Knex } from 'knex'
export type { Topic } from './bell.ts'

export class Store {
  readonly db: Knex
  /** For what reads much: see connect.ts. */
  readonly reader: Knex
  readonly dialect: Dialect
  readonly #bell: Bell
  /** Of SQLite, whose thread is that of the connection. */
  readonly #shared: SharedCommit | undefined
  /** Of PostgreSQL, where there are programs: helps in a rush. */
  readonly #thread: HelperThread<Call | ErrandCall, unknown> | undefined

  /**
   * `url` as in sms.ini; a relative SQLite file is seen from `directory`. `programs` is the URL of the
   * ProgramModule with all that is ever performed.
   */
  constructor(
    url: string,
    directory: string,
    onError: (error: unknown) => void,
    programs?: string,
  ) {
    const { db, reader, dialect } = connect(url, directory, programs)
    this.db = db
    this.reader = reader
    this.dialect = dialect
    this.#shared =
      dialect.name === 'sqlite'
        ? new SharedCommit(db, (calls) => performCalls(db, calls))
        : undefined
    this.#thread =
      dialect.name === 'postgres' && programs !== undefined
        ? new HelperThread(new URL('program-thread.js', import.meta.url), {
            rush: 2,
            onDeath: onError,
            data: { url: dialect.location, programs } satisfies ProgramThreadData,
          })
        : undefined
    this.#bell =
      dialect.name === 'postgres'
        ? postgresBell(dialect.location, db, onError)
        : sqliteBell(dialect.location, onError)
  }

  /** Fulfilled after the commit. Nothing of `work` stands when it rejects. */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    return this.#shared?.transaction(work) ?? transactAgain(this.db, work)
  }

  /** The same for a program, which may run in a thread: see program.ts. */
  perform<A, R>(program: Program<A, R>, args: A): Promise<R> {
    if (this.#shared !== undefined) return this.#shared.perform(program.name, args)
    const answer = this.#thread?.askInRush({ program: program.name, args })
    return (
      (answer as Promise<R> | undefined) ?? this.transaction((trx) => program.run(trx, this, args))
    )
  }

  /**
   * An errand, in the thread where programs run: whoever goes there anyway wakes no other. Undefined
   * while there is no such thread: then it is to be done here.
   */
  assist<A, R>({ name: errand }: Errand<A, R>, args: A): Promise<R> | undefined {
    const call = { errand, args }
    const answer =
      this.#shared === undefined ? this.#thread?.askInRush(call) : runErrandBeside(this.db, call)
    return answer as Promise<R> | undefined
  }

  /** Brings the schema up to date. Any number of processes may call it at once. Never back. */
  async migrate(): Promise<void> {
    await this.transaction(async (trx) => {
      await this.dialect.lockSchema(trx)
      await trx.raw('create table if not exists schema_version (version integer not null)')
      const [row] = await all<{ version: number | null }>(
        trx,
        'select max(version) as version from schema_version',
      )
      if ((row?.version ?? 0) > migrations.length)
        throw new LaterVersion('the database was changed by a later version of haraka-plugin-sms')
      for (const [index, migrate] of migrations.entries()) {
        if (index < (row?.version ?? 0)) continue
        await migrate(trx, this.dialect)
        await trx.raw('insert into schema_version (version) values (?)', [index + 1])
      }
    })
  }

  /** Migrations that the database has not seen; negative where it has seen later ones. */
  async behind(): Promise<number> {
    const isThere = await this.db.schema.hasTable('schema_version')
    const [row] = isThere
      ? await all<{ version: number | null }>(
          this.db,
          'select max(version) as version from schema_version',
        )
      : []
    return migrations.length - (row?.version ?? 0)
  }

  /** The database's clock. */
  async now(): Promise<number> {
    const [row] = await all<{ now: number }>(this.db, `select ${this.dialect.now} as now`)
    return row?.now ?? 0
  }

  /** Tells all processes, this one at once, that something about these was committed. */
  wake(...topics: readonly Topic[]): void {
    for (const topic of topics) this.#bell.ring(topic)
  }

  /** Calls back on each wake; returns the way to stop it. */
  onWake(topic: Topic, listener: () => void): () => void {
    return this.#bell.on(topic, listener)
  }

  async close(): Promise<void> {
    await this.#bell.close()
    await this.#thread?.close()
    await this.reader.destroy()
    await this.db.destroy()
  }
}
