// The pages about contacts over a real gateway: a file is stored only when it was confirmed, what is
// written into names is shown as text, and everybody has only their own.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'

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

    test('are added, put into groups, found, and removed', async () => {
      const ole = { do: 'add', name: 'Ole Hansen', phone: '+4520643064', groups: 'Kitchen' }
      assert.equal((await anna.post('/contacts', ole)).status, 303)
      await anna.post('/contacts', { do: 'add-group', group: 'Night' })
      await anna.post('/contacts', { do: 'put', contact: 'Ole Hansen', group: 'Night' })
      assert.match((await anna.get('/contacts')).html, /Ole Hansen.*Kitchen, Night/s)
      assert.match((await anna.get('/contacts?q=OLE&group=night')).html, /value="Ole Hansen"/)
      assert.doesNotMatch((await anna.get('/contacts?q=nobody')).html, /value="Ole Hansen"/)
      assert.doesNotMatch((await bo.get('/contacts')).html, /Ole|Kitchen/)
      await bo.post('/contacts', { do: 'remove', contact: 'Ole Hansen' })
      assert.match((await anna.get('/contacts')).html, /value="Ole Hansen"/)
      await anna.post('/contacts', { do: 'remove', contact: 'Ole Hansen' })
      assert.doesNotMatch((await anna.get('/contacts')).html, /value="Ole Hansen"/)
    })

    test('a file is looked at first, and its markup is text', async () => {
      const evil = '<img src=x onerror=alert(1)>'
      const form = new FormData()
      form.set('file', new Blob([`Name;Mobile\nLis;+4520643065\n"${evil}";+4520643066\n`]), 'a.csv')
      form.set('do', 'check')
      const checked = await anna.post('/contacts/import', form)
      assert.match(checked.html, /1 contacts are right.*Line 3: /s)
      assert.ok(!checked.html.includes(evil))
      assert.doesNotMatch((await anna.get('/contacts')).html, /value="Lis"/)
      const content = /name="content" value="([^"]+)"/.exec(checked.html)?.[1] ?? ''
      const confirmed = new FormData()
      confirmed.set('content', content)
      confirmed.set('do', 'import')
      assert.match((await anna.post('/contacts/import', confirmed)).html, /1 contacts are stored/)
      assert.match((await anna.get('/contacts')).html, /value="Lis"/)
      const { html, response } = await anna.get('/contacts/export')
      assert.match(response.headers.get('content-type') ?? '', /^text\/csv/)
      assert.match(html, /Lis;'\+4520643065/)
    })

    test('refuses in words what cannot be', async () => {
      const wrong = await anna.post('/contacts', { do: 'add', name: 'help', phone: '+4520643064' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.html, /“help” cannot be a name/)
      const form = new FormData()
      form.set('file', new Blob([Buffer.alloc(1_100_000, 'a')]), 'a.csv')
      const large = await anna.post('/contacts/import', form)
      assert.equal(large.status, 422)
      assert.match(large.html, /too large/)
    })
  })
})
