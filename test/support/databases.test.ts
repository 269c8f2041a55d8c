import { test } from 'node:test'
import assert from 'node:assert/strict'
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import { migrations } from '../../lib/store/migrations/index.ts'
import { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from './databases.ts'

forEachDatabase((name, openDatabaseUrl, openEmptyDatabaseUrl) => {
  test('each call gives a database of its own that has no tables', async () => {
    const [first, second] = await Promise.all([openEmptyDatabaseUrl(), openEmptyDatabaseUrl()])
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

  test('where a template is there, each call gives a database of its own that is up to date', async () => {
    const urls = await Promise.all([openDatabaseUrl(), openDatabaseUrl()])
    assert.notEqual(...urls)
    for (const url of urls) {
      const store = new Store(url, '/', () => undefined)
      const behind = await store.behind()
      await store.close()
      const hasTemplate = name === 'PostgreSQL' || process.env['SMS_TEST_SQLITE'] !== undefined
      assert.equal(behind, hasTemplate ? 0 : migrations.length)
    }
  })
})
