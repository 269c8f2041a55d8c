// What has been waiting too long, whatever it is and however long it may wait.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oldestWaiting } from '../../lib/store/due.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

const hour = 3_600_000
const day = 24 * hour

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: a message waits since it was due, one of ours since it is there`, async () =>
    withStore(await openDatabaseUrl(), async ({ db }) => {
      const now = Date.now()
      await db('accounts').insert({
        ...{ id: 1, group_id: 1, address: 'anna@a.test', name: '', active: 1, created_at: 1 },
      })
      const waits = (created_at: number, expires_at: number): Promise<unknown> =>
        db('messages').insert({
          ...{ direction: 'out', account_id: 1, group_id: 1, phone: '+4520643064', text: 'x' },
          ...{ encoding: 'gsm7', parts: 1, state: 'queued', route: 'virtual', attempts: 0 },
          ...{ flash: 0, created_at, changed_at: now, due_at: now, expires_at },
        })
      const oldest = () => oldestWaiting(db, { before: now - hour, maxAge: 7 * day })
      // It just came; it was for today; it is ours, and just came.
      await waits(now, now + 7 * day)
      await waits(now - 5 * day, now + 7 * day)
      await waits(now, now + day)
      assert.equal(await oldest(), undefined)
      await waits(now - 2 * hour, now + 22 * hour)
      assert.deepEqual(await oldest(), { count: 1, since: now - 2 * hour })
      await waits(now - 3 * day, now + 7 * day - 3 * hour)
      assert.deepEqual(await oldest(), { count: 2, since: now - 3 * hour })
    }))
})
