// A transaction of PostgreSQL on one connection of Knex's pool. Knex's own makes a whole Knex for each, and
// waits for the answer to BEGIN.
import knex, { type Knex } from 'knex'
import PostgresClient from 'knex/lib/dialects/postgres/index.js'
import type { QueryConfig, QueryResult } from 'pg'
import { discreet } from './connect.ts'
import { knexOn } from './knex-on.ts'
import { withoutNul, type PreparedClient } from './prepared-client.ts'
import type { Client, Connection } from './rows.ts'

interface Pool {
  acquireConnection(): Promise<PreparedClient>
  releaseConnection(connection: PreparedClient): Promise<void>
}

/** Fulfilled after the commit. Nothing of `work` stands when it rejects. */
export async function transact<T>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const pool = db.client as Pool
  const connection = await pool.acquireConnection()
  const client = new TransactionClient(connection)
  try {
    // What comes first does not wait for the answer. Where it fails, the connection is gone, and whatever
    // follows says so.
    connection.gather()
    connection.query('begin', () => undefined)
    const value = await work(knexOn(client, () => knexBuiltOn(client)))
    await client.commit()
    return value
  } catch (error) {
    await client.rollback()
    throw error
  } finally {
    void pool.releaseConnection(connection)
  }
}

/** Passes on what it is asked as long as the transaction lasts: what came later would stand by itself. */
class TransactionClient implements Client, Connection {
  readonly #connection: PreparedClient
  readonly #last: [sql: string, bindings: readonly unknown[]][] = []
  #isOver = false

  constructor(connection: PreparedClient) {
    this.#connection = connection
  }

  acquireConnection(): Promise<this> {
    return Promise.resolve(this)
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve()
  }

  ask(sql: string, bindings: readonly unknown[]): Promise<unknown[]> {
    return this.#isOver ? Promise.reject(over()) : this.#connection.ask(sql, bindings)
  }

  /** What Knex asks. */
  query(config: QueryConfig, done: (error: Error, result: QueryResult) => void): void {
    if (this.#isOver) throw over()
    this.#connection.query(config, done)
  }

  endWith(sql: string, bindings: readonly unknown[]): void {
    if (this.#isOver) throw over()
    this.#last.push([sql, bindings])
  }

  async commit(): Promise<void> {
    this.#isOver = true
    const last = this.#last.map(([sql, bindings]) => this.#connection.ask(sql, bindings))
    const end = this.#connection.query('commit')
    await Promise.allSettled([...last, end])
    await Promise.all(last)
    // What PostgreSQL makes of a commit after a statement that failed.
    if ((await end).command !== 'COMMIT')
      throw new Error('a statement of the transaction had failed')
  }

  /** A connection that cannot even do that is no good to anybody: the pool must not hand it on while it ends. */
  async rollback(): Promise<void> {
    this.#isOver = true
    try {
      await this.#connection.query('rollback')
    } catch (error) {
      this.#connection.__knex__disposed = error
      this.#connection.end(() => undefined)
    }
  }
}

function over(): Error {
  return new Error('the transaction is over')
}

function knexBuiltOn(client: TransactionClient): Knex {
  class BuildingClient extends PostgresClient {
    acquireConnection(): Promise<unknown> {
      return client.acquireConnection()
    }

    releaseConnection(): Promise<void> {
      return client.releaseConnection()
    }

    override prepBindings(bindings?: readonly unknown[]): unknown[] | undefined {
      return bindings?.map(withoutNul)
    }
  }
  return knex({ client: BuildingClient as unknown as typeof Knex.Client, ...discreet })
}
