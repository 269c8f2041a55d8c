// What strangers try on every page, made from the table of pages and from the forms that the pages show:
// markup in whatever people and phones write, SQL and other nonsense in every field, forms from elsewhere.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { forEachDatabase } from '../support/databases.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'
import { pageRights } from './page-rights.ts'

const operator = 'operator@example.test'
const phone = '+4520643064'
const number = '+4560991000'
const markup = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`

/** Neither events, which never end, nor what is not for people. */
const pages = Object.entries(pageRights).flatMap(([entry, who]) => {
  const [method = '', path = ''] = entry.split(' ')
  const isPlain = !/events$|^\/(?:phone|sms|hook|assets|confirm|stop)\b/.test(path)
  return isPlain ? [{ method, path, who, asked: path.replaceAll(/:\w+/g, '1') }] : []
})

interface PageForm {
  readonly method: 'get' | 'post'
  readonly action: string
  readonly fields: readonly string[]
  /** What its buttons do, as far as they say it. */
  readonly deeds: readonly string[]
}

function namesIn(body: string): string[] {
  return [...body.matchAll(/\bname="([^"]+)"/g)].map(([, name = '']) => name)
}

/** The forms that a page shows, with the names of their fields and buttons. */
function formsIn(html: string, path: string): PageForm[] {
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => ({
    method: head.includes('method="post"') ? 'post' : 'get',
    action: /action="([^"]*)"/.exec(head)?.[1]?.replaceAll('&amp;', '&') ?? path,
    fields: [...new Set(namesIn(body))].filter((name) => name !== 'csrf' && name !== 'do'),
    deeds: [...body.matchAll(/name="do" value="([^"]+)"/g)].map(([, deed = '']) => deed),
  }))
}

const nonsense = [
  `' or 1=1 --`,
  '\u0000',
  '\ud800',
  '-1',
  '99999999999999999999',
  '\\',
  `"; drop table accounts; --`,
  '2026-13-45T99:99',
  '__proto__',
  '{}[]|',
  'x'.repeat(5_000),
]

forEachDatabase((name, openDatabaseUrl) => {
  describe(`${name}: what strangers try`, () => {
    let server: PeopleServer
    let browser: PlainBrowser
    const forms = new Map<string, PageForm>()
    // What one of the databases may not take, the other one has been tried with.
    const values = name === 'SQLite' ? nonsense : nonsense.slice(0, 5)
    before(async () => {
      server = await startPeopleServer({
        database: await openDatabaseUrl(),
        routes: [new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now })],
      })
      const desk = server.test.gateway.administer('test')
      await desk.addGroup(markup.replaceAll('/', ''))
      await desk.addAccount({ address: operator, name: markup, language: 'en' })
      await desk.grantRights({ address: operator, group: '', rights: ['operator'] })
      await desk.addNumber({ number, account: operator })
      await desk.setSetting({ group: '' }, { name: 'sms_signature', value: markup })
      const file = `Name;Mobile;Groups;${markup}\nOle;${phone};Guests;${markup}`
      await desk.importContacts(operator, { content: Buffer.from(file) }, false)
      browser = await signInAs(server, operator)
      browser.headers['user-agent'] = markup
      await browser.post('/phrases', { name: markup.slice(0, 40), text: markup, do: 'save' })
      await browser.post('/messages', { to: phone, text: markup, once: 'a' })
      await server.test.gateway.phones?.answer({ phone, to: number, text: markup })
      await server.test.send({ from: operator, authUser: operator, subject: markup, text: markup })
    })
    after(() => server[Symbol.asyncDispose]())

    test('what people and phones write is text on every page', async () => {
      let shown = 0
      const latest = Math.max(...(await server.test.messages()).map(({ id }) => Number(id)))
      const paths = [
        ...pages.flatMap(({ method, asked }) => (method === 'GET' ? [asked] : [])),
        ...Array.from({ length: latest }, (_, index) => `/logs/${index + 1}`),
        `/messages?with=${encodeURIComponent(phone)}`,
        `/messages?q=${encodeURIComponent(markup)}`,
        `/contacts?q=${encodeURIComponent(markup)}&phone=${encodeURIComponent(markup)}`,
        `/messages/many?to=${encodeURIComponent(markup)}`,
        `/sign-in?next=${encodeURIComponent(markup)}`,
      ]
      for (const path of paths) {
        const { html, status, response } = await browser.get(path)
        assert.ok(status < 500, `${path} was answered ${status}`)
        if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) continue
        assert.ok(!/<img src=x|<script>|<img[^>]+onerror/i.test(html), path)
        if (html.includes('&lt;img src=x')) shown++
        for (const form of formsIn(html, path)) forms.set(JSON.stringify(form), form)
      }
      assert.ok(shown > 5, `only ${shown} pages show it`)
    })

    test('nonsense in the fields of every form is answered, and nothing is lost by it', async () => {
      assert.ok(forms.size > 20, String(forms.size))
      const before = await counts()
      for (const { method, action, fields, deeds } of forms.values()) {
        if (/sign-out|\/sessions$/.test(action)) continue
        for (const deed of deeds.length === 0 ? [''] : deeds)
          for (const value of action.endsWith('/password') ? nonsense.slice(0, 2) : values) {
            const sent = Object.fromEntries(fields.map((field) => [field, value]))
            const all = deed === '' ? sent : { ...sent, do: deed }
            const { status } =
              method === 'get'
                ? await browser.get(`${action}?${new URLSearchParams(all).toString()}`)
                : await browser.post(action, all)
            const what = `${method} ${action} ${deed} with ${JSON.stringify(value.slice(0, 30))}`
            assert.ok(status < 500, `${what} was answered ${status}`)
          }
      }
      assert.deepEqual(await counts(), before)
      assert.equal((await browser.get('/account')).status, 200)
    })

    /** What no form may take away by nonsense. */
    async function counts(): Promise<unknown[]> {
      const rows: unknown[] = []
      for (const table of ['accounts', 'groups', 'numbers', 'messages', 'contacts', 'rights'])
        rows.push(await server.test.store.db(table).count({ n: '*' }))
      return rows
    }

    test('no form is taken from another site, or without the token of the browser', async () => {
      const cookie = [...browser.cookies].map(([one, value]) => `${one}=${value}`).join('; ')
      const csrf = browser.cookies.get('sms_csrf') ?? ''
      const posts = pages.filter(({ method }) => method === 'POST')
      assert.ok(posts.length > 20)
      for (const { asked } of posts) {
        const send = (headers: Record<string, string>, token: string) =>
          fetch(server.url + asked, {
            method: 'POST',
            headers: { cookie, ...headers },
            body: new URLSearchParams({ csrf: token }),
            redirect: 'manual',
          })
        const foreign = await send({ origin: 'https://evil.test' }, csrf)
        const crossSite = await send({ 'sec-fetch-site': 'cross-site' }, csrf)
        const without = await send({ origin: server.url }, '')
        for (const { status } of [foreign, crossSite, without]) assert.equal(status, 403, asked)
      }
    })
  })
})
