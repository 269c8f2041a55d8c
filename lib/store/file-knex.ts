// Knex in the thread of SQLite: what is asked of it is asked of the file, in whatever transaction has begun.
// Knex is loaded when a query is first built with it: that takes longer than everything else that the thread
// begins with.
import { createRequire } from 'node:module'
import type * as knexModule from 'knex'
import type { Knex } from 'knex'
import type SqliteClient from 'knex/lib/dialects/better-sqlite3/index.js'
import { knexOn } from './knex-on.ts'
import type { SqliteFile } from './sqlite-file.ts'

const load = createRequire(import.meta.url)

export function knexOnFile(file: SqliteFile): Knex.Transaction {
  const connection = {
    ask: (sql: string, bindings: readonly unknown[]) =>
      Promise.resolve(file.run(sql, bindings).rows ?? []),
    askEach: (sql: string, rows: Iterable<readonly unknown[]>) =>
      Array.from(rows, (bindings) => file.run(sql, bindings).rows ?? []).flat(),
  }
  const client = {
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
  }
  return knexOn(client, () => knexBuiltOn(file))
}

function knexBuiltOn(file: SqliteFile): Knex {
  const { knex } = load('knex') as typeof knexModule
  const Client = load('knex/lib/dialects/better-sqlite3/index.js') as typeof SqliteClient
  class FileClient extends Client {
    acquireConnection(): Promise<unknown> {
      return Promise.resolve(file)
    }

    releaseConnection(): Promise<void> {
      return Promise.resolve()
    }

    override _query(_: unknown, query: Parameters<SqliteClient['_query']>[1]): Promise<unknown> {
      const { rows, changes, lastInsertRowid } = file.run(
        query.sql,
        this._formatBindings(query.bindings),
      )
      const context = { changes, lastID: lastInsertRowid }
      return Promise.resolve(
        Object.assign(query, rows ? { response: rows } : { response: context, context }),
      )
    }
  }
  return knex({
    client: FileClient as unknown as typeof Knex.Client,
    connection: { filename: 'opened already' },
    useNullAsDefault: true,
  })
}
