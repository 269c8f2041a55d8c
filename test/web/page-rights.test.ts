// Who may see which page: every method and path of the router, against every kind of person.
//
// The entries are written by hand, the paths come from the router: a page without an entry fails.
import assert from 'node:assert/strict'
import { before, after, describe, test } from 'node:test'
import { createRouter } from '../../lib/web/router.ts'
import { rights } from '../../lib/gateway/people/rights.ts'
import { FakeGateway, silentLog } from '../support/fake-gateway.ts'
import { forEachDatabase } from '../support/databases.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import {
  PlainBrowser,
  signInAs,
  startPeopleServer,
  type PeopleServer,
} from '../support/people-server.ts'
import { pageRights } from './page-rights.ts'

interface Layer {
  readonly route?: {
    readonly path: string | readonly string[]
    readonly methods: Readonly<Record<string, boolean>>
    readonly stack: readonly { readonly method?: string }[]
  }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** Every `GET /path` that the router answers. */
function routesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return handle.stack === undefined ? [] : routesOf(handle.stack)
    const methods = new Set(route.stack.flatMap(({ method }) => method ?? []))
    const paths = typeof route.path === 'string' ? [route.path] : route.path
    return paths.flatMap((path) => [...methods].map((method) => `${method.toUpperCase()} ${path}`))
  })
}

test('every page has an entry in the table of who may see it', () => {
  const router = createRouter(new FakeGateway(), {
    log: silentLog,
    hosts: () => [],
    publicUrl: () => '',
    proxies: () => [],
    metricsNetworks: () => [],
    phoneNetworks: () => ['127.0.0.1'],
    smsDomain: 'sms.test',
    sendMail: () => Promise.resolve(),
  })
  const routes = routesOf((router as unknown as { stack: Layer[] }).stack)
  router.close()
  assert.deepEqual([...new Set(routes)].sort(), Object.keys(pageRights).sort())
})

/** Has every right in another branch of the tree, and none here. */
const stranger = 'stranger'

let openSqlite: (() => Promise<string>) | undefined
forEachDatabase((name, open) => {
  if (name === 'SQLite') openSqlite = open
})

describe('each page lets in whom it shall', () => {
  let server: PeopleServer
  const people = new Map<string, PlainBrowser>()
  before(async () => {
    server = await startPeopleServer({ database: (await openSqlite?.()) ?? '' })
    const administration = server.test.gateway.administer('test')
    await administration.addGroup('Office')
    await administration.addGroup('Shop')
    const row = { id: 2, group_id: 2, state: 'sent', direction: 'out', account_id: null } as const
    await insertLog(server.test.store, [
      logRow({ ...row, phone: '+4520643064', created_at: 1, parts: 1, route: 'virtual', text: '' }),
    ])
    for (const name of ['user', 'operator', stranger, ...rights]) {
      const address = `${name}@example.test`
      const group = name === stranger ? 'Shop' : 'Office'
      await administration.addAccount({ address, group })
      if (name === 'operator')
        await administration.grantRights({ address, group: '', rights: [name] })
      else if (name !== 'user')
        await administration.grantRights({
          ...{ address, group },
          rights: name === stranger ? [...rights] : [name],
        })
      people.set(name, await signInAs(server, address))
    }
  })
  after(() => server[Symbol.asyncDispose]())

  for (const [page, who] of Object.entries(pageRights)) {
    if (who === 'anyone') continue
    const [method = '', path = ''] = page.split(' ')
    // Of Office: the group and the message that have this number.
    const asked = path.replaceAll(/:\w+/g, '2')
    const isOfOffice = /^\/(?:groups|logs)\/:id/.test(path)
    test(`${page} is for ${who}`, async () => {
      const ask = async (browser: PlainBrowser): Promise<number> =>
        method === 'GET' ? (await browser.get(asked)).status : (await browser.post(asked)).status
      const nobody = await ask(new PlainBrowser(server))
      assert.equal(nobody, method === 'GET' ? 303 : 403, 'nobody')
      for (const [name, browser] of people) {
        const isStranger = name === stranger && who !== 'operator'
        const isLetIn = who === 'user' || who === name || name === 'operator' || isStranger
        // Events go on for ever, and forms may change what the next one asks for.
        const isKept = isOfOffice && name === stranger
        if (isLetIn && !isKept && (method === 'POST' || path.endsWith('/events'))) continue
        const status = await ask(browser)
        assert.equal(status === 403, !isLetIn, `${name} was answered ${status}`)
        assert.notEqual(status, 500, name)
        if (isOfOffice) assert.equal(status === 404, name === stranger, name)
      }
    })
  }
})
