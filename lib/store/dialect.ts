// Every difference between the SQL of SQLite and that of PostgreSQL. How they are reached is in connect.ts.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export type ColumnType = 'bigint' | 'int' | 'text'

export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** The file, or the URL with its password. Never for a log. */
  readonly location: string
  /** SQL for the database's clock in milliseconds since 1970. */
  readonly now: string
  /** SQL behind a sub-select whose rows are about to be claimed. */
  readonly skipLocked: string
  /** SQL for one of the counters that a connection adds to where nobody has to wait for another. */
  readonly slot: string
  /** SQL behind a CREATE TABLE of small rows, which are to lie in the index of their key. */
  readonly keyed: string
  /** SQL that takes part in a FROM as `r`: the rows of a JSON array given as its one binding. */
  rows(columns: Readonly<Record<string, ColumnType>>): string
  /** Lets one process at a time change the schema, until the transaction ends. */
  lockSchema(trx: Knex.Transaction): Promise<void>
  /** Lets one transaction at a time change the tree of groups: each looks at all of it before. */
  lockTree(trx: Knex): Promise<void>
  /** Lets one transaction at a time store outcomes or reports of a route: each must see the other's. */
  lockFates(trx: Knex.Transaction, route: string): Promise<void>
}

export const sqlite: Omit<Dialect, 'location'> = {
  name: 'sqlite',
  now: "cast(unixepoch('subsec') * 1000 as integer)",
  skipLocked: '',
  slot: '0',
  keyed: 'without rowid',
  rows: (columns) => {
    const list = Object.keys(columns).map((name) => `value ->> '$.${name}' as ${name}`)
    return `(select ${list.join(', ')} from json_each(?)) as r`
  },
  lockSchema: () => Promise.resolve(),
  lockTree: () => Promise.resolve(),
  lockFates: () => Promise.resolve(),
}

export const postgres: Omit<Dialect, 'location'> = {
  name: 'postgres',
  now: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  skipLocked: 'for update skip locked',
  slot: '1 + pg_backend_pid() % 8',
  keyed: '',
  rows: (columns) => {
    const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
    return `json_to_recordset(?::json) as r(${list.join(', ')})`
  },
  lockSchema: async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(7767)')
  },
  lockTree: async (trx) => {
    await all(trx, 'select pg_advisory_xact_lock(7770)')
  },
  lockFates: async (trx, route) => {
    await all(trx, 'select pg_advisory_xact_lock(7768, hashtext(?))', [route])
  },
}
