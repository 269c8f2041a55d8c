// Set-based writing: one statement for many rows, whatever their number.
//
// The rows travel as one JSON binding, so that the statement's text is always the same and neither
// database's limit of bindings is met. Text that PostgreSQL cannot hold (NUL, half a surrogate pair)
// is mended on the way.
import type { Knex } from 'knex'
import type { ColumnType, Dialect } from './dialect.ts'

export type Columns = Readonly<Record<string, ColumnType>>
export type Row<C extends Columns> = {
  readonly [K in keyof C]: (C[K] extends 'text' ? string : number) | null
}

/** A text as both databases can hold it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

function storableValue(value: string | number | null | undefined): string | number | null {
  return typeof value === 'string' ? storable(value) : (value ?? null)
}

export function rowsBinding(rows: readonly object[]): string {
  const plain = JSON.stringify(rows)
  // A NUL and half a surrogate pair stand there as escapes; to look at every text costs as much again.
  if (!/\\u(?:0000|d[89a-f])/.test(plain)) return plain
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  )
}

/**
 * Inserts rows; `tail` is what follows, such as an ON CONFLICT clause and RETURNING, with its bindings:
 * a value in the text would make it another statement each time, and the database prepare it anew.
 */
export async function insertRows<C extends Columns, R = never>(
  db: Knex,
  dialect: Dialect,
  table: string,
  columns: C,
  rows: readonly Row<C>[],
  tail = '',
  bindings: readonly unknown[] = [],
): Promise<R[]> {
  if (rows.length === 0) return []
  const list = Object.keys(columns)
  const names = list.join(', ')
  return withConnection(db, (connection) => {
    if (connection.askEach !== undefined) {
      const marks = list.map(() => '?').join(', ')
      const sql = `insert into ${table} (${names}) values (${marks}) ${tail}`
      return connection.askEach(sql, valuesOf(list, rows, bindings))
    }
    return connection.ask(insertion(dialect, table, columns, tail), [
      rowsBinding(rows),
      ...bindings,
    ])
  })
}

/**
 * The same as the last statement of a transaction, which nothing else in it sees: it and the commit are one way
 * to the database and back.
 */
export async function insertLastRows<C extends Columns>(
  db: Knex,
  dialect: Dialect,
  table: string,
  columns: C,
  rows: readonly Row<C>[],
): Promise<void> {
  const client = db.client as Client
  if (client.endWith === undefined) await insertRows(db, dialect, table, columns, rows)
  else if (rows.length > 0) client.endWith(insertion(dialect, table, columns), [rowsBinding(rows)])
}

function insertion(dialect: Dialect, table: string, columns: Columns, tail = ''): string {
  const names = Object.keys(columns).join(', ')
  // SQLite needs the WHERE to tell the ON of a join from that of a conflict.
  return `insert into ${table} (${names}) select ${names} from ${dialect.rows(columns)} where true ${tail}`
}

/** Of one row when it is asked for: all of them at once would be a second copy. */
function* valuesOf(
  names: readonly string[],
  rows: readonly Readonly<Record<string, string | number | null>>[],
  bindings: readonly unknown[],
): Iterable<readonly unknown[]> {
  for (const row of rows) yield [...names.map((name) => storableValue(row[name])), ...bindings]
}

/** Runs SQL and answers its rows, on both databases; past Knex, which would read the text each time. */
export function all<R>(db: Knex, sql: string, bindings: readonly unknown[] = []): Promise<R[]> {
  return withConnection(db, (connection) => connection.ask(sql, bindings))
}

/** A connection as the dialects make it. */
export interface Connection {
  ask(sql: string, bindings: readonly unknown[]): Promise<unknown[]>
  /** One statement for each row, at once: where there is no way to the database. */
  askEach?(sql: string, rows: Iterable<readonly unknown[]>): unknown[]
}

/** What `client` is of whatever is asked. */
export interface Client {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): Promise<void>
  /** Of a transaction that can send a statement together with its commit, and fails as it does. */
  endWith?(sql: string, bindings: readonly unknown[]): void
}

async function withConnection<R>(
  db: Knex,
  ask: (connection: Connection) => unknown[] | Promise<unknown[]>,
): Promise<R[]> {
  const client = db.client as Client
  const connection = await client.acquireConnection()
  try {
    return (await ask(connection)) as R[]
  } finally {
    void client.releaseConnection(connection)
  }
}

/** A text as part of a pattern of LIKE … ESCAPE '\'. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
