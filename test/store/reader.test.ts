// Reading much: what was read is not kept, and nothing can be written that way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getHeapSpaceStatistics } from 'node:v8'
import { all } from '../../lib/store/rows.ts'
import type { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

forEachDatabase((name, openDatabaseUrl) => {
  const withOne = async (work: (store: Store) => Promise<void>): Promise<void> =>
    withStore(await openDatabaseUrl(), work)

  const manyRows = `with recursive n (i) as (select 1 union all select i + 1 from n where i < 500)
    select i, 'a text of some length, as messages have ' || i as text, 'and another ' || i as more from n`

  /** What outlived two collections of the young, in megabytes. */
  const oldObjects = (): number =>
    (getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')
      ?.space_used_size ?? 0) / 1_048_576

  test('rows are collected while they are young, however many are read', () =>
    withOne(async ({ reader }) => {
      const seen: number[] = []
      for (let n = 0; n < 300; n++) {
        await all(reader, manyRows)
        // What is made once, statements and compiled code, is there by then.
        if (n >= 30) seen.push(oldObjects())
      }
      const growth = Math.max(...seen) - (seen[0] ?? 0)
      assert.ok(growth < 4, `grew by ${growth.toFixed(1)} MB`)
    }))

  test(
    'a reader sees what was committed, and writes nothing',
    { skip: name !== 'SQLite' && 'it is the same pool there' },
    () =>
      withOne(async (store) => {
        const domain = { domain: 'read.test', group_id: 1, created_at: 1 }
        await store.transaction((trx) => trx('domains').insert(domain))
        assert.deepEqual(
          await all(store.reader, 'select domain, group_id, created_at from domains'),
          [domain],
        )
        await assert.rejects(store.reader('domains').delete(), /readonly/)
      }),
  )
})
