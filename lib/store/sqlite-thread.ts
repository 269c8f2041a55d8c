// The thread that holds a SQLite connection: a commit waits for the disk here and not in the event loop
// that speaks SMTP. It answers requests in the order in which they come, one after the other; errands, which
// need no database, beside them.
import { parentPort, workerData } from 'node:worker_threads'
import { errorOf, faultOf } from '../threads/fault.ts'
import { sqlite } from './dialect.ts'
import { knexOnFile } from './file-knex.ts'
import { runErrand, runProgram, type Call, type ProgramModule } from './program.ts'
import type { Answer, Request, ThreadPlan } from './sqlite-connection.ts'
import { SqliteFile } from './sqlite-file.ts'

const port = parentPort
if (port === null) throw new Error('this file is the thread of sqlite-connection.ts')

const { file: path, programs: module, onlyReads } = workerData as ThreadPlan
const file = openFile()
const trx = knexOnFile(file)
const dialect = { ...sqlite, location: path }
let loading: Promise<ProgramModule> | undefined

let turn = Promise.resolve()
port.on('message', (request: Request) => {
  if (request.kind === 'errand') return void answerTo(request).then(say)
  turn = turn.then(async () => {
    say(await answerTo(request))
    if (request.kind === 'close') port.close()
  })
})

/** An error of SQLite would leave the thread without its message. */
function openFile(): SqliteFile {
  try {
    return new SqliteFile(path, { onlyReads })
  } catch (error) {
    const fault = faultOf(error)
    // How the binding says that the directory is not there.
    const isMissing = fault.name === 'TypeError'
    const told = isMissing ? { ...fault, name: 'SqliteError', code: 'SQLITE_CANTOPEN' } : fault
    throw errorOf({ ...told, message: `${path}: ${fault.message}` })
  }
}

/** When it is first asked of: to load it takes longer than to open a file. */
function known(): Promise<ProgramModule> {
  if (module === undefined) throw new Error('this thread knows no programs')
  return (loading ??= import(module) as Promise<ProgramModule>)
}

/** What cannot be carried over fails alone. */
function say(answer: Answer): void {
  try {
    port?.postMessage(answer)
  } catch (error) {
    port?.postMessage({ id: answer.id, error: faultOf(error) })
  }
}

async function answerTo(request: Request): Promise<Answer> {
  const { id } = request
  try {
    switch (request.kind) {
      case 'begin':
        file.begin()
        return { id }
      case 'query':
        return { id, ...file.run(request.sql, request.bindings) }
      case 'perform':
        return { id, values: await performAll(request.calls) }
      case 'errand':
        return { id, value: await runErrand((await known()).errands, request.call) }
      case 'close':
        file.close()
        return { id }
    }
  } catch (error) {
    return { id, error: faultOf(error) }
  }
}

/** All of them in one transaction; none of them when one fails. */
async function performAll(calls: readonly Call[]): Promise<unknown[]> {
  const { programs } = await known()
  file.begin()
  try {
    const values: unknown[] = []
    for (const call of calls) values.push(await runProgram(programs, call, trx, { dialect }))
    file.commit()
    return values
  } catch (error) {
    file.rollback()
    throw error
  }
}
