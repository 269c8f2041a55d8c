// The thread that performs programs and errands on PostgreSQL, with connections of its own.
import { workerData } from 'node:worker_threads'
import { help } from '../threads/helper-work.ts'
import { connect } from './connect.ts'
import { transactAgain } from './deadlock.ts'
import { runErrand, runProgram, type Call, type ErrandCall, type ProgramModule } from './program.ts'

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
const { programs, errands } = (await import(module)) as ProgramModule

help((call: Call | ErrandCall) =>
  'errand' in call
    ? runErrand(errands, call)
    : transactAgain(db, (trx) => runProgram(programs, call, trx, { dialect })),
)
