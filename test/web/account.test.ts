// The account page: what people see of their own account, and change there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { signInAs, startPeopleServer, type PeopleServerOptions } from '../support/people-server.ts'

const anna = 'anna@example.test'
const bo = 'bo@example.test'
const number = '+4560991000'

forEachDatabase((name, openDatabaseUrl) => {
  async function serverWithPeople(options: Partial<PeopleServerOptions> = {}) {
    const server = await startPeopleServer({ database: await openDatabaseUrl(), ...options })
    const administration = server.test.gateway.administer('test')
    await administration.addAccount({ address: anna, name: 'Anna' })
    await administration.addAccount({ address: bo })
    await administration.addNumber({ number, account: anna })
    return { server, administration, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

  test(`${name}: the own number stands there with its code, and the pack holds it in seven forms`, async () => {
    await using people = await serverWithPeople()
    const browser = await signInAs(people.server, anna)
    const { html } = await browser.get('/account')
    assert.match(html, /\+45 60991000/)
    assert.match(html, /<svg class="code" viewBox="0 0 29 29"/)
    const { response } = await browser.get('/account/codes.zip')
    assert.match(response.headers.get('content-disposition') ?? '', /sms-4560991000\.zip/)
    assert.deepEqual(await packNames(people.server.url, browser.cookies), [
      'sms-4560991000-116.png',
      'sms-4560991000-232.png',
      'sms-4560991000-464.png',
      'sms-4560991000-928.png',
      'sms-4560991000.svg',
      'sms-4560991000.pdf',
      'sms-4560991000.eps',
    ])
  })

  test(`${name}: who has no number has no pack, and hears what is left of the limits`, async () => {
    await using people = await serverWithPeople()
    const browser = await signInAs(people.server, bo)
    assert.equal((await browser.get('/account/codes.zip')).status, 404)
    const before = await browser.get('/account')
    assert.match(before.html, /No limit is set/)
    assert.doesNotMatch(before.html, /<svg class="code"/)
    await people.administration.setSetting({ group: '' }, { name: 'limit_user', value: '100/30d' })
    const { html } = await browser.get('/account')
    assert.match(html, /100 parts left of 100 · 30 days/)
    assert.match(html, /<meter min="0" max="100" value="100"/)
  })

  test(`${name}: a mobile is confirmed by the code that it got, and nobody is flooded with codes`, async () => {
    await using people = await serverWithPeople({
      routes: [new PhoneRoute({ name: 'virtual', window: 4, clock: Date.now })],
    })
    const { gateway } = people.server.test
    const { phones } = gateway
    const browser = await signInAs(people.server, anna)
    const post = (fields: Record<string, string>) => browser.post('/account/mobiles', fields)
    assert.equal((await post({ do: 'add', phone: '12' })).status, 422)
    const codes = async () =>
      (await phones?.list())
        ?.flatMap(({ messages }) => messages)
        .sort((a, b) => a.id - b.id)
        .map(({ text }) => text) ?? []
    const arrived = new Promise<string>((done, fail) => {
      gateway.onChange(() => {
        codes().then(([text]) => text !== undefined && done(text), fail)
      })
    })
    assert.match((await post({ do: 'add', phone: '+45 20643064' })).html, /A code is on its way/)
    const code = /\d{6}/.exec(await arrived)?.[0] ?? ''
    const other = code === '000000' ? '000001' : '000000'
    const phone = '+4520643064'
    assert.equal((await post({ do: 'confirm', phone, code: other })).status, 422)
    const bosBrowser = await signInAs(people.server, bo)
    const stolen = await bosBrowser.post('/account/mobiles', { do: 'confirm', phone, code })
    assert.equal(stolen.status, 422, 'the code is of one account alone')
    assert.match((await post({ do: 'confirm', phone, code })).html, /The mobile is confirmed/)
    assert.equal((await people.administration.listMobiles())[0]?.confirmed, true)
    assert.equal((await post({ do: 'add', phone: '+4520643065' })).status, 200)
    assert.equal((await post({ do: 'add', phone: '+4520643066' })).status, 429)
    const second = await eventually('the second code', async () => (await codes())[1])
    const right = /\d{6}/.exec(second)?.[0] ?? ''
    const wrong = right === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++)
      await post({ do: 'confirm', phone: '+4520643065', code: wrong })
    const guessed = await post({ do: 'confirm', phone: '+4520643065', code: right })
    assert.equal(guessed.status, 422, 'five wrong codes make the right one worthless')
    await post({ do: 'remove', phone })
    await post({ do: 'remove', phone: '+4520643065' })
    assert.deepEqual(await people.administration.listMobiles(), [])
  })

  test(`${name}: aliases of one's own are taken away, notices and forwarding changed`, async () => {
    await using people = await serverWithPeople()
    const { administration } = people
    await administration.addAlias(anna, 'ab@example.test')
    await administration.addAlias(bo, 'bb@example.test')
    const browser = await signInAs(people.server, anna)
    assert.match((await browser.get('/account')).html, /ab@example\.test/)
    for (const alias of ['ab@example.test', 'bb@example.test'])
      await browser.post('/account/aliases', { alias })
    const aliases = (await administration.listAccounts()).map((account) => account.aliases)
    assert.deepEqual(aliases, [[], ['bb@example.test']])
    const wishes = { reports: 'all', forward_to: 'anna@home.test, +4520643064' }
    assert.equal((await browser.post('/account/wishes', wishes)).status, 303)
    const refused = await browser.post('/account/wishes', { forward_to: 'nowhere' })
    assert.equal(refused.status, 422)
    assert.match(refused.html, /Not possible: Forward SMS to/)
    assert.match(refused.html, /name="forward_to" aria-invalid="true" value="nowhere"/)
    assert.doesNotMatch(refused.html, /name="language" aria-invalid/)
    const settings = await administration.listSettings({ account: anna })
    const value = (setting: string) => settings.find((one) => one.name === setting)?.value
    assert.deepEqual([value('reports'), value('forward_to')], ['all', wishes.forward_to])
  })

  test(`${name}: flash and validity of the account count for what its people write`, async () => {
    await using people = await serverWithPeople({
      routes: [new PhoneRoute({ name: 'virtual', window: 4, clock: Date.now })],
    })
    const browser = await signInAs(people.server, anna)
    const rows = () =>
      people.server.test.store
        .db<{ flash: number; validity: number | null }>('messages')
        .select('flash', 'validity')
        .orderBy('id')
    const write = (once: string) =>
      browser.post('/messages', { to: '+4520643064', text: 'Hello', once })
    await write('a')
    assert.match((await browser.get('/account')).html, /<option value="6h">6 hours</)
    await browser.post('/account/wishes', { format: 'flash', validity: '6h' })
    await write('b')
    assert.deepEqual(
      (await rows()).map(({ flash, validity }) => [flash, validity ?? 0]),
      [
        [0, 0],
        [1, 6 * 3_600_000],
      ],
    )
  })

  test(`${name}: of sender names there are those that are approved, where no answers are wanted`, async () => {
    await using people = await serverWithPeople()
    const { administration } = people
    await administration.approveName('Acme', '')
    await administration.setSetting({ group: '' }, { name: 'sender_name', open: 'users' })
    const browser = await signInAs(people.server, anna)
    assert.doesNotMatch((await browser.get('/account')).html, /name="sender_name"/)
    await administration.setSetting({ group: '' }, { name: 'can_receive', value: 'no' })
    assert.match((await browser.get('/account')).html, /<option value="Acme">/)
    assert.equal((await browser.post('/account/wishes', { sender_name: 'Police' })).status, 422)
    assert.equal((await browser.post('/account/wishes', { sender_name: 'Acme' })).status, 303)
    const settings = await administration.listSettings({ account: anna })
    assert.equal(settings.find((one) => one.name === 'sender_name')?.value, 'Acme')
  })
})

/** The names in the directory at the end of the zip file. */
async function packNames(url: string, cookies: ReadonlyMap<string, string>): Promise<string[]> {
  const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const answer = await fetch(`${url}/account/codes.zip`, { headers: { cookie } })
  const zip = Buffer.from(await answer.arrayBuffer())
  const names: string[] = []
  let at = zip.indexOf('PK\u0001\u0002')
  for (; at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 4)) {
    const length = zip.readUInt16LE(at + 28)
    names.push(zip.toString('latin1', at + 46, at + 46 + length))
  }
  return names
}
