// Commands by mail: what they do to accounts and numbers, what status@ tells, and the links of those who
// showed only a key.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Administration } from '../../lib/gateway/administration/index.ts'
import { readMailNow } from '../../lib/mail/read-mail.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { told } from '../support/traffic.ts'

const outside = '198.51.100.9'
const minute = 60_000

forEachDatabase((_name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let now = Date.UTC(2026, 10, 3, 12)
  let gateway: TestGateway
  let administration: Administration
  let key = ''
  let small = ''

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'public_url = https://sms.example.org\ncountry = DK\n',
      clock: () => now,
    })
    administration = gateway.gateway.administer('test')
    for (const group of ['Office', 'Small']) await administration.addGroup(group)
    for (const name of ['anna', 'bo', 'cy', 'dora'])
      await administration.addAccount({ address: `${name}@x.test`, group: 'Office' })
    const danish = { name: 'language', value: 'da' }
    await administration.setSetting({ account: 'cy@x.test' }, danish)
    await administration.setSetting({ group: 'Small' }, danish)
    await administration.addNumber({ number: '+4599900000-+4599900999', group: 'Office' })
    await administration.addNumber({ number: '+4599901000', group: 'Small' })
    key = await administration.addKey({ group: 'Office' })
    small = await administration.addKey({ group: 'Small' })
  })
  after(() => gateway.close())

  const by = (from: string, command: string, more: TestMail = {}): TestMail => ({
    ...{ from, to: [`${command}@sms.test`], authUser: from, remoteIp: outside },
    ...more,
  })
  const tell = async (mail: TestMail): Promise<string> => told(await gateway.send(mail))
  /** The answer to a mail, and its text. */
  const answer = async (to: string): Promise<string> => {
    const mail = await eventually(`an answer to ${to}`, () =>
      gateway.mails.find((one) => one.to === to),
    )
    gateway.mails.splice(gateway.mails.indexOf(mail), 1)
    return readMailNow(Buffer.from(mail.contents)).text ?? ''
  }
  const numberOf = async (address: string): Promise<string | null | undefined> =>
    (await administration.listAccounts()).find((one) => one.address === address)?.number
  const later = (): void => void (now += minute)
  const tokenFor = async (from: string, command: string, shown: string): Promise<string> => {
    const subject = shown
    assert.equal(await tell({ ...by(from, command, { subject }), authUser: '' }), 'taken')
    const text = await answer(from)
    const token = /https:\/\/sms\.example\.org\/sms\/confirm\/([a-z2-7]{26})/.exec(text)?.[1]
    assert.ok(token !== undefined, text)
    return token
  }

  test('subscribe@ again gives the same number again', async () => {
    assert.equal(await tell(by('anna@x.test', 'subscribe')), 'taken')
    const first = await answer('anna@x.test')
    const number = await numberOf('anna@x.test')
    assert.ok(number?.startsWith('+45999'))
    later()
    assert.equal(await tell(by('anna@x.test', 'subscribe')), 'taken')
    assert.equal(await answer('anna@x.test'), first)
    assert.equal(await numberOf('anna@x.test'), number)
  })

  test('a long word is no key, and the key in the text counts beside it', async () => {
    later()
    const subject = 'Kommunikationsmedarbejdere: Nummerfrigivelse'
    const mail = {
      ...by('anna@x.test', 'subscribe', { subject, text: `Mine: ${key}` }),
      authUser: '',
    }
    assert.equal(await tell(mail), 'taken')
    assert.match(await answer('anna@x.test'), /sms\/confirm\//)
    later()
  })

  test('who shows only a key keeps nobody from an answer', async () => {
    const stranger = (): TestMail => ({
      ...by('anna@x.test', 'subscribe', { subject: key }),
      authUser: '',
    })
    assert.equal(await tell(stranger()), 'taken')
    assert.match(await answer('anna@x.test'), /sms\/confirm\//)
    assert.equal(await tell(by('anna@x.test', 'status')), 'taken')
    assert.doesNotMatch(await answer('anna@x.test'), /sms\/confirm\//)
    for (const again of [stranger(), by('anna@x.test', 'status')])
      assert.match(await tell(again), /^452 /)
    later()
  })

  test('two mails at once take one number, and a mail that comes again is answered once', async () => {
    const twice = by('bo@x.test', 'subscribe', { messageId: '<twice@x.test>' })
    const said = await Promise.all([tell(twice), tell(by('bo@x.test', 'subscribe'))])
    assert.deepEqual(
      said.filter((one) => one !== 'taken').map((one) => one.slice(0, 3)),
      ['452'],
    )
    await answer('bo@x.test')
    later()
    const again = await tell(twice)
    assert.equal(again, 'taken')
    const taken = (await administration.listNumbers()).filter((one) => one.account === 'bo@x.test')
    assert.equal(taken.length, 1)
  })

  test('a number that was given back is no sender of the next SMS', async () => {
    await tell(by('dora@x.test', 'subscribe'))
    const number = await numberOf('dora@x.test')
    const writes = async (phone: string): Promise<string | undefined> => {
      assert.equal(await tell(by('dora@x.test', phone)), 'taken')
      return eventually(`an SMS to ${phone}`, () =>
        route.submitted.find((one) => one.phone === phone),
      ).then(({ sender }) => sender)
    }
    assert.equal(await writes('+4520640001'), number, 'at once, though it was looked up before')
    later()
    assert.equal(await tell(by('dora@x.test', 'unsubscribe')), 'taken')
    assert.notEqual(await writes('+4520640002'), number)
  })

  test('a long word in the Subject is no wrong key', async () => {
    for (const subject of ['Nummerfrigivelse', 'Mobilfunknummernverwaltung'])
      for (const command of ['subscribe', 'unsubscribe']) {
        later()
        assert.equal(await tell(by('dora@x.test', command, { subject })), 'taken')
      }
    later()
  })

  test('when all numbers are given out, subscribe@ says so and makes no account', async () => {
    const first = by('first@far.test', 'subscribe', { subject: small })
    const second = by('second@far.test', 'subscribe', { subject: small })
    assert.equal(await tell(first), 'taken')
    assert.match(await answer('first@far.test'), /\+45 99 ?90 ?10 ?00/)
    assert.equal(await tell(second), '550 5.7.1 numbers_used_up')
    assert.equal(await numberOf('second@far.test'), undefined)
    assert.equal(await tell(second), '550 5.7.1 numbers_used_up', 'and is not remembered as done')
  })

  test('status@ tells number, limits, credit and what became of the latest messages', async () => {
    await administration.setSetting({ group: 'Office' }, { name: 'limit_user', value: '10/1d' })
    await administration.setSetting({ group: 'Office' }, { name: 'limit_group', value: '500' })
    await administration.addCredit('Office', '7.5')
    later()
    const number = await numberOf('anna@x.test')
    assert.equal(await tell(by('anna@x.test', '+4520643064')), 'taken')
    const sent = await eventually('the SMS', () =>
      route.submitted.find(({ phone }) => phone === '+4520643064'),
    )
    await route.sinks?.report({ reference: `ref-${sent.id}`, fate: 'delivered', at: now })
    await eventually('its report', async () =>
      (await gateway.messages()).find(({ state }) => state === 'delivered'),
    )
    assert.equal(await tell(by('anna@x.test', 'status')), 'taken')
    const text = await answer('anna@x.test')
    assert.match(text, /^Account: anna@x\.test in Office$/m)
    assert.match(text, new RegExp(`^Own number: \\+45 ${number?.slice(3)}$`, 'm'))
    assert.match(text, /^Your own limit: 1 of 10 in 1 day used$/m)
    assert.match(text, /^Limit of Office: \d+ of 500 used$/m)
    assert.match(text, /^Credit of Office: 6\.5$/m)
    assert.match(text, /^ {2}2026-11-03 1\d:\d\d {2}\+45 20 ?64 ?30 ?64 {2}delivered$/m)
    assert.doesNotMatch(text, /[{}[\]]|undefined|null/)
    await administration.setSetting({ group: 'Office' }, { name: 'limit_user', value: 'none' })
    later()
    assert.equal(await tell(by('anna@x.test', 'status')), 'taken')
    assert.match(await answer('anna@x.test'), /^Members of the group Office may not send SMS/m)
    await administration.setSetting({ group: 'Office' }, { name: 'limit_user', value: '10/1d' })
  })

  test('a command stands alone, also in a mail that a server split', async () => {
    later()
    const phone = '+4520643088@sms.test'
    const parts: [to: string, cc: string][] = [
      ['preview@sms.test', phone],
      [phone, 'Preview@SMS.test'],
      ['status@sms.test', `${key}.4520643088@sms.test`],
      [`${key}@sms.test`, 'preview@sms.test'],
      ['kitchen@sms.test', 'help@sms.test'],
    ]
    for (const [to, cc] of parts) {
      const from = 'anna@x.test'
      const mail = { ...by(from, ''), to: [to], headers: [`Cc: ${cc}`], subject: '+4520643088' }
      assert.equal(await tell(mail), '550 5.1.3 command_alone', to)
    }
    const sent = await gateway.store.db('messages').where({ phone: '+4520643088' })
    assert.deepEqual(sent, [])
    // One at a domain that is not ours is no command, and help@ in Cc of an answer is none of its business.
    const elsewhere = { headers: ['Cc: preview@other.test'] }
    assert.equal(await tell(by('anna@x.test', '+4520643088', elsewhere)), 'taken')
    const [talk] = await gateway.store
      .db<{ tag: string; phone: string }>('conversations')
      .where({ phone: '+4520643088' })
    const answering = by('anna@x.test', `4520643088-${talk?.tag ?? ''}`, {
      headers: ['Cc: help@sms.test'],
      text: 'Answer',
    })
    assert.equal(await tell(answering), 'taken')
    const asking = { headers: [`Cc: ${answering.to?.[0] ?? ''}`] }
    assert.equal(await tell(by('anna@x.test', 'help', asking)), 'taken')
    assert.match(await answer('anna@x.test'), /Write a mail to the phone number/)
    later()
  })

  test('a link whose key is paused says so in the language of its account, and does nothing', async () => {
    later()
    const token = await tokenFor('cy@x.test', 'subscribe', key)
    const links = gateway.gateway.confirmationLinks
    assert.equal((await links.find(token))?.language, 'da')
    await administration.setKeyActive(key.slice(0, 6), false)
    now += 2_000
    assert.deepEqual(await links.confirm(token), {
      kind: 'refused',
      sentence: 'Nøglen gælder ikke længere. Bed din administrator om en aktiv nøgle.',
    })
    assert.equal(await numberOf('cy@x.test'), null)
    await administration.setKeyActive(key.slice(0, 6), true)
    now += 2_000
    assert.deepEqual(await Promise.all([links.confirm(token), links.confirm(token)]), [
      { kind: 'done' },
      { kind: 'done' },
    ])
    assert.match(await answer('cy@x.test'), /Dit eget nummer er \+45 99/)
    assert.ok(!gateway.mails.some(({ to }) => to === 'cy@x.test'), 'answered once')
  })

  test('a link that is too old, or was never made, does nothing', async () => {
    const token = await tokenFor('late@far.test', 'subscribe', key)
    now += 24 * 60 * minute
    const links = gateway.gateway.confirmationLinks
    for (const one of [token, 'a'.repeat(26), ''])
      assert.deepEqual(await links.confirm(one), { kind: 'unknown' })
    assert.equal(await numberOf('late@far.test'), undefined)
  })

  test('a link says why in each language when there are no numbers', async () => {
    const token = await tokenFor('third@far.test', 'subscribe', small)
    assert.deepEqual(await gateway.gateway.confirmationLinks.confirm(token), {
      kind: 'refused',
      sentence: 'Alle gruppens numre er delt ud. Bed din administrator om flere.',
    })
  })

  test('the catch-all account must be one of those that whoever sets it administers', async () => {
    const set = (value: string, desk = administration): Promise<void> =>
      desk.setSetting({ group: 'Small' }, { name: 'catch_all', value })
    await assert.rejects(set('nobody@x.test'), /There is no account nobody@x\.test/)
    const groups = await gateway.store.db<{ id: number; name: string }>('groups').select()
    const within = groups.filter(({ name }) => name === 'Small').map(({ id }) => id)
    const own = gateway.gateway.administer('boss@far.test', within)
    await assert.rejects(set('anna@x.test', own), /a group that you do not administer/)
    await set('First@far.test', own)
    await set('')
  })
})
