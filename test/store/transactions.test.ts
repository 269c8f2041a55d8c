// Transactions of PostgreSQL, which run on one connection of the pool.
import assert from 'node:assert/strict'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { atOnce } from '../../lib/store/at-once.ts'
import { PreparedClient } from '../../lib/store/prepared-client.ts'
import { all, insertLastRows } from '../../lib/store/rows.ts'
import type { Knex, Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

const columns = { id: 'int' } as const

forEachDatabase((name, openDatabaseUrl) => {
  const withTable = async (work: (store: Store) => Promise<void>): Promise<void> =>
    withStore(await openDatabaseUrl(), async (store) => {
      await store.db.schema.createTable('one', (table) => void table.integer('id').primary())
      await work(store)
    })
  const ids = (store: Store): Promise<number[]> => store.db('one').orderBy('id').pluck('id')
  const last = (trx: Knex, store: Store, ...rows: number[]): Promise<void> =>
    insertLastRows(
      trx,
      store.dialect,
      'one',
      columns,
      rows.map((id) => ({ id })),
    )

  test(`${name}: what is written last stands with the rest, or fails it with its own error`, () =>
    withTable(async (store) => {
      await store.transaction(async (trx) => {
        await last(trx, store, 2, 3)
        await all(trx, 'insert into one (id) values (?)', [1])
      })
      assert.deepEqual(await ids(store), [1, 2, 3])
      await assert.rejects(
        store.transaction(async (trx) => {
          await all(trx, 'insert into one (id) values (?)', [4])
          await last(trx, store, 3)
        }),
        { code: name === 'SQLite' ? 'SQLITE_CONSTRAINT_PRIMARYKEY' : '23505' },
      )
      assert.deepEqual(await ids(store), [1, 2, 3])
    }))

  test(`${name}: what throws leaves nothing, and its connection is used again`, () =>
    withTable(async (store) => {
      for (let time = 0; time < 12; time++)
        await assert.rejects(
          store.transaction(async (trx) => {
            await trx('one').insert({ id: 1 })
            await last(trx, store, 2)
            throw new Error('no')
          }),
          { message: 'no' },
        )
      assert.deepEqual(await ids(store), [])
    }))

  test(`${name}: a text with a NUL is looked for, and is none that is there`, () =>
    withTable(async (store) => {
      const found = await all(store.db, 'select 1 from accounts where address = ?', [
        'an\0na@a.test',
      ])
      assert.deepEqual(found, [])
      const at = (trx: Knex): Promise<unknown[]> =>
        trx('accounts').where({ address: 'an\0na@a.test' })
      assert.deepEqual(await at(store.db), [])
      assert.deepEqual(await store.transaction(at), [])
    }))

  if (name === 'SQLite') return

  test('what needs no answer of each other goes to PostgreSQL in one piece', (t) =>
    withTable(async (store) => {
      const [one, several] = (['_write', '_writev'] as const).map((name) =>
        t.mock.method(Socket.prototype, name as '_write'),
      )
      const counts = (): unknown[] => [one?.mock.callCount(), several?.mock.callCount()]
      await store.transaction(async (trx) => {
        await atOnce(all(trx, 'select 1'), all(trx, 'select 2'), last(trx, store, 1))
        // Begin and both.
        assert.deepEqual(counts(), [0, 1])
      })
      // The last statement and the commit.
      assert.deepEqual(counts(), [0, 2])
    }))

  test('a statement that failed unnoticed fails the transaction', () =>
    withTable(async (store) => {
      await assert.rejects(
        store.transaction(async (trx) => {
          await all(trx, 'insert into one (id) values (?)', [1])
          await all(trx, 'insert into one (id) values (?)', [1]).catch(() => undefined)
        }),
        { message: 'a statement of the transaction had failed' },
      )
      assert.deepEqual(await ids(store), [])
    }))

  test('nothing is done in a transaction that is over', () =>
    withTable(async (store) => {
      let left: Knex | undefined
      await store.transaction(async (trx) => {
        left = trx
        await trx('one').insert({ id: 1 })
      })
      const over = left as Knex
      await assert.rejects(all(over, 'insert into one (id) values (?)', [2]), /is over/)
      await assert.rejects(async () => over('one').insert({ id: 3 }), /is over/)
      await assert.rejects(last(over, store, 4), /is over/)
      assert.deepEqual(await ids(store), [1])
    }))

  test('nothing stands of what goes on beside what failed', () =>
    withTable(async (store) => {
      for (let steps = 0; steps < 28; steps++)
        await assert.rejects(
          store.transaction(async (trx) => {
            // Then the answers of the next two come together.
            await all(trx, 'select 1')
            const goesOn = async (): Promise<void> => {
              await all(trx, 'select 1').catch(() => undefined)
              for (let step = 0; step < steps >> 1; step++) await Promise.resolve()
              if (steps % 2 === 0) await trx('one').insert({ id: steps })
              else await all(trx, 'insert into one (id) values (?)', [steps])
            }
            await Promise.all([all(trx, 'select 1 / 0'), goesOn()])
          }),
          { code: '22012' },
        )
      assert.deepEqual(await ids(store), [])
    }))

  test('a connection that is cut in a transaction fails it, and another takes its place', () =>
    withTable(async (store) => {
      await assert.rejects(
        store.transaction(async (trx) => {
          await last(trx, store, 1)
          await all(trx, 'select pg_terminate_backend(pg_backend_pid())')
        }),
        { code: '57P01' },
      )
      await store.transaction((trx) => last(trx, store, 2))
      assert.deepEqual(await ids(store), [2])
    }))

  test('who waits for a connection does not get one that could not roll back', (t) =>
    withTable(async (store) => {
      // As PostgreSQL answers where the connection is cut just then.
      const ask = Reflect.get(PreparedClient.prototype, 'query') as (...args: unknown[]) => unknown
      t.mock.method(PreparedClient.prototype, 'query', function (this: object, ...args: unknown[]) {
        if (args[0] === 'rollback') return Promise.reject(new Error('terminated'))
        return ask.apply(this, args)
      } as never)
      const cut = Array.from({ length: 8 }, () =>
        store.transaction(() => Promise.reject(new Error('no'))),
      )
      const waiting = Array.from({ length: 40 }, (_, id) =>
        store.transaction((trx) => last(trx, store, id)),
      )
      const ends = await Promise.allSettled(cut)
      assert.ok(ends.every(({ status }) => status === 'rejected'))
      await Promise.all(waiting)
      assert.equal((await ids(store)).length, 40)
    }))
})
