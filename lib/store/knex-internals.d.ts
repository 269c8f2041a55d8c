// The classes of Knex that are extended here; Knex ships no types for them.
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export default class SqliteClient {
    readonly connectionSettings: {
      readonly filename: string
      readonly programs: string | undefined
      readonly onlyReads: boolean
    }
    transaction(...args: unknown[]): unknown
    acquireRawConnection(): Promise<unknown>
    validateConnection(connection: unknown): boolean
    destroyRawConnection(connection: unknown): Promise<void>
    _query(connection: unknown, query: { sql: string; bindings?: unknown[] }): Promise<unknown>
    _formatBindings(bindings: unknown[] | undefined): unknown[]
  }
}
declare module 'knex/lib/dialects/postgres/index.js' {
  export default class PostgresClient {
    acquireRawConnection(): Promise<unknown>
    prepBindings(bindings?: readonly unknown[]): unknown[] | undefined
    _driver(): unknown
  }
}
declare module 'knex/lib/execution/transaction.js' {
  export default class Transaction<Connection> {
    constructor(...args: unknown[])
    begin(connection: Connection): Promise<void>
  }
}
