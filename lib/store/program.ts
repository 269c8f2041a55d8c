// What the thread of the database does as a whole, known by its name: programs, which are transactions, and
// errands, which need no database but fit beside them. On SQLite it is the thread that holds the connection,
// and a program costs one message; on PostgreSQL there is a thread only in a rush, and else programs run here.
//
// What goes in and what comes out is data, never a function. A program waits for nothing but the database,
// an errand for nothing.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'

/** What a program may know of the database besides its transaction. */
export interface Database {
  readonly dialect: Dialect
}

export interface Program<A, R> {
  readonly name: string
  readonly run: (trx: Knex.Transaction, database: Database, args: A) => Promise<R>
}

export interface Errand<A, R> {
  readonly name: string
  /** Where it is done, when it is first done: a thread of which it is never asked starts sooner. */
  readonly load: () => Promise<(args: A) => R>
}

/** A program by its name, for whoever runs it elsewhere. */
export interface Call {
  readonly program: string
  readonly args: unknown
}

/** The same of an errand. */
export interface ErrandCall {
  readonly errand: string
  readonly args: unknown
}

/** The module that the thread loads. */
export interface ProgramModule {
  readonly programs: readonly Program<never, unknown>[]
  readonly errands: readonly Errand<never, unknown>[]
}

/** In a transaction that has begun. */
export function runProgram(
  programs: ProgramModule['programs'],
  { program, args }: Call,
  trx: Knex.Transaction,
  database: Database,
): Promise<unknown> {
  return named(programs, program).run(trx, database, args as never)
}

const loaded = new Map<string, (args: never) => unknown>()

/** Answers at once; for the first time, when it is loaded. */
export function runErrand(errands: ProgramModule['errands'], call: ErrandCall): unknown {
  const run = loaded.get(call.errand)
  return run === undefined ? loadAndRun(errands, call) : run(call.args as never)
}

async function loadAndRun(
  errands: ProgramModule['errands'],
  { errand, args }: ErrandCall,
): Promise<unknown> {
  const run = await named(errands, errand).load()
  loaded.set(errand, run)
  return run(args as never)
}

function named<T extends { readonly name: string }>(known: readonly T[], name: string): T {
  const found = known.find((one) => one.name === name)
  if (found === undefined) throw new Error(`the thread of the database knows no "${name}"`)
  return found
}
