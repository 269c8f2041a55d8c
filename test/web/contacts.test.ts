// The pages about contacts over a real gateway: a file is stored only when it was confirmed, what is
// written into names is shown as text, and everybody has only their own.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import yazl from 'yazl'
import { writeRows } from '../../lib/web/admin/spreadsheet.ts'
import { forEachDatabase } from '../support/databases.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

function look(browser: PlainBrowser, content: string | Buffer) {
  const form = formOf({ do: 'check' })
  form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), 'a')
  return browser.post('/contacts/import', form)
}

forEachDatabase((_name, openDatabaseUrl) => {
  describe('contacts in the browser', () => {
    let server: PeopleServer
    let anna: PlainBrowser
    let bo: PlainBrowser
    before(async () => {
      server = await startPeopleServer({ database: await openDatabaseUrl() })
      for (const address of ['anna@x.test', 'bo@x.test'])
        await server.test.gateway.administer('test').addAccount({ address, language: 'en' })
      anna = await signInAs(server, 'anna@x.test')
      bo = await signInAs(server, 'bo@x.test')
    })
    after(() => server[Symbol.asyncDispose]())

    test('a file of nobody is refused before it is read', async () => {
      const request = http.request(`${server.url}/contacts/import`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 1_500_000 },
      })
      request.flushHeaders()
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      assert.equal(response.statusCode, 403)
      request.destroy()
    })

    test('are added, put into groups, found, and removed', async () => {
      const ole = { do: 'add', name: 'Ole Hansen', phone: '+4520643064', groups: 'Kitchen' }
      assert.equal((await anna.post('/contacts', ole)).status, 303)
      await anna.post('/contacts', { do: 'add-group', group: 'Night' })
      await anna.post('/contacts', { do: 'put', contact: 'Ole Hansen', group: 'Night' })
      assert.match((await anna.get('/contacts')).html, /Ole Hansen.*Kitchen, Night/s)
      assert.match((await anna.get('/contacts?q=OLE&group=night')).html, /value="Ole Hansen"/)
      assert.doesNotMatch((await anna.get('/contacts?q=nobody')).html, /value="Ole Hansen"/)
      for (const written of ['+45 20643064', '20 64 30 64', '0045 2064', 'ole.hansen', 'OLE-H']) {
        const { html } = await anna.get(`/contacts?q=${encodeURIComponent(written)}`)
        assert.match(html, /value="Ole Hansen"/, written)
      }
      assert.doesNotMatch((await bo.get('/contacts')).html, /Ole|Kitchen/)
      const write = await anna.post('/contacts', { do: 'write', contact: 'Ole Hansen' })
      const location = write.response.headers.get('location') ?? ''
      assert.equal(location, '/messages/many?to=Ole+Hansen')
      assert.match((await anna.get(location)).html, /\nOle Hansen<\/textarea>/)
      assert.match(
        (await anna.get('/contacts')).html,
        /<summary>Remove<\/summary><p[^>]*>The chosen contacts/,
      )
      await bo.post('/contacts', { do: 'remove', contact: 'Ole Hansen' })
      assert.match((await anna.get('/contacts')).html, /value="Ole Hansen"/)
      const edit = (await anna.get('/contacts?edit=Ole+Hansen')).html
      assert.match(
        edit,
        /name="was" value="Ole Hansen"[^]*name="name" value="Ole Hansen"[^]*\+4520643064/,
      )
      const changed = {
        ...ole,
        groups: '',
        was: 'Ole Hansen',
        name: 'Ole Berg',
        phone: '+4520643066',
      }
      assert.equal((await anna.post('/contacts', { ...changed, name: 'Night' })).status, 422)
      assert.equal((await anna.post('/contacts', { ...changed, phone: '12' })).status, 422)
      assert.equal((await bo.post('/contacts', changed)).status, 422)
      assert.match((await anna.get('/contacts')).html, /value="Ole Hansen"/)
      assert.equal((await anna.post('/contacts', changed)).status, 303)
      const list = (await anna.get('/contacts')).html
      assert.match(list, /Ole Berg.*20643066.*Kitchen, Night/s)
      assert.doesNotMatch(list, /Ole Hansen/)
      await anna.post('/contacts', { ...ole, was: 'Ole Berg' })
      await anna.post('/contacts', { do: 'remove', contact: 'Ole Hansen' })
      assert.doesNotMatch((await anna.get('/contacts')).html, /value="Ole Hansen"/)
    })

    test('a file is looked at first, its columns are chosen, and its markup is text', async () => {
      const evil = '<img src=x onerror=alert(1)>'
      const text = `Name;Mobile;<b>Town</b>\nLis;+4520643065;${evil}\n"${evil}";+4520643066;\n`
      const checked = await look(anna, text)
      assert.match(checked.html, /1 contacts are right.*<td[^>]* class="[^"]*number"[^>]*>3<\/td>/s)
      assert.match(checked.html, /name="column_3"[^]*?<option value="field" selected>own column/)
      assert.ok(!checked.html.includes(evil) && !checked.html.includes('<b>Town'))
      assert.doesNotMatch((await anna.get('/contacts')).html, /value="Lis"/)
      const content = /name="content" value="([^"]+)"/.exec(checked.html)?.[1] ?? ''
      const chosen = { column_1: 'name', column_2: 'phone', column_3: 'none', group: 'Shift' }
      const confirmed = formOf({ content, ...chosen, do: 'import' })
      const stored = await anna.post('/contacts/import', confirmed)
      assert.match(stored.html, /1 contacts are stored[^]*“&lt;img src=x/)
      assert.match((await anna.get('/contacts')).html, /value="Lis"[^]*Shift/)
      const { html, response } = await anna.get('/contacts/export')
      assert.match(response.headers.get('content-type') ?? '', /^text\/csv/)
      assert.match(html, /^\ufeff?Name;Phone;Groups\r\nLis;'\+4520643065;Shift\r\n$/)
    })

    test('which column is which is asked where it cannot be known', async () => {
      const asked = await look(bo, 'Colour;Size\nred;+4520643064\n')
      assert.equal(asked.status, 200)
      const unknown = await look(bo, 'Colour;Size\nred;big\n')
      assert.equal(unknown.status, 422)
      assert.match(unknown.html, /Which columns hold[^]*name="column_2"/)
      const content = Buffer.from('Colour;Size\nred;+4520643064\n').toString('base64')
      const none = formOf({ content, column_1: 'name', column_2: 'none', do: 'import' })
      assert.equal((await bo.post('/contacts/import', none)).status, 422)
      assert.doesNotMatch((await bo.get('/contacts')).html, /value="red"/)
    })

    test('an Excel workbook is taken as well, and one that is a bomb is not', async () => {
      const pieces = Readable.from([[['Eva', '+4520643068']]])
      const out = new PassThrough()
      const [, sheet] = await Promise.all([
        writeRows('xlsx', ['Name', 'Mobile'], pieces, out),
        buffer(out),
      ])
      assert.match((await look(anna, sheet)).html, /1 contacts are right[^]*Eva/)
      const zip = new yazl.ZipFile()
      zip.addBuffer(Buffer.alloc(40 * 1_048_576, ' '), 'xl/workbook.xml')
      zip.end()
      const bomb = await look(anna, await buffer(zip.outputStream))
      assert.equal(bomb.status, 422)
      assert.match(bomb.html, /too large/)
    })

    test('own columns are written by hand, and stay when nothing is written', async () => {
      const add = { do: 'add', name: 'Kai', phone: '+4520643069' }
      await anna.post('/contacts', { ...add, fields: 'Town: Lund\nno field\n: nameless\nURL: a:b' })
      await anna.post('/contacts', { ...add, phone: '+4520643070', fields: '' })
      assert.match((await anna.get('/contacts?q=kai')).html, /20643070[^]*Town: Lund · URL: a:b</)
      const edit = (await anna.get('/contacts?edit=Kai')).html
      const shown = 'Town: Lund\nURL: a:b'
      assert.ok(edit.includes(`name="fields_shown" value="${shown}"`))
      const change = { ...add, was: 'Kai', fields_shown: shown }
      await anna.post('/contacts', { ...change, fields: shown.replace('\n', '\r\n') })
      assert.match((await anna.get('/contacts?q=kai')).html, /20643069[^]*Town: Lund · URL: a:b</)
      const wrong = await anna.post('/contacts?edit=Kai', { ...change, phone: '12' })
      assert.match(wrong.html, /name="was" value="Kai"/)
      await anna.post('/contacts', { ...change, fields: ' ' })
      assert.doesNotMatch((await anna.get('/contacts?q=kai')).html, /Town: Lund/)
    })

    test('own columns of several lines stay whole when another one is changed', async () => {
      const text = 'Name;Mobile;"Address: home";Town\nIda;+4520643071;"Torvet 1\r\nFloor: 2";Lund\n'
      const content = Buffer.from(text).toString('base64')
      await anna.post('/contacts/import', formOf({ content, do: 'import' }))
      const shown = 'Address home: Torvet 1\n  Floor: 2\nTown: Lund'
      assert.ok((await anna.get('/contacts?edit=Ida')).html.includes(`\n${shown}</textarea>`))
      const change = {
        do: 'add',
        name: 'Ida',
        was: 'Ida',
        phone: '+4520643071',
        fields_shown: shown,
      }
      await anna.post('/contacts', { ...change, fields: shown.replace('Lund', 'Ystad') })
      const [ida] = (
        await server.test.gateway.administer('test').listContacts('anna@x.test')
      ).filter(({ name }) => name === 'Ida')
      assert.deepEqual(ida?.fields, [
        ['Address home', 'Torvet 1\nFloor: 2'],
        ['Town', 'Ystad'],
      ])
    })

    test('refuses in words what cannot be', async () => {
      const wrong = await anna.post('/contacts', { do: 'add', name: 'help', phone: '+4520643064' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.html, /“help” cannot be a name/)
      const large = await look(anna, 'a'.repeat(1_100_000))
      assert.equal(large.status, 422)
      assert.match(large.html, /too large/)
    })
  })
})
