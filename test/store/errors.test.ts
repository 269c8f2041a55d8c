// What an error of the database says, as it stands in the log.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knexOnFile } from '../../lib/store/file-knex.ts'
import { insertRows } from '../../lib/store/rows.ts'
import type { Knex } from '../../lib/store/store.ts'
import type { SqliteFile } from '../../lib/store/sqlite-file.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

const text = 'a text of a person'
const row = { id: 4711, parent_id: 4712, name: text, created_at: 0 }

/** The error of something that goes wrong. */
async function errorOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error, 'nothing went wrong')
  return error
}

forEachDatabase((_name, openDatabaseUrl) => {
  test('an error says which statement it was, and nothing of what was to be stored', async () => {
    await withStore(await openDatabaseUrl(), async (store) => {
      const columns = {
        id: 'bigint',
        parent_id: 'bigint',
        name: 'text',
        created_at: 'bigint',
      } as const
      const ways: readonly ((trx: Knex) => PromiseLike<unknown>)[] = [
        (trx) => trx('groups').insert(row),
        (trx) =>
          trx.raw<unknown>(
            'insert into groups (id, parent_id, name, created_at) values (?, ?, ?, ?)',
            [...Object.values(row)],
          ),
        (trx) => insertRows(trx, store.dialect, 'groups', columns, [row]),
      ]
      for (const way of ways) {
        const error = await errorOf(store.transaction(async (trx) => way(trx)))
        assert.match(error.message, /foreign key/i)
        assert.doesNotMatch(`${error.message} ${error.stack ?? ''}`, new RegExp(text))
      }
    })
  })
})

test('so it does in the thread of SQLite', async () => {
  const file = {
    run: () => {
      throw new Error('disk full')
    },
  } as unknown as SqliteFile
  const error = await errorOf((async () => knexOnFile(file)('groups').insert(row))())
  assert.match(error.message, /disk full/)
  assert.doesNotMatch(`${error.message} ${error.stack ?? ''}`, new RegExp(text))
})
