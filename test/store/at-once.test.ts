// Statements that are asked for at once: in their order, and none outlives the transaction.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atOnce } from '../../lib/store/at-once.ts'
import { all, insertRows } from '../../lib/store/rows.ts'
import type { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  const withOne = async (work: (store: Store) => Promise<void>): Promise<void> =>
    withStore(await openDatabaseUrl(), work)

  const named = (store: Store): Promise<{ name: string }[]> =>
    all(store.db, `select name from leases where name like 'once-%' order by name`)
  const insert = (name: string): string =>
    `insert into leases (name, holder, token, expires_at) values ('once-${name}', 'h', 't', 0)`

  test('each sees what those before it have written', () =>
    withOne(async (store) => {
      const columns = { name: 'text', holder: 'text', token: 'text', expires_at: 'bigint' } as const
      const row = { name: 'once-a', holder: 'h', token: 't', expires_at: 0 }
      const [, seen, , more] = await store.transaction((trx) =>
        atOnce(
          insertRows(trx, store.dialect, 'leases', columns, [row]),
          all<{ n: number }>(trx, `select count(*) as n from leases where name like 'once-%'`),
          all(trx, insert('b')),
          all<{ n: number }>(trx, `select count(*) as n from leases where name like 'once-%'`),
        ),
      )
      assert.deepEqual([seen[0]?.n, more[0]?.n], [1, 2])
      assert.deepEqual(await named(store), [{ name: 'once-a' }, { name: 'once-b' }])
    }))

  test('the first that fails says why, after the last has ended, and nothing stands', () =>
    withOne(async (store) => {
      let isOver = false
      const late = async (ask: Promise<unknown>): Promise<void> => {
        await ask.catch(() => undefined)
        await new Promise((resolve) => setImmediate(resolve))
        isOver = true
      }
      const failing = store.transaction((trx) =>
        atOnce(
          all(trx, insert('a')),
          all(trx, insert('a')),
          late(all(trx, 'select 1')),
          all(trx, 'select nothing'),
        ).catch((error: unknown) => {
          assert.equal(isOver, true)
          throw error
        }),
      )
      await assert.rejects(failing, /unique/i)
      assert.deepEqual(await named(store), [])
    }))
})
