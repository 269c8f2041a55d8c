// When keys were last used.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway } from '../support/gateway.ts'
import { told } from '../support/traffic.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  test('is written when the server stops, if not before', async () => {
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [new FakeRoute()],
      clock: () => 1_700_000_000_000,
    })
    const administration = gateway.gateway.administer('test')
    await administration.addAccount({ address: 'anna@example.test' })
    const key = await administration.addKey({})
    const to = [`${key}.4520643064@sms.test`]
    const mail = { from: 'anna@example.test', to, remoteIp: '192.0.2.1' }
    const verdict = await gateway.send(mail)
    await gateway.close()
    assert.equal(told(verdict), 'taken')
    const store = new Store(gateway.url, '/', () => undefined)
    try {
      assert.deepEqual(await store.db('keys').pluck('last_used_at'), [1_700_000_000_000])
    } finally {
      await store.close()
    }
  })
})
