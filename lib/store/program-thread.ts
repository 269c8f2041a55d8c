// The thread that performs programs on PostgreSQL, with connections of its own.
import { workerData } from 'node:worker_threads'
import { help } from '../threads/helper-work.ts'
import { connect } from './connect.ts'
import { transactAgain } from './deadlock.ts'
import type { Call, ProgramModule } from './program.ts'

export interface ProgramThreadData {
  /** Of the database. */
  readonly url: string
  /** The URL of a module with programs. */
  readonly programs: string
}

const { url, programs: module } = workerData as ProgramThreadData
/** Taking in, handing on, and what came of it. */
const mostConnections = 3
const { db, dialect } = connect(url, '/', undefined, mostConnections)
const { programs } = (await import(module)) as ProgramModule

help(async ({ program, args }: Call) => {
  const found = programs.find(({ name }) => name === program)
  if (found === undefined) throw new Error(`there is no program ${program}`)
  return await transactAgain(db, (trx) => found.run(trx, { dialect }, args as never))
})
