// Digests of what was taken are forgotten once they have expired, however many there are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byDigest, forgetFingerprints, takeFingerprints } from '../../lib/store/fingerprints.ts'
import { forEachDatabase } from '../support/databases.ts'
import { withStore } from '../support/store.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  test('what has expired is forgotten, in transactions that are short', async () => {
    await withStore(await openDatabaseUrl(), async (store) => {
      const now = 1_000_000
      const rows = Array.from({ length: 5_000 }, (_, n) => ({
        digest: `${String((n * 7_919) % 5_000).padStart(8, '0')}m`,
        expires_at: now + (n % 2 === 0 ? 0 : 1),
      })).sort(byDigest)
      await store.transaction((trx) => takeFingerprints(trx, store.dialect, rows, 0))
      const looks: string[] = []
      for (let after: string | undefined = ''; after !== undefined; looks.push(after ?? 'end')) {
        const from: string = after
        after = await store.transaction((trx) => forgetFingerprints(trx, from, now))
      }
      assert.deepEqual(looks, ['00001999m', '00003999m', 'end'])
      const left = await store.db<{ digest: string }>('fingerprints').select('digest')
      const lasting = rows.filter(({ expires_at }) => expires_at > now)
      assert.equal(lasting.length, 2_500)
      assert.deepEqual(
        left.map(({ digest }) => digest).sort(),
        lasting.map(({ digest }) => digest),
      )
    })
  })
})
