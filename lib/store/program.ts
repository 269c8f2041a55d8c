// A transaction as a whole, known by its name: so it can run where the database is. On SQLite that is
// the thread that holds the connection, and all of it costs one message; on PostgreSQL it is here.
//
// What goes in and what comes out is data, never a function. Nothing but the database may be waited for.
import type { Knex } from 'knex'
import type { Errand } from '../threads/errand.ts'
import type { Dialect } from './dialect.ts'

/** What a program may know of the database besides its transaction. */
export interface Database {
  readonly dialect: Dialect
}

export interface Program<A, R> {
  readonly name: string
  readonly run: (trx: Knex.Transaction, database: Database, args: A) => Promise<R>
}

/** A program by its name, for whoever runs it elsewhere. */
export interface Call {
  readonly program: string
  readonly args: unknown
}

/** What a module with programs exports. */
export interface ProgramModule {
  readonly programs: readonly Program<never, unknown>[]
  /** What the thread that performs them does besides. */
  readonly errands: readonly Errand<never, unknown>[]
}

/** A program by its name, to be run in a transaction that has begun. */
export function runProgram(
  programs: ProgramModule['programs'],
  { program, args }: Call,
  trx: Knex.Transaction,
  database: Database,
): Promise<unknown> {
  const found = programs.find(({ name }) => name === program)
  if (found === undefined) throw new Error(`there is no program ${program}`)
  return found.run(trx, database, args as never)
}
