// Gives a test fresh databases of both kinds, SQLite and PostgreSQL, and removes them afterwards.
//
// test/run.ts starts the PostgreSQL server and makes a template of each kind, with all tables and no
// rows, since a copy costs a tenth of the migrations. It names them in SMS_TEST_POSTGRES and
// SMS_TEST_SQLITE. A single test file that is run without them tests SQLite alone, from an empty
// file, and says that it skipped the other.
import { after, describe } from 'node:test'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { Store } from '../../lib/store/store.ts'
import { databaseScratch } from './scratch.ts'

type DatabaseName = 'SQLite' | 'PostgreSQL'

/** Each call makes a database of its own and answers its URL. */
type OpenDatabaseUrl = () => Promise<string>

interface Databases {
  /** With all tables. */
  readonly open: OpenDatabaseUrl
  /** Without tables, as at the first start. */
  readonly openEmpty: OpenDatabaseUrl
  readonly dropAll: () => Promise<void>
}

const template = 'sms_template'

/** Runs `body` once for each kind; what it opened is dropped when its tests are over. */
export function forEachDatabase(
  body: (
    name: DatabaseName,
    openDatabaseUrl: OpenDatabaseUrl,
    openEmptyDatabaseUrl: OpenDatabaseUrl,
  ) => void,
): void {
  describe('SQLite', () => {
    const { open, openEmpty, dropAll } = sqliteDatabases()
    body('SQLite', open, openEmpty)
    after(dropAll)
  })
  const server = process.env['SMS_TEST_POSTGRES']
  const skip = server === undefined ? 'SMS_TEST_POSTGRES names no server: use npm test' : false
  describe('PostgreSQL', { skip }, () => {
    if (server === undefined) return
    const { open, openEmpty, dropAll } = postgresDatabases(server)
    body('PostgreSQL', open, openEmpty)
    after(dropAll)
  })
}

/** For what looks the same over either: whoever opens one drops it. */
export function sqliteDatabases(): Databases {
  return sqliteFiles(process.env['SMS_TEST_SQLITE'])
}

/** Makes what the databases of all tests are copied from: in a directory, and on a server. */
export async function makeTemplates(
  directory: string,
  server: string,
): Promise<{ readonly sqlite: string }> {
  const sqlite = join(directory, 'template.db')
  await migrate(`sqlite:${sqlite}`)
  await onServer(server, [`CREATE DATABASE ${template}`])
  await migrate(databaseOn(server, template))
  return { sqlite }
}

/** The last one who closes a SQLite database leaves all of it in the one file. */
async function migrate(url: string): Promise<void> {
  const store = new Store(url, '/', () => undefined)
  try {
    await store.migrate()
  } finally {
    await store.close()
  }
}

function sqliteFiles(from: string | undefined): Databases {
  const dirs: string[] = []
  const openFile = async (): Promise<string> => {
    const dir = await mkdtemp(join(databaseScratch(), 'sms-sqlite-'))
    dirs.push(dir)
    return join(dir, 'sms.db')
  }
  return {
    open: async () => {
      const file = await openFile()
      if (from !== undefined) await copyFile(from, file)
      return `sqlite:${file}`
    },
    openEmpty: async () => `sqlite:${await openFile()}`,
    dropAll: async () => {
      for (const dir of dirs) await rm(dir, { recursive: true, force: true })
    },
  }
}

function postgresDatabases(server: string): Databases {
  const names: string[] = []
  const openFrom = async (from: string): Promise<string> => {
    const name = `sms_${randomBytes(8).toString('hex')}`
    await onServer(server, [`CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`])
    names.push(name)
    return databaseOn(server, name)
  }
  return {
    open: () => openFrom(template),
    openEmpty: () => openFrom('template1'),
    dropAll: () =>
      onServer(
        server,
        names.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      ),
  }
}

function databaseOn(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href
}

async function onServer(server: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
