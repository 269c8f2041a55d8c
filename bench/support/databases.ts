// Fresh databases of both kinds for benchmarks: SQLite files in a scratch directory, and databases of a
// PostgreSQL of its own that makes every commit safe. close() removes them all.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, type Postgres } from '../../test/support/postgres.ts'

export const databaseNames = ['sqlite', 'postgres'] as const
export type DatabaseName = (typeof databaseNames)[number]

export class BenchDatabases {
  readonly #directory: string
  readonly #postgres: Postgres
  #count = 0

  private constructor(directory: string, postgres: Postgres) {
    this.#directory = directory
    this.#postgres = postgres
  }

  static async open(): Promise<BenchDatabases> {
    const postgres = await startPostgres({ durable: true })
    return new BenchDatabases(await mkdtemp(join(tmpdir(), 'sms-bench-data-')), postgres)
  }

  /** The URL of a database without tables. */
  async make(kind: DatabaseName): Promise<string> {
    const name = `bench${++this.#count}`
    if (kind === 'sqlite') return `sqlite:${join(this.#directory, name)}.db`
    const client = new pg.Client({ connectionString: this.#postgres.url })
    await client.connect()
    await client.query(`create database ${name}`)
    await client.end()
    return Object.assign(new URL(this.#postgres.url), { pathname: `/${name}` }).href
  }

  async close(): Promise<void> {
    await this.#postgres.stop()
    await rm(this.#directory, { recursive: true, force: true })
  }
}
