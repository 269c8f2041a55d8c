import { test } from 'node:test'
import assert from 'node:assert/strict'
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import { forEachDatabase } from './databases.ts'

forEachDatabase((name, openDatabaseUrl) => {
  test('each call gives a database of its own that has no tables', async () => {
    const [first, second] = await Promise.all([openDatabaseUrl(), openDatabaseUrl()])
    assert.notEqual(first, second)
    if (name === 'SQLite') {
      assert.match(first, /^sqlite:\//)
      await access(dirname(first.slice('sqlite:'.length)), constants.W_OK)
      return
    }
    const client = new pg.Client({ connectionString: first })
    await client.connect()
    const { rows } = await client.query(
      "SELECT count(*)::int AS tables FROM information_schema.tables WHERE table_schema = 'public'",
    )
    await client.end()
    assert.deepEqual(rows, [{ tables: 0 }])
  })
})
