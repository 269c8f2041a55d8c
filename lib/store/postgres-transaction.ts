// A transaction of PostgreSQL on one connection of Knex's pool. Knex's own makes a whole Knex for each, and
// waits for the answer to BEGIN.
import knex, { type Knex } from 'knex'
import PostgresClient from 'knex/lib/dialects/postgres/index.js'
import { discreet } from './connect.ts'
import { knexOn } from './knex-on.ts'
import type { PreparedClient } from './prepared-client.ts'

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
  const turn = new Turn(connection)
  try {
    // What comes first does not wait for the answer. Where it fails, the connection is gone, and whatever
    // follows says so.
    connection.query('begin', () => undefined)
    const value = await work(knexOn(turn, () => knexBuiltOn(turn)))
    await turn.commit()
    return value
  } catch (error) {
    await turn.rollback()
    throw error
  } finally {
    void pool.releaseConnection(connection)
  }
}

/** The connection as long as the transaction lasts. */
class Turn {
  readonly #connection: PreparedClient
  readonly #last: [sql: string, bindings: readonly unknown[]][] = []
  #isOver = false

  constructor(connection: PreparedClient) {
    this.#connection = connection
  }

  acquireConnection(): Promise<PreparedClient> {
    return this.#isOver
      ? Promise.reject(new Error('the transaction is over'))
      : Promise.resolve(this.#connection)
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve()
  }

  endsWith(sql: string, bindings: readonly unknown[]): void {
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

  /** A connection that cannot even do that is no good to anybody. */
  async rollback(): Promise<void> {
    this.#isOver = true
    try {
      await this.#connection.query('rollback')
    } catch {
      this.#connection.end(() => undefined)
    }
  }
}

function knexBuiltOn(turn: Turn): Knex {
  class TurnClient extends PostgresClient {
    acquireConnection(): Promise<unknown> {
      return turn.acquireConnection()
    }

    releaseConnection(): Promise<void> {
      return turn.releaseConnection()
    }
  }
  return knex({ client: TurnClient as unknown as typeof Knex.Client, ...discreet })
}
