// Gives a test fresh databases of both kinds, SQLite and PostgreSQL, and removes them afterwards.
//
// The PostgreSQL server is started by test/run.ts, which names it in SMS_TEST_POSTGRES. A single test
// file that is run without it tests SQLite alone and says that it skipped the other.
import { after, describe } from 'node:test'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

type DatabaseName = 'SQLite' | 'PostgreSQL'

/** Each call makes a database of its own that has no tables yet, and answers its URL. */
type OpenDatabaseUrl = () => Promise<string>

/** Runs `body` once for each kind; what it opened is dropped when its tests are over. */
export function forEachDatabase(
  body: (name: DatabaseName, openDatabaseUrl: OpenDatabaseUrl) => void,
): void {
  describe('SQLite', () => {
    const { open, dropAll } = sqliteFiles()
    body('SQLite', open)
    after(dropAll)
  })
  const server = process.env['SMS_TEST_POSTGRES']
  const skip = server === undefined ? 'SMS_TEST_POSTGRES names no server: use npm test' : false
  describe('PostgreSQL', { skip }, () => {
    if (server === undefined) return
    const { open, dropAll } = postgresDatabases(server)
    body('PostgreSQL', open)
    after(dropAll)
  })
}

function sqliteFiles(): { open: OpenDatabaseUrl; dropAll: () => Promise<void> } {
  const dirs: string[] = []
  return {
    open: async () => {
      const dir = await mkdtemp(join(tmpdir(), 'sms-sqlite-'))
      dirs.push(dir)
      return `sqlite:${join(dir, 'sms.db')}`
    },
    dropAll: async () => {
      for (const dir of dirs) await rm(dir, { recursive: true, force: true })
    },
  }
}

function postgresDatabases(server: string): {
  open: OpenDatabaseUrl
  dropAll: () => Promise<void>
} {
  const names: string[] = []
  return {
    open: async () => {
      const name = `sms_${randomBytes(8).toString('hex')}`
      await onServer(server, [`CREATE DATABASE ${name}`])
      names.push(name)
      return Object.assign(new URL(server), { pathname: `/${name}` }).href
    },
    dropAll: () =>
      onServer(
        server,
        names.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      ),
  }
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
