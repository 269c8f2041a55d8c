// The messages of a person over plain HTTP: what is shown, what is sent, and that nothing that a phone
// writes is more than text.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { signInAs, startPeopleServer, type PeopleServer } from '../support/people-server.ts'

const anna = 'anna@example.test'
const number = '+4560991000'
const phone = '+4520643064'

async function until(server: PeopleServer, isSo: () => Promise<boolean>): Promise<void> {
  const changes = new EventTarget()
  const stop = server.test.gateway.onChange(() => changes.dispatchEvent(new Event('change')))
  while (!(await isSo())) await once(changes, 'change')
  stop()
}

forEachDatabase((name, openDatabaseUrl) => {
  async function start(settings = '') {
    const server = await startPeopleServer({
      database: await openDatabaseUrl(),
      routes: [new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now })],
      settings,
    })
    const administration = server.test.gateway.administer('test')
    await administration.addAccount({ address: anna })
    await administration.addNumber({ number, account: anna })
    return server
  }

  async function phoneWrites(server: PeopleServer, text: string): Promise<void> {
    await server.test.gateway.phones?.answer({ phone, to: number, text })
  }

  test(`${name}: what is written goes out, and the answer is unread until it is opened`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    const { response } = await browser.post('/messages', {
      to: '+45 20 64 30 64',
      text: 'Are you in on Friday?',
      once: 'a',
    })
    assert.equal(response.headers.get('location'), '/messages?with=%2B4520643064')
    await phoneWrites(server, 'Yes, count me in')
    const list = await browser.get('/messages')
    assert.match(list.html, /class="talk unread"[^]*Yes, count me in/)
    const { html } = await browser.get('/messages?with=%2B4520643064')
    assert.match(html, /Are you in on Friday\?[^]*Yes, count me in/)
    assert.doesNotMatch((await browser.get('/messages')).html, /talk unread/)
    await until(server, async () =>
      (await browser.get('/messages?with=%2B4520643064')).html.includes('· delivered'),
    )
  })

  test(`${name}: what is new stays unread while only older messages are looked at`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    await phoneWrites(server, 'First')
    await phoneWrites(server, 'Second')
    const last = (await server.test.messages()).at(-1)?.['id']
    await browser.get(`/messages?with=%2B4520643064&before=${String(last)}`)
    assert.match((await browser.get('/messages')).html, /talk unread/)
    await browser.get('/messages?with=%2B4520643064')
    assert.doesNotMatch((await browser.get('/messages')).html, /talk unread/)
  })

  test(`${name}: a form that is sent twice sends one message, the same text anew another`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    const fields = { to: phone, text: 'Hello', once: 'first' }
    await browser.post('/messages', fields)
    await browser.post('/messages', fields)
    await browser.post('/messages', { ...fields, once: 'second' })
    const { length } = await server.test.messages()
    assert.equal(length, 2)
  })

  test(`${name}: a limit and a wrong number are refused with the sentence, and the text stays`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    const wrong = await browser.post('/messages', { to: '12', text: 'Keep this', once: 'a' })
    assert.match(wrong.html, /role="alert">12 is not a valid phone number/)
    assert.match(wrong.html, /Keep this<\/textarea>/)
    await server.test.gateway
      .administer('test')
      .setSetting({ group: '' }, { name: 'limit_user', value: 'none' })
    await server.test.gateway.administer('test').addAccount({ address: 'bo@example.test' })
    const bo = await signInAs(server, 'bo@example.test')
    const refused = await bo.post('/messages', { to: phone, text: 'Hello', once: 'b' })
    assert.match(refused.html, /Members of the group Master may not send SMS/)
  })

  test(`${name}: nobody sees the messages of another, and search finds numbers and texts`, async () => {
    await using server = await start()
    await server.test.gateway.administer('test').addAccount({ address: 'bo@example.test' })
    const browser = await signInAs(server, anna)
    await browser.post('/messages', { to: phone, text: 'ÆNDRET: about the 100% wool', once: 'a' })
    await browser.post('/messages', { to: '+4530112233', text: 'Other', once: 'b' })
    const bo = await signInAs(server, 'bo@example.test')
    assert.doesNotMatch((await bo.get('/messages?with=%2B4520643064')).html, /wool/)
    const found = async (q: string) => {
      const { html } = await browser.get(`/messages?q=${encodeURIComponent(q)}`)
      return [...html.matchAll(/class="talk-name">([^<]+)/g)].map(([, found]) => found)
    }
    assert.deepEqual(await found('100% WOOL'), ['+45 20643064'])
    assert.deepEqual(await found('3011'), ['+45 30112233'])
    for (const written of ['+45 20643064', '20 64 30 64', '0045 2064-30', '020643064'])
      assert.deepEqual(await found(written), ['+45 20643064'], written)
    // PostgreSQL knows the capitals of its database's locale, which is C in tests.
    if (name === 'SQLite') assert.deepEqual(await found('ændret'), ['+45 20643064'])
    assert.deepEqual(await found('%'), ['+45 20643064'])
    assert.deepEqual(await found(`' or 1=1 --`), [])
  })

  test(`${name}: a message for later says when, and its writer cancels it and sends it again`, async () => {
    await using server = await start()
    await server.test.gateway.administer('test').addAccount({ address: 'bo@example.test' })
    const browser = await signInAs(server, anna)
    await browser.post('/messages/many', {
      ...{ group: '', to: phone, text: 'Happy new year', at: '2090-01-01T10:00' },
      ...{ once: 'a', do: 'send' },
    })
    const open = () => browser.get('/messages?with=%2B4520643064')
    assert.match(
      (await open()).html,
      /scheduled, goes out <time datetime="2090-01-01T10:00:00.000Z"[^]*value="cancel" aria-label="Cancel: Happy new year"/,
    )
    const id = String((await server.test.messages())[0]?.['id'])
    const bo = await signInAs(server, 'bo@example.test')
    const cancel = { do: 'cancel', to: phone, id }
    assert.match((await bo.post('/messages', cancel)).html, /There is no message/)
    assert.equal((await server.test.messages())[0]?.['state'], 'scheduled')
    const { response } = await browser.post('/messages', cancel)
    assert.equal(response.headers.get('location'), '/messages?with=%2B4520643064')
    assert.match((await open()).html, /cancelled: by anna@example\.test[^]*value="resend"/)
    assert.match((await browser.post('/messages', cancel)).html, /role="alert">Message/)
    const again = { ...cancel, do: 'resend', once: 'b' }
    await Promise.all([browser.post('/messages', again), browser.post('/messages', again)])
    await eventually('the report', async () =>
      (await open()).html.includes('· delivered') ? true : undefined,
    )
    assert.equal((await server.test.messages()).length, 2)
    await bo.post('/messages', { ...cancel, do: 'resend' })
    assert.equal((await server.test.messages()).length, 2)
  })

  test(`${name}: what did not arrive says why`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    await browser.post('/messages', { to: phone, text: 'Hello', once: 'a' })
    const open = () => browser.get('/messages?with=%2B4520643064')
    await eventually('the report', async () =>
      (await open()).html.includes('· delivered') ? true : undefined,
    )
    const reason = 'Absent <subscriber>'
    await server.test.store.transaction((trx) =>
      trx('messages').update({ state: 'undelivered', reason }),
    )
    assert.match((await open()).html, /not delivered: Absent &lt;subscriber>[^]*value="resend"/)
  })

  test(`${name}: older conversations and messages are reached page by page`, async () => {
    await using server = await start()
    const browser = await signInAs(server, anna)
    const numbers = Array.from({ length: 63 }, (_, n) => `+45206430${String(10 + n)}`)
    await browser.post('/messages/many', {
      ...{ group: '', to: numbers.join('\n'), text: 'Hello', at: '' },
      ...{ once: 'a', do: 'send' },
    })
    const [, row] = await server.test.messages()
    const copy = Object.fromEntries(Object.entries(row ?? {}).filter(([column]) => column !== 'id'))
    const copies = Array.from({ length: 150 }, (_one, n) => ({
      ...copy,
      ...{ text: `Text ${n}`, state: 'delivered' },
    }))
    await server.test.store.transaction((trx) => trx('messages').insert(copies))
    const linkOf = (html: string, name: string) =>
      new RegExp(`href="([^"]+)">${name}<`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? 'no link'
    const namesIn = (html: string) =>
      [...html.matchAll(/class="talk-name">([^<]+)/g)].map(([, found]) => found)
    const first = await browser.get('/messages')
    const second = await browser.get(linkOf(first.html, 'Older'))
    const names = [...namesIn(first.html), ...namesIn(second.html)]
    assert.deepEqual([namesIn(first.html).length, new Set(names).size, names.length], [60, 63, 63])
    assert.doesNotMatch(second.html, />Older</)
    assert.equal(linkOf(second.html, 'Newest'), '/messages?')
    const talk = `/messages?with=${encodeURIComponent(String(copy['phone']))}`
    const textsIn = (html: string) =>
      [...html.matchAll(/class="said-text">([^<]+)/g)].map(([, found]) => found)
    const latest = (await browser.get(talk)).html
    assert.deepEqual([textsIn(latest)[0], textsIn(latest).length], ['Text 50', 100])
    const open = /<section class="open"[^]*/.exec(latest)?.[0] ?? ''
    const earlier = (await browser.get(linkOf(open, 'Older'))).html
    assert.deepEqual(
      [textsIn(earlier)[0], textsIn(earlier).at(-1), textsIn(earlier).length],
      ['Hello', 'Text 49', 51],
    )
  })
})

test('what a phone writes is text, never HTML', async () => {
  let open: (() => Promise<string>) | undefined
  forEachDatabase((name, openDatabaseUrl) => {
    if (name === 'SQLite') open = openDatabaseUrl
  })
  await using server = await startPeopleServer({
    database: (await open?.()) ?? '',
    routes: [new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now })],
  })
  const administration = server.test.gateway.administer('test')
  await administration.addAccount({ address: anna, name: '<b>Anna</b>' })
  await administration.addNumber({ number, account: anna })
  const text = `</p><script>alert(1)</script><img src=x onerror=alert(2)>"'`
  await server.test.gateway.phones?.answer({ phone, to: number, text })
  const browser = await signInAs(server, anna)
  const { html } = await browser.get(`/messages?with=%2B4520643064&q=${encodeURIComponent('<')}`)
  assert.doesNotMatch(html, /<script>|<img src=x|<b>Anna/)
  assert.match(html, /&lt;script>alert\(1\)/)
  const reflected = await browser.post('/messages', { to: text, text, once: 'a' })
  assert.doesNotMatch(reflected.html, /<script>|<img src=x/)
})

test('the count says parts, alphabet and what is left, with the signature of the account', async () => {
  let open: (() => Promise<string>) | undefined
  forEachDatabase((name, openDatabaseUrl) => {
    if (name === 'SQLite') open = openDatabaseUrl
  })
  await using server = await startPeopleServer({ database: (await open?.()) ?? '' })
  await server.test.gateway.administer('test').addAccount({ address: anna })
  const browser = await signInAs(server, anna)
  const count = async (text: string) => (await browser.post('/messages/count', { text })).html
  assert.equal(await count(''), '')
  assert.equal(await count('x'.repeat(160)), '1 part · GSM-7 · 0 left')
  assert.equal(await count('x'.repeat(161)), '2 parts · GSM-7 · 145 left')
  assert.equal(await count('€[]'), '1 part · GSM-7 · 154 left')
  assert.equal(await count('Привет'), '1 part · UCS-2 · 64 left')
})
