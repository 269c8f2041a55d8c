// A SQLite file, opened: statements are prepared once and run at once, in the thread that calls.
import { closeSync, openSync } from 'node:fs'
import Connection, { type Database, type Statement } from 'better-sqlite3'

export interface Ran {
  /** Of statements that answer any. */
  readonly rows?: unknown[]
  readonly changes?: number
  readonly lastInsertRowid?: number
}

export class SqliteFile {
  readonly #connection: Database
  readonly #prepared = new Map<string, Statement>()

  constructor(file: string, { onlyReads }: { readonly onlyReads: boolean }) {
    createForOwner(file)
    this.#connection = new Connection(file)
    // Processes that start together wait for each other here, and only here, inside SQLite.
    this.#connection.pragma('busy_timeout = 2000')
    this.#connection.pragma('journal_mode = WAL')
    this.#connection.pragma('synchronous = FULL')
    this.#connection.pragma('foreign_keys = ON')
    // Else a statement of many rows keeps what it would undo in a file of its own.
    this.#connection.pragma('temp_store = MEMORY')
    // In kilobytes. What reads a whole table looks at each page once. Commits look at every page that is
    // kept, where new pages of an index were put in order; the system keeps the others.
    this.#connection.pragma(`cache_size = -${onlyReads ? 2_048 : 16_384}`)
    // In pages, 64 MB: a page that is written again and again is copied into the file once for all, and
    // seldom does a commit wait for the copying.
    this.#connection.pragma('wal_autocheckpoint = 16000')
    this.#connection.pragma('busy_timeout = 10')
    if (onlyReads) this.#connection.pragma('query_only = ON')
    // Its own knows the capitals of English alone.
    this.#connection.function('lower', { deterministic: true }, (text: unknown) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    )
  }

  /** Takes the write lock, or throws SQLITE_BUSY at once. */
  begin(): void {
    // A rollback that failed must not keep the connection from ever writing again.
    if (this.#connection.inTransaction) this.#connection.exec('rollback')
    this.#connection.exec('begin immediate')
  }

  commit(): void {
    this.#connection.exec('commit')
  }

  rollback(): void {
    if (this.#connection.inTransaction) this.#connection.exec('rollback')
  }

  run(sql: string, bindings: readonly unknown[]): Ran {
    const statement = this.#prepare(sql)
    if (statement.reader) return { rows: statement.all(bindings) }
    const { changes, lastInsertRowid } = statement.run(bindings)
    return { changes, lastInsertRowid: Number(lastInsertRowid) }
  }

  close(): void {
    this.#connection.close()
  }

  #prepare(sql: string): Statement {
    const statement = this.#prepared.get(sql) ?? this.#connection.prepare(sql)
    // Statements with lists in their text would fill the memory.
    if (this.#prepared.size >= 300) this.#prepared.clear()
    this.#prepared.set(sql, statement)
    return statement
  }
}

/** It holds texts, phones and sessions. What SQLite writes beside it gets the same rights. */
function createForOwner(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // It is there, or SQLite says why it cannot be.
  }
}
