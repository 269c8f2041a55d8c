// A mail to many phones is stored in slices: its sender must not notice.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sliceSize } from '../../lib/gateway/slices.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'

const phone = (n: number): string => `+4520${String(640_000 + n)}`
const all = 2 * sliceSize + 50
const to = (count = all): string[] =>
  Array.from({ length: count }, (_, n) => `${phone(n)}@sms.test`)

forEachDatabase((_name, openDatabaseUrl) => {
  async function withGateway(work: (gateway: TestGateway) => Promise<void>): Promise<void> {
    const gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [new FakeRoute()],
      settings: '[limits]\nmax_recipients = 5000\n',
    })
    try {
      await addDemoAccount(gateway.gateway)
      await work(gateway)
    } finally {
      await gateway.close()
    }
  }

  const said = async (gateway: TestGateway, mail: Parameters<TestGateway['send']>[0]) => {
    const verdict = await gateway.send(mail)
    return verdict.kind === 'accepted' ? verdict.text : verdict.reply.text
  }

  test('it is one mail, and one report says whom it did not go to', async () => {
    await withGateway(async (gateway) => {
      const desk = gateway.gateway.administer('test')
      const blocked = [3, sliceSize + 3, 2 * sliceSize + 3].map(phone)
      for (const one of blocked) await desk.addBlock('', one)
      assert.equal(await said(gateway, { to: to() }), `${all - 3} SMS queued`)
      const rows = await gateway.messages()
      assert.deepEqual(new Set(rows.map(({ mail_id }) => mail_id)).size, 1)
      assert.equal((await gateway.store.db('mails')).length, 1)
      const report = await eventually('the report', () => gateway.mails[0])
      for (const one of blocked) assert.ok(report.contents.includes(one.slice(3)), one)
      await new Promise((resolve) => setTimeout(resolve, 50))
      assert.equal(gateway.mails.length, 1)
    })
  })

  test('where nothing may be sent all of it is refused, and is taken when it comes again', async () => {
    await withGateway(async (gateway) => {
      const desk = gateway.gateway.administer('test')
      const mail = { to: to(), messageId: '<many@x.test>' }
      await desk.setSetting({ group: '' }, { name: 'limit_user', value: 'none' })
      await eventually('the limit to count', async () =>
        /may not send/.test(await said(gateway, mail)) ? true : undefined,
      )
      const kept = await gateway.messages()
      assert.ok(kept.every(({ state }) => state === 'refused'))
      await desk.setSetting({ group: '' }, { name: 'limit_user', value: 'unlimited' })
      const again = await eventually('the limit to be gone', async () => {
        const text = await said(gateway, mail)
        return /may not send/.test(text) ? undefined : text
      })
      assert.equal(again, `${all} SMS queued`)
    })
  })

  test('phones that are refused before the first that is taken are told as well', async () => {
    await withGateway(async (gateway) => {
      const desk = gateway.gateway.administer('test')
      for (let n = 0; n < sliceSize; n++) await desk.addBlock('', phone(n))
      assert.equal(await said(gateway, { to: to(sliceSize + 5) }), '5 SMS queued')
      const report = await eventually('the report', () => gateway.mails[0])
      assert.ok(report.contents.includes(phone(0).slice(3)))
      const refused = (await gateway.messages()).filter(({ state }) => state === 'refused')
      assert.equal(refused.length, sliceSize)
    })
  })

  test('what of it was stored before its server died is not stored again', async () => {
    await withGateway(async (gateway) => {
      const messageId = '<again@x.test>'
      await gateway.send({ to: to(sliceSize), messageId })
      assert.equal(await said(gateway, { to: to(), messageId }), `${all - sliceSize} SMS queued`)
      const phones = (await gateway.messages()).map((row) => row['phone'])
      assert.equal(new Set(phones).size, all)
      assert.equal(phones.length, all)
      assert.equal(await said(gateway, { to: to(), messageId }), 'already queued')
    })
  })
})
