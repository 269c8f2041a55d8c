// The two classes of Knex that dialect.ts extends; Knex ships no types for them.
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export default class SqliteClient {
    transaction(...args: unknown[]): unknown
    _query(connection: unknown, query: { sql: string; bindings?: unknown[] }): Promise<unknown>
    _formatBindings(bindings: unknown[] | undefined): unknown[]
  }
}
declare module 'knex/lib/execution/transaction.js' {
  export default class Transaction<Connection> {
    constructor(...args: unknown[])
    begin(connection: Connection): Promise<void>
  }
}
