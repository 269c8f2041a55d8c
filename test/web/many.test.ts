// Writing to several at once, and stock phrases: each message its own text, judged alone; nothing sent
// before it was seen, nothing twice; what is not for one is not shown to one.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { forEachDatabase } from '../support/databases.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'

const anna = 'anna@example.test'
const bo = 'bo@example.test'

/** A route that charges 65 thousandths of a euro to Denmark. */
function table(): RouteTable {
  const entry = plainEntry(new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now }))
  const rules = { ...entry.rules, prices: new Map([['45', 65_000]]), currency: 'EUR' }
  return new RouteTable([{ ...entry, rules }])
}

forEachDatabase((name, openDatabaseUrl) => {
  describe(`${name}: several at once`, () => {
    let server: PeopleServer
    let browser: PlainBrowser
    const desk = () => server.test.gateway.administer('test')
    before(async () => {
      server = await startPeopleServer({ database: await openDatabaseUrl(), table: table() })
      await desk().addGroup('Office')
      await desk().addGroup('Office/Sales')
      await desk().addGroup('Shop')
      await desk().setPrice('45', '1.5')
      for (const address of [anna, bo])
        await desk().addAccount({ address, language: 'en', group: 'Office/Sales' })
      const guests = [
        'Name;Mobile;Groups;Town',
        'Ole Hansen;+4520643064;Guests;Rennes',
        'Lis Berg;+4520643065;Guests;',
        'Kai;+46701740605;Guests;"Лондон"',
        'Bo;+4520643066;;Lund',
      ]
      await desk().importContacts(anna, { content: Buffer.from(guests.join('\n')) }, false)
      await desk().addContactGroup(anna, 'Nobody')
      browser = await signInAs(server, anna)
    })
    after(() => server[Symbol.asyncDispose]())

    const texts = async (): Promise<string[]> =>
      (await server.test.messages()).map(({ phone, text }) => `${String(phone)} ${String(text)}`)
    const wish = { group: 'guests', to: '', text: 'Hi {first name} of {Town}', at: '' }

    test('the preview shows the first ones with parts and price, and who is left out, and sends nothing', async () => {
      const { html, status } = await browser.post('/messages/many', { ...wish, do: 'check' })
      assert.equal(status, 200)
      assert.match(html, /2 messages · 2 parts · 0\.065 EUR/)
      assert.match(html, /Hi Ole of Rennes<\/p>[^]*1 part · GSM-7 · 0\.065 EUR/)
      assert.match(html, /Hi Kai of Лондон<\/p>[^]*1 part · UCS-2</)
      assert.match(
        html,
        /Left out \(1\)[^]*Lis Berg \(\+4520643065\)[^]*Has nothing for \{Town\}\./,
      )
      assert.match(html, /Send 2 messages/)
      assert.deepEqual(await texts(), [])
    })

    test('each gets its own text, once, also when the form comes twice', async () => {
      const send = { ...wish, text: 'Hi {name}, {Town|here}', once: 'a', do: 'send' }
      const first = await browser.post('/messages/many', send)
      assert.match(first.html, /3 messages are on their way/)
      const again = await browser.post('/messages/many', send)
      assert.match(again.html, /nothing was sent twice/)
      assert.deepEqual(await texts(), [
        '+46701740605 Hi Kai, Лондон',
        '+4520643065 Hi Lis Berg, here',
        '+4520643064 Hi Ole Hansen, Rennes',
      ])
    })

    test('numbers, contacts and groups may be mixed; each phone gets one; what is unknown is named', async () => {
      const to = 'Bo, +45 20 64 30 66\n+4520643067; nobody, Ann, 12, ole.hansen'
      const check = { ...wish, to, text: 'Hello {name|you}', do: 'check' }
      const { html } = await browser.post('/messages/many', check)
      assert.match(html, /5 messages/)
      assert.match(html, /Left out \(3\)/)
      assert.match(html, /group &quot;nobody&quot; holds no phone/)
      assert.match(html, /no contact or group called &quot;Ann&quot;/)
      assert.match(html, /12 is not a valid phone number/)
      const bos = await signInAs(server, bo)
      const theirs = await bos.post('/messages/many', { ...wish, do: 'check' })
      assert.match(theirs.html, /no contact or group called &quot;guests&quot;/)
      assert.doesNotMatch(theirs.html, /Ole|Rennes/)
    })

    test('a time later than now is kept, one that is over is refused', async () => {
      const later = { ...wish, to: 'Bo', group: '', text: 'Later', once: 'later', do: 'send' }
      const past = await browser.post('/messages/many', { ...later, at: '2020-01-01T10:00' })
      assert.equal(past.status, 422)
      assert.match(past.html, /Nothing was sent[^]*2020-01-01T10:00/)
      await browser.post('/messages/many', { ...later, at: '2090-01-01T10:00' })
      const message = (await server.test.messages()).at(-1)
      assert.deepEqual([message?.['state'], message?.['text']], ['scheduled', 'Later'])
    })

    test('a time is that of the browser until somebody says a zone, and told with its zone', async () => {
      const at = '2090-01-01T10:00'
      const later = { ...wish, to: '+4520643066', group: '', text: 'In their zone', at }
      const dueOf = async (once: string, writer = browser) => {
        const { html } = await writer.post('/messages/many', { ...later, once, do: 'send' })
        assert.match(html, /1 messages are scheduled: <time/)
        const { due_at } = (await server.test.messages()).at(-1) ?? {}
        return new Date(Number(due_at)).toISOString()
      }
      browser.cookies.set('sms_zone', 'America/New_York')
      const preview = await browser.post('/messages/many', { ...later, do: 'check' })
      assert.match(
        preview.html,
        /goes out <time datetime="2090-01-01T15:00:00.000Z" data-shape="due">Sun[^<]*2090[^<]*10:00/,
      )
      assert.match(preview.html, /data-zone-name>America\/New_York</)
      assert.equal(await dueOf('zone 1'), '2090-01-01T15:00:00.000Z')
      browser.cookies.set('sms_zone', 'Mars/Olympus')
      assert.equal(await dueOf('zone 2'), '2090-01-01T10:00:00.000Z')
      browser.cookies.delete('sms_zone')
      const address = 'tokyo@example.test'
      const timeZone = 'Asia/Tokyo'
      await desk().addAccount({ address, language: 'en', group: 'Office/Sales', timeZone })
      const tokyo = await signInAs(server, address)
      tokyo.cookies.set('sms_zone', 'America/New_York')
      assert.equal(await dueOf('zone 3', tokyo), '2090-01-01T01:00:00.000Z')
    })

    test('limits are asked for each message, and who may get none is named', async () => {
      await desk().addGroup('Few')
      await desk().setSetting({ group: 'Few' }, { name: 'limit_user', value: '2' })
      const address = 'few@example.test'
      await desk().addAccount({ address, language: 'en', group: 'Few' })
      const few = await signInAs(server, address)
      const to = '+4520643071, +4520643072, +4520643073'
      const send = { ...wish, group: '', to, text: 'Two of three', once: 'c', do: 'send' }
      const { html } = await few.post('/messages/many', send)
      assert.match(html, /2 messages are on their way/)
      assert.match(html, /Left out \(1\)[^]*\+4520643073/)
      const open = await few.get('/messages?with=%2B4520643071')
      assert.match(open.html, /href="\/contacts\?phone=%2B4520643071#add-title"/)
    })

    test('nobody and nothing are asked for', async () => {
      const nobody = await browser.post('/messages/many', { ...wish, group: '', do: 'check' })
      assert.equal(nobody.status, 422)
      assert.match(nobody.html, /Choose a group[^]*Hi \{first name\}/)
      const nothing = await browser.post('/messages/many', { ...wish, text: ' ', do: 'check' })
      assert.match(nothing.html, /Write the text first/)
    })

    test('markup in names, columns and texts is text', async () => {
      const evil = '<img src=x onerror=alert(1)>'
      const content = Buffer.from(`Name;Mobile;${evil}\nEve;+4520643074;${evil}`)
      await desk().importContacts(anna, { content }, false)
      const check = { ...wish, group: '', to: `Eve, ${evil}`, text: `${evil} [v1]`, do: 'check' }
      const { html } = await browser.post('/messages/many', check)
      assert.match(html, /&lt;img src=x onerror=alert\(1\)> &lt;img/)
      assert.ok(!html.includes(evil))
      assert.ok(!(await browser.get('/contacts')).html.includes(evil))
    })

    test('a group that is written to as one phone leads to the page for several', async () => {
      const form = { to: 'Guests', text: 'To all', once: 'd' }
      const { html } = await browser.post('/messages', form)
      assert.match(html, /<h1>Write to several[^]*\nGuests<\/textarea>[^]*\nTo all<\/textarea>/)
      const one = await browser.post('/messages', { ...form, to: 'bo', once: 'e' })
      assert.equal(one.response.headers.get('location'), '/messages?with=%2B4520643066')
    })

    test('conversations have the names of contacts, and are found by them', async () => {
      const list = await browser.get('/messages')
      assert.match(list.html, /class="talk-name">Ole Hansen</)
      const found = await browser.get('/messages?q=lis%20b')
      assert.match(found.html, /class="talk-name">Lis Berg</)
      assert.doesNotMatch(found.html, /Ole Hansen/)
      const open = await browser.get('/messages?with=%2B4520643064')
      assert.match(open.html, /id="open-title">Ole Hansen<\/h2><p class="muted">\+45 20643064</)
    })

    test('the count has the price to the phone that is typed, or to a contact', async () => {
      const count = async (to: string) =>
        (await browser.post('/messages/count', { text: 'Hi', to })).html
      assert.equal(await count('+4520643064'), '1 part · GSM-7 · 158 left · 0.065 EUR')
      assert.equal(await count('ole.hansen'), '1 part · GSM-7 · 158 left · 0.065 EUR')
      for (const to of ['+4', '+46701740605', '', 'guests'])
        assert.equal(await count(to), '1 part · GSM-7 · 158 left')
      const draft = { to: '+4520643064', text: 'Hi', do: 'measure' }
      const measured = await browser.post('/messages', draft)
      assert.match(measured.html, /\nHi<\/textarea>[^]*158 left · 0\.065 EUR/)
    })

    test('where the group pays with credit, the price is said in credits', async () => {
      await desk().addGroup('Paying')
      await desk().addCredit('Paying', '10')
      const address = 'payer@example.test'
      await desk().addAccount({ address, language: 'en', group: 'Paying' })
      const payer = await signInAs(server, address)
      const check = { ...wish, group: '', to: '+4520643064, +46701740605', text: 'Hi', do: 'check' }
      assert.match((await payer.post('/messages/many', check)).html, /2 parts · 2\.5 credits/)
    })

    test('phrases are one’s own, and are put into the text with what is known of the contact', async () => {
      const save = { name: 'Ready', text: 'Dear {first name}, ready in {Town}: {Hour}', do: 'save' }
      assert.equal((await browser.post('/phrases', save)).status, 303)
      const list = await browser.get('/phrases')
      const id = /change=(\d+)/.exec(list.html)?.[1] ?? ''
      const { html } = await browser.get(`/phrases/${id}?with=%2B4520643064`)
      assert.deepEqual(JSON.parse(html), { text: 'Dear Ole, ready in Rennes: {Hour}' })
      const insert = { to: '+4520643064', text: 'Hello.', phrase: id, do: 'insert' }
      const inserted = await browser.post('/messages', insert)
      assert.match(inserted.html, /\nHello\. Dear Ole, ready in Rennes: \{Hour\}<\/textarea>/)
      const many = await browser.post('/messages/many', { ...wish, phrase: id, do: 'insert' })
      assert.match(many.html, /of \{Town\} Dear \{first name\}/)
      const bos = await signInAs(server, bo)
      assert.equal((await bos.get(`/phrases/${id}?with=%2B4520643064`)).status, 404)
      assert.doesNotMatch((await bos.get('/phrases')).html, /Ready/)
      await bos.post('/phrases', { name: 'Ready', group: '', do: 'remove' })
      assert.match((await browser.get('/phrases')).html, /Ready/)
      await browser.post('/phrases', { ...save, name: 'READY', text: 'New' })
      assert.match((await browser.get('/phrases')).html, /READY[^]*New/)
      await browser.post('/phrases', { name: 'ready', do: 'remove' })
      assert.doesNotMatch((await browser.get('/phrases')).html, /READY/)
    })

    test('those of a group are for all below it, and change by the right to texts alone', async () => {
      const hours = { name: 'Hours', text: 'Open 9 to 5', group: '=Office', do: 'save' }
      assert.equal((await browser.post('/phrases', hours)).status, 403)
      await desk().grantRights({ address: bo, group: 'Office', rights: ['texts'] })
      const bos = await signInAs(server, bo)
      assert.equal((await bos.post('/phrases', hours)).status, 303)
      assert.equal((await bos.post('/phrases', { ...hours, group: '=Shop' })).status, 403)
      assert.equal((await bos.post('/phrases', { ...hours, group: '=' })).status, 403)
      assert.equal((await bos.post('/phrases', { ...hours, group: '=None/Such' })).status, 403)
      assert.match((await browser.get('/phrases')).html, /Hours[^]*Office[^]*Open 9 to 5/)
      assert.doesNotMatch((await browser.get('/phrases')).html, /change=/)
      assert.equal((await browser.post('/phrases', { ...hours, do: 'remove' })).status, 403)
      await desk().addAccount({ address: 'till@example.test', language: 'en', group: 'Shop' })
      const till = await signInAs(server, 'till@example.test')
      assert.doesNotMatch((await till.get('/phrases')).html, /Hours/)
      const written = await desk().listAudit(5)
      assert.ok(written.some(({ action, actor }) => action === 'phrase save' && actor === bo))
      assert.equal((await bos.post('/phrases', { ...hours, name: '' })).status, 422)
      assert.equal((await bos.post('/phrases', { ...hours, text: 'x'.repeat(1001) })).status, 422)
    })
  })
})
