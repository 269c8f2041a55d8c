// What somebody tries who has some right, or none: rights that are not theirs, other people's ids, forms
// without a token or from elsewhere, SQL and hostile letters in every filter, scripts in every name.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'
import { pageRights } from './page-rights.ts'

const evil = `<script>alert(1)</script>"'&`
const people = [
  ['root@x.test', 'Shop'],
  ['chief@x.test', 'Office'],
  ['clerk@x.test', 'Office/Sales'],
  ['till@x.test', 'Shop'],
] as const

forEachDatabase((_name, openDatabaseUrl) => {
  describe('attacks on the pages of administrators', () => {
    let server: PeopleServer
    let operator: PlainBrowser
    let chief: PlainBrowser
    before(async () => {
      server = await startPeopleServer({ database: await openDatabaseUrl() })
      const desk = server.test.gateway.administer('test')
      for (const path of ['Office', 'Office/Sales', 'Shop', evil.replace('/', ' ')])
        await desk.addGroup(path)
      for (const [address, group] of people) await desk.addAccount({ address, group, name: evil })
      await desk.grantRights({ address: 'root@x.test', group: '', rights: ['operator'] })
      const rights = ['logs', 'members', 'settings', 'keys', 'numbers', 'send']
      await desk.grantRights({ address: 'chief@x.test', group: 'Office', rights })
      await desk.grantRights({ address: 'till@x.test', group: 'Shop', rights: ['logs'] })
      await desk.addKey({ group: 'Office', name: evil })
      await desk.setSetting({ group: 'Shop' }, { name: 'sms_signature', value: evil })
      await insertLog(server.test.store, [
        logRow({
          ...{ id: 1, group_id: 2, state: 'queued', direction: 'out', account_id: 2, parts: 1 },
          ...{ phone: '+4520643061', route: evil, reason: evil, text: evil, created_at: 1 },
        }),
      ])
      operator = await signInAs(server, 'root@x.test')
      chief = await signInAs(server, 'chief@x.test')
    })
    after(() => server[Symbol.asyncDispose]())

    const rightsOf = async (address: string): Promise<string[]> =>
      (await server.test.gateway.administer('test').listRights())
        .filter((one) => one.address === address)
        .flatMap(({ group, rights }) => rights.map((right) => `${group}: ${right}`))
        .sort()

    test('nobody gives or takes a right that they do not have there themselves', async () => {
      const clerk = 'clerk@x.test'
      const give = { do: 'grant', address: clerk, group: 'Office/Sales' }
      for (const wish of [
        { ...give, right: 'operator' },
        { ...give, right: 'operator', group: 'Master' },
        { ...give, right: 'read_texts' },
        { ...give, right: 'logs', group: 'Shop' },
        { ...give, right: 'logs', group: 'Master' },
        { ...give, right: 'logs', address: 'till@x.test' },
        { ...give, right: 'logs', address: 'nobody@x.test' },
        { ...give, right: 'everything' },
        { do: 'revoke', address: 'till@x.test', group: 'Shop', right: 'logs' },
        { do: 'revoke', address: 'root@x.test', group: 'Master', right: 'operator' },
      ])
        assert.equal((await chief.send('/rights', wish)).status, 422, JSON.stringify(wish))
      assert.deepEqual(await rightsOf(clerk), [])
      assert.deepEqual(await rightsOf('till@x.test'), ['Shop: logs'])
      assert.deepEqual(await rightsOf('root@x.test'), ['Master: operator'])
    })

    test('whoever has rights beyond one’s part of the tree is not taken in, paused, removed or changed', async () => {
      const desk = server.test.gateway.administer('test')
      await desk.addAccount({ address: 'boss@x.test' })
      await desk.addAccount({ address: 'seated@x.test', group: 'Office' })
      for (const address of ['boss@x.test', 'seated@x.test'])
        await desk.grantRights({ address, group: '', rights: ['operator'] })
      const boss = { address: 'boss@x.test', group: 'Office' }
      const seated = { address: 'seated@x.test' }
      assert.equal((await chief.send('/users', { ...boss, do: 'move' })).status, 422)
      const { html } = await chief.send('/users/add', { group: 'Office', addresses: boss.address })
      assert.match(html, /boss@x\.test has rights beyond the part that you administer/)
      for (const deed of ['pause', 'remove'])
        assert.equal((await chief.send('/users', { ...seated, do: deed })).status, 422)
      const form = { ...seated, 'value.language': 'da', 'shown.language': 'en' }
      assert.equal((await chief.send('/users/settings', form)).status, 422)
      const [theirs, free] = ['+4520643091', '+4520643092']
      await desk.addNumber({ number: theirs, account: seated.address })
      await desk.addNumber({ number: free, group: 'Office' })
      for (const wish of [
        { do: 'release', number: theirs },
        { do: 'assign', number: free, ...seated },
      ]) {
        const { html } = await chief.send('/numbers', wish)
        assert.match(html, /seated@x\.test has rights beyond the part that you administer/)
      }
      assert.deepEqual(
        (await desk.listNumbers()).map(({ account }) => account),
        [seated.address, null],
      )
      const there = (await desk.listAccounts()).filter(({ address }) => /boss|seated/.test(address))
      assert.deepEqual(
        there.map(({ address, group, active }) => [address, group, active]),
        [
          ['boss@x.test', 'Master', true],
          ['seated@x.test', 'Office', true],
        ],
      )
    })

    test('what they have can be given to their own, and taken again', async () => {
      const wish = { address: 'clerk@x.test', group: 'Office/Sales', right: 'logs' }
      assert.equal((await chief.send('/rights', { ...wish, do: 'grant' })).status, 200)
      assert.deepEqual(await rightsOf('clerk@x.test'), ['Office/Sales: logs'])
      const { html } = await chief.get('/rights')
      assert.ok(html.includes('clerk@x.test') && !html.includes('till@x.test'))
      const clerk = await signInAs(server, 'clerk@x.test')
      assert.equal((await clerk.get('/logs')).status, 200)
      assert.equal((await clerk.get('/rights')).status, 403)
      assert.equal((await chief.send('/rights', { ...wish, do: 'revoke' })).status, 200)
      assert.equal((await clerk.get('/logs')).status, 403)
    })

    test('a right in their part is taken from somebody outside of it, too', async () => {
      const desk = server.test.gateway.administer('test')
      const address = 'gone@x.test'
      await desk.addAccount({ address, group: 'Shop' })
      await desk.grantRights({ address, group: 'Office', rights: ['logs'] })
      const wish = { do: 'revoke', address, group: 'Office' }
      assert.ok((await chief.get('/rights')).html.includes(address))
      assert.equal((await chief.send('/rights', { ...wish, right: 'keys' })).status, 422)
      assert.equal((await chief.send('/rights', { ...wish, right: 'logs' })).status, 200)
      assert.deepEqual(await rightsOf(address), [])
    })

    test('the ids and addresses of another branch are not found', async () => {
      for (const path of [
        ...['/groups/1', '/groups/4', '/groups/999', '/groups/x', '/logs/999', '/logs/-1'],
        ...['/users/settings?address=till@x.test', '/users/settings?address=nobody@x.test'],
        ...['/users/settings', '/queue?group=4', '/jobs/1', '/jobs/1/events'],
      ])
        assert.equal((await chief.get(path)).status, 404, path)
      const form = { address: 'till@x.test', 'value.language': 'da', 'shown.language': 'en' }
      assert.ok((await chief.send('/users/settings', form)).status >= 400)
      assert.ok(!(await chief.get('/audit')).html.includes('till@x.test'))
    })

    test('no form is taken without its token, with another one, or from another site', async () => {
      for (const page of Object.keys(pageRights)) {
        const [method, path = ''] = page.split(' ')
        if (method !== 'POST' || /hook|confirm|stop|phone|:token/.test(path)) continue
        const asked = path.replaceAll(/:\w+/g, '2')
        for (const token of ['', 'x'.repeat(43)])
          assert.equal((await operator.post(asked, { csrf: token })).status, 403, page)
        const headers = { ...cookiesOf(operator), 'sec-fetch-site': 'cross-site' }
        const response = await fetch(server.url + asked, { method: 'POST', headers, body: 'a=b' })
        assert.equal(response.status, 403, page)
      }
    })

    test('nothing that is written into a filter is SQL, or a fault', async () => {
      const filters = [
        ...['group', 'alone', 'address', 'phone', 'direction', 'state', 'route', 'parts', 'from'],
        ...['to', 'order', 'up', 'after', 'filter', 'before', 'format', 'watch'],
      ]
      const hostile = [
        ...[`' or '1'='1`, `"; drop table messages; --`, '%', '\\', '\u0000', '\ud800', '💣'],
        ...['-1', '99999999999999999999', '{"v":1}', '$1'],
      ]
      const pages = [
        '/logs',
        '/logs/export',
        '/queue',
        '/statistics',
        '/users',
        '/audit',
        '/rights',
      ]
      for (const path of [...pages, '/blocks', '/numbers', '/keys', '/groups'])
        for (const value of hostile) {
          const all = new URLSearchParams(filters.map((name) => [name, value]))
          const alone = filters.map((name) => new URLSearchParams([[name, value]]))
          // One that finds nothing may keep others from being tried: on the log each is alone, too.
          for (const query of [all, ...(path === '/logs' ? alone : [])]) {
            const { status } = await operator.get(`${path}?${query.toString()}`)
            assert.ok(status < 500, `${path}?${query.toString()} was answered ${status}`)
          }
        }
      assert.equal((await operator.get('/logs')).status, 200)
      const { html } = await operator.get(`/logs?address=${encodeURIComponent(`' or '1'='1`)}`)
      assert.ok(!html.includes('20 64 30 61'))
    })

    test('nothing that is written into a form is SQL, or a fault', async () => {
      for (const value of [`'; drop table groups; --`, '\u0000', '\ud800', 'x'.repeat(3_000)])
        for (const [path, names] of [
          ['/users', ['do', 'address', 'group']],
          ['/users/add', ['group', 'addresses']],
          ['/users/settings', ['address', 'value.language']],
          ['/groups', ['parent', 'name']],
          ['/groups/3', ['do', 'name', 'group']],
          ['/groups/3/settings', ['value.sms_signature', 'value.country', 'open.country']],
          ['/groups/3/domains', ['domain']],
          ['/groups/3/names', ['name']],
          ['/rights', ['address', 'group', 'right']],
          ['/keys', ['prefix', 'group', 'name']],
          ['/numbers', ['number', 'address', 'group']],
          ['/blocks', ['group', 'phone']],
          ['/keywords', ['keyword', 'group', 'address']],
          ['/credit', ['group', 'amount', 'from', 'to', 'below', 'alert_to']],
          ['/credit/prices', ['prefix', 'price']],
          ['/queue', ['id', 'found']],
          ['/logs/resend', ['id', 'found']],
          ['/routes', ['route']],
        ] as const)
          for (const wish of ['add', 'remove', 'rename']) {
            const form = Object.fromEntries(names.map((name) => [name, value]))
            const { status } = await operator.post(path, {
              which: 'all',
              right: 'logs',
              do: wish,
              ...form,
            })
            assert.ok(status < 500, `${path} ${wish} ${value.slice(0, 9)} was answered ${status}`)
          }
      assert.equal((await operator.get('/groups')).status, 200)
    })

    test('scripts in names, texts and reasons are shown as text on every page', async () => {
      for (const path of [
        ...['/logs', '/logs/1', '/queue', '/users', '/groups', '/groups/4', '/groups/5', '/rights'],
        ...[
          '/keys',
          '/numbers',
          '/keywords',
          '/credit',
          '/blocks',
          '/routes',
          '/audit',
          '/alarms',
          '/statistics',
        ],
        `/logs?${new URLSearchParams({ address: evil, phone: evil, state: evil, route: evil }).toString()}`,
        `/users?${new URLSearchParams({ filter: evil, after: '' }).toString()}`,
        `/audit?${new URLSearchParams({ filter: evil }).toString()}`,
      ]) {
        const { status, html } = await operator.get(path)
        assert.equal(status, 200, path)
        assert.ok(!/<script>alert|"'&(?!amp;|quot;|#)/.test(html), path)
      }
    })

    test('a paste that is too long is refused before it is read', async () => {
      const addresses = 'x'.repeat(300_000)
      const { status } = await operator.send('/users/add', { group: 'Shop', addresses })
      assert.equal(status, 413)
    })
  })
})

function cookiesOf({ cookies }: PlainBrowser): Record<string, string> {
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
}
