// Transactions that lock the same rows in opposite orders: both are done, none is told of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Knex } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: of two transactions that wait for each other one is done again`, async () => {
    await withStore(await openDatabaseUrl(), async (store) => {
      await store.db.schema.createTable('pair', (table) => {
        table.integer('id').primary()
        table.integer('count').notNullable()
      })
      await store.db('pair').insert([
        { id: 1, count: 0 },
        { id: 2, count: 0 },
      ])
      const add = (trx: Knex, id: number): Promise<number> =>
        trx('pair').where({ id }).increment('count')
      let tries = 0
      let begun = 0
      let bothHaveOne = (): void => undefined
      const met = new Promise<void>((resolve) => (bothHaveOne = resolve))
      const inOrder = (first: number, second: number): Promise<void> =>
        store.transaction(async (trx) => {
          tries++
          await add(trx, first)
          if (++begun === 2) bothHaveOne()
          // SQLite has one writer at a time: there nobody can wait for another.
          if (name === 'PostgreSQL') await met
          await add(trx, second)
        })
      await Promise.all([inOrder(1, 2), inOrder(2, 1)])
      // PostgreSQL may end both.
      assert.ok(name === 'PostgreSQL' ? tries > 2 : tries === 2)
      assert.deepEqual(await store.db('pair').orderBy('id').pluck('count'), [2, 2])
    })
  })
})
