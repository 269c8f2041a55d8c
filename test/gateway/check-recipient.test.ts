// What RCPT refuses of numbers: only what no group would take, since nobody knows yet whose mail it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Administration } from '../../lib/gateway/administration/index.ts'
import { forEachDatabase } from '../support/databases.ts'
import { FakeTable } from '../support/fake-table.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { handIn, told } from '../support/traffic.ts'

const dora = 'dora@x.test'

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  let administration: Administration
  let now = Date.now()

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [],
      // A way for numbers as senders, and abroad for one country only.
      table: new FakeTable('[modem]\ntype = phone\nprefixes = 45, 46\nsenders = number\n').table,
      settings: 'country = SE\nallowed_prefixes = 46',
      clock: () => now,
    })
    administration = gateway.gateway.administer('test')
    await administration.addGroup('Nord')
    await administration.addAccount({ address: dora, group: 'Nord', networks: ['127.0.0.1'] })
    await administration.addNumber({ number: '+4520643000', account: dora })
  })
  after(() => gateway.close())

  const said = async (local: string): Promise<string> => {
    const facts = { envelopeFrom: dora, remoteIp: '127.0.0.1' }
    const reply = await gateway.gateway.checkRecipient({ ...facts, address: `${local}@sms.test` })
    return reply === undefined ? 'go on' : told({ kind: 'refused', reply })
  }
  const set = async (name: string, value: string): Promise<void> => {
    await administration.setSetting({ group: 'Nord' }, { name, value })
    now += 2_000
  }

  test('with one way to read numbers RCPT says what is wrong with them', async () => {
    assert.equal(await said('0701740605'), 'go on')
    assert.equal(await said('08-123.456.78'), '550 5.1.3 number_landline')
    assert.equal(await said('20643064'), '550 5.1.3 number_not_mobile')
    assert.equal(await said('+4520643064'), '550 5.7.1 prefix_not_allowed')
  })

  test('what a group takes, or refuses for another reason, is left to the end of data', async () => {
    await set('country', 'DK')
    assert.equal(await said('20643064'), 'go on')
    assert.equal(await ended('20643064'), '550 5.7.1 prefix_not_allowed')
    await set('allowed_prefixes', '45, 46, 47')
    assert.equal(await said('20643064'), 'go on')
    assert.equal(await ended('20643064'), 'taken')
    assert.equal(await said('0701740605'), 'go on')
    assert.equal(await ended('0701740605'), '550 5.1.3 number_invalid')
    assert.equal(await ended('+4740612345'), '550 5.4.4 no_route')
    assert.equal(await said('+46812345678'), '550 5.1.3 number_landline')
  })

  test('digits that are mobiles in two readings are what the group of the sender says', async () => {
    assert.equal(await ended('24739385'), '550 5.1.3 number_ambiguous')
    await set('bare_numbers', 'national')
    const { messages } = await handIn(gateway, sent('24739385'))
    assert.equal(messages[0]?.['phone'], '+4524739385')
  })

  const ended = async (local: string) => told((await handIn(gateway, sent(local))).verdict)
  const sent = (local: string) => ({ from: dora, to: [`${local}@sms.test`], text: local })
})
