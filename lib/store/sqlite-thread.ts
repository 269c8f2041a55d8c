// The thread that holds a SQLite connection: a commit waits for the disk here and not in the event loop
// that speaks SMTP. It answers requests in the order in which they come.
import Database, { type Database as Connection, type Statement } from 'better-sqlite3'
import { parentPort, workerData } from 'node:worker_threads'
import type { Answer, Request } from './sqlite-connection.ts'

const port = parentPort
if (port === null) throw new Error('this file is the thread of sqlite-connection.ts')

const connection = open(workerData as string)
const prepared = new Map<string, Statement>()

port.on('message', (request: Request) => {
  const answer = answerTo(request)
  port.postMessage(answer)
  if (request.kind === 'close') port.close()
})

function open(file: string): Connection {
  const database = new Database(file)
  // Processes that start together wait for each other here, and only here, inside SQLite.
  database.pragma('busy_timeout = 2000')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('cache_size = -65536')
  database.pragma('busy_timeout = 10')
  return database
}

function answerTo(request: Request): Answer {
  try {
    switch (request.kind) {
      case 'begin':
        // A rollback that failed must not keep the connection from ever writing again.
        if (connection.inTransaction) connection.exec('rollback')
        connection.exec('begin immediate')
        return { id: request.id }
      case 'query':
        return { id: request.id, ...run(request.sql, request.bindings) }
      case 'close':
        connection.close()
        return { id: request.id }
    }
  } catch (error) {
    return { id: request.id, error: describe(error) }
  }
}

function run(sql: string, bindings: readonly unknown[]): Partial<Answer> {
  const statement = prepare(sql)
  if (statement.reader) return { rows: statement.all(bindings) }
  const { changes, lastInsertRowid } = statement.run(bindings)
  return { changes, lastInsertRowid: Number(lastInsertRowid) }
}

function prepare(sql: string): Statement {
  const statement = prepared.get(sql) ?? connection.prepare(sql)
  // Statements with lists in their text would fill the memory.
  if (prepared.size >= 300) prepared.clear()
  prepared.set(sql, statement)
  return statement
}

function describe(error: unknown): { message: string; code: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { message: error instanceof Error ? error.message : String(error), code }
}
