// How the databases are reached.
//
// SQLite: write-ahead log, synchronous=FULL (a commit is on the disk), one connection for each
// process, every transaction BEGIN IMMEDIATE: a plain BEGIN fails when another process wrote between
// its first read and its first write. PostgreSQL: a small pool; int8 read as number; plans by indexes.
import { isAbsolute, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import knex, { type Knex } from 'knex'
import SqliteClient from 'knex/lib/dialects/better-sqlite3/index.js'
import PostgresClient from 'knex/lib/dialects/postgres/index.js'
import Transaction from 'knex/lib/execution/transaction.js'
import pg from 'pg'
import { postgres, sqlite, type Dialect } from './dialect.ts'
import { PreparedClient, withoutNul } from './prepared-client.ts'
import type { Call, ErrandCall } from './program.ts'
import { SqliteConnection, type ThreadPlan } from './sqlite-connection.ts'

/** How long a transaction waits for another process to give the write lock back. */
const patience = 5_000

/** Asks for the write lock again and again, while another process holds it. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += 20) {
    try {
      return await ask()
    } catch (error) {
      if (!isBusy(error) || waited >= patience) throw error
      await delay(20)
    }
  }
}

class ImmediateTransaction extends Transaction<SqliteConnection> {
  override begin(connection: SqliteConnection): Promise<void> {
    return patiently(() => connection.begin())
  }
}

interface SqliteQuery {
  sql: string
  bindings?: unknown[]
  response?: unknown
  context?: unknown
}

/** Knex's own dialect, with the connection in a thread and transactions that write from the start. */
class ThreadedSqliteClient extends SqliteClient {
  /** The one that knows programs and errands; there also while a transaction holds it. */
  knowing: SqliteConnection | undefined

  override acquireRawConnection(): Promise<SqliteConnection> {
    const { filename: file, programs, onlyReads } = this.connectionSettings
    const connection = new SqliteConnection({ file, programs, onlyReads })
    if (programs !== undefined) this.knowing = connection
    return Promise.resolve(connection)
  }

  override validateConnection(connection: SqliteConnection): boolean {
    return connection.isAlive
  }

  override destroyRawConnection(connection: SqliteConnection): Promise<void> {
    return connection.close()
  }

  override async _query(connection: SqliteConnection, query: SqliteQuery): Promise<SqliteQuery> {
    const bindings = this._formatBindings(query.bindings)
    const { rows, changes, lastInsertRowid } = await connection.query(query.sql, bindings)
    query.response = rows ?? { changes, lastInsertRowid }
    if (rows === undefined) query.context = { changes, lastID: lastInsertRowid }
    return query
  }

  override transaction(...args: unknown[]): unknown {
    return new ImmediateTransaction(this, ...args)
  }
}

export interface Connected {
  readonly db: Knex
  /** For what reads much: mails never wait behind it, nor for pages that it drove out of the cache. */
  readonly reader: Knex
  readonly dialect: Dialect
}

/**
 * Opens nothing yet: connections are made when the first query comes. `programs` is the URL of a
 * ProgramModule. PostgreSQL gets no more than so many connections.
 */
export function connect(
  url: string,
  directory: string,
  programs?: string,
  mostConnections = 8,
): Connected {
  return url.startsWith('sqlite:')
    ? connectSqlite(url.slice('sqlite:'.length), directory, programs)
    : connectPostgres(url, mostConnections)
}

/** SQLite only: calls in one transaction, in the thread. */
export async function performCalls(db: Knex, calls: readonly Call[]): Promise<readonly unknown[]> {
  const client = db.client as {
    acquireConnection(): Promise<SqliteConnection>
    releaseConnection(connection: SqliteConnection): Promise<void>
  }
  const connection = await client.acquireConnection()
  try {
    return await patiently(() => connection.perform(calls))
  } finally {
    await client.releaseConnection(connection)
  }
}

/** SQLite only: an errand, also beside a transaction; undefined while there is no thread that knows it. */
export function runErrandBeside(db: Knex, call: ErrandCall): Promise<unknown> | undefined {
  const { knowing } = db.client as ThreadedSqliteClient
  return knowing?.isAlive === true ? knowing.errand(call) : undefined
}

/** Knex would write to the console what it also tells whoever asked. */
const silent: Knex.Logger = {
  warn: () => undefined,
  error: () => undefined,
  deprecate: () => undefined,
  debug: () => undefined,
}

/** An error of Knex names the statement, not what was to be stored: that is no business of the log. */
export const discreet = { compileSqlOnError: false, log: silent } as const

function connectSqlite(name: string, directory: string, programs: string | undefined): Connected {
  const file = isAbsolute(name) ? name : resolve(directory, name)
  const open = (plan: Omit<ThreadPlan, 'file'>, idleTimeoutMillis: number): Knex =>
    knex({
      client: ThreadedSqliteClient as unknown as typeof Knex.Client,
      connection: { filename: file, ...plan } as Knex.Sqlite3ConnectionConfig,
      useNullAsDefault: true,
      ...discreet,
      pool: { min: 0, max: 1, idleTimeoutMillis },
      acquireConnectionTimeout: 10_000,
    })
  return {
    db: open({ programs, onlyReads: false }, 2_000_000_000),
    reader: open({ programs: undefined, onlyReads: true }, 10_000),
    dialect: { ...sqlite, location: file },
  }
}

/**
 * A prepared plan outlives the size that its tables had: made while they were small it would read them
 * whole. Every statement that runs often is bound by an index, so plans are made for those.
 */
const planByIndexes =
  'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off'

class PreparingPostgresClient extends PostgresClient {
  override _driver(): unknown {
    return { ...pg, Client: PreparedClient }
  }

  override async acquireRawConnection(): Promise<PreparedClient> {
    const connection = (await super.acquireRawConnection()) as PreparedClient
    await connection.query(planByIndexes)
    return connection
  }

  override prepBindings(bindings?: readonly unknown[]): unknown[] | undefined {
    return bindings?.map(withoutNul)
  }
}

function connectPostgres(url: string, max: number): Connected {
  const db = knex({
    client: PreparingPostgresClient as unknown as typeof Knex.Client,
    connection: {
      connectionString: url,
      application_name: 'haraka-plugin-sms',
      connectionTimeoutMillis: 5_000,
      pipeline: true,
      types: { getTypeParser: typeParser },
    } as Knex.PgConnectionConfig,
    ...discreet,
    pool: { min: 0, max },
    acquireConnectionTimeout: 10_000,
  })
  return { db, reader: db, dialect: { ...postgres, location: url } }
}

/** bigint is read as a number: ours are ids and times, below 2 ** 53. */
const typeParser: typeof pg.types.getTypeParser = (oid, format) =>
  oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid, format) as unknown)

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
