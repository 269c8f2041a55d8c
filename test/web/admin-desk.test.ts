// What administrators do on their pages: settings and groups, many messages at once as a job that goes on
// by itself, an export that is watched, who changed what; and what machines that watch are told.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { writeMetrics } from '../../lib/web/metrics/prometheus.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { insertLog, logRow } from '../support/log-rows.ts'
import {
  signInAs,
  startPeopleServer,
  type PeopleServer,
  type PlainBrowser,
} from '../support/people-server.ts'

const many = 120

forEachDatabase((_name, openDatabaseUrl) => {
  describe('the desk of administrators', () => {
    let server: PeopleServer
    let operator: PlainBrowser
    let chief: PlainBrowser
    before(async () => {
      server = await startPeopleServer({
        database: await openDatabaseUrl(),
        metricsNetworks: ['127.0.0.1'],
      })
      const desk = server.test.gateway.administer('cli:root')
      for (const path of ['Office', 'Office/Sales', 'Shop']) await desk.addGroup(path)
      for (const [address, group] of [
        ['root@x.test', 'Shop'],
        ['chief@x.test', 'Office'],
      ] as const)
        await desk.addAccount({ address, group })
      await desk.grantRights({ address: 'root@x.test', group: '', rights: ['operator'] })
      const rights = ['logs', 'members', 'settings', 'send']
      await desk.grantRights({ address: 'chief@x.test', group: 'Office', rights })
      await desk.setSetting({ group: 'Shop' }, { name: 'max_parts', value: '3' })
      await insertLog(
        server.test.store,
        Array.from({ length: many }, (_, n) =>
          logRow({
            ...{ id: n + 1, group_id: n % 10 === 0 ? 4 : 2, account_id: n % 10 === 0 ? 1 : 2 },
            ...{ direction: 'out', phone: `+4520643${100 + n}`, parts: 1, route: 'modem' },
            ...{ state: n % 2 === 0 ? 'held' : 'delivered', text: 'Hello', created_at: 1 + n },
          }),
        ),
      )
      operator = await signInAs(server, 'root@x.test')
      chief = await signInAs(server, 'chief@x.test')
    })
    after(() => server[Symbol.asyncDispose]())

    const settingsOf = async (group: string): Promise<Map<string, string>> =>
      new Map(
        (await server.test.gateway.administer('test').listSettings({ group })).map(
          ({ name, value, open }) => [name, `${value}, ${open}`],
        ),
      )

    test('change what was changed in the form of settings, and say what cannot be', async () => {
      const page = await chief.get('/groups/2')
      assert.match(page.html, /name="value\.max_parts" value="9"/)
      const { status, html } = await chief.send('/groups/2/settings', {
        ...{ 'shown.max_parts': '9', 'value.max_parts': '4', 'open.max_parts': 'locked' },
        ...{ 'shown.country': '', 'value.country': 'Denmark' },
        ...{ 'shown.too_long': 'refuse', 'value.too_long': 'refuse' },
      })
      assert.equal(status, 422)
      assert.match(html, /Country: “Denmark” is not possible/)
      const office = await settingsOf('Office')
      assert.equal(office.get('max_parts'), '4, locked')
      assert.equal(office.get('country'), ', subadmin')
      const below = await chief.get('/groups/3')
      assert.ok(!below.html.includes('name="value.max_parts"'), 'it is locked')
      const { html: back } = await chief.send('/groups/2/settings', { 'inherit.max_parts': 'yes' })
      assert.match(back, /Done\./)
      assert.notEqual((await settingsOf('Office')).get('max_parts'), '4, locked')
    })

    test('make, rename, move and remove groups, and give them domains and names', async () => {
      const desk = server.test.gateway.administer('test')
      await chief.send('/groups', { parent: 'Office/Sales', name: 'North' })
      const north = (await desk.listGroups()).find(({ path }) => path.endsWith('North'))
      const page = `/groups/${north?.id ?? 0}`
      await chief.send(page, { do: 'rename', name: 'South' })
      assert.equal((await chief.send(page, { do: 'move', group: 'Shop' })).status, 422)
      assert.equal((await chief.send(page, { do: 'move', group: 'Office' })).status, 200)
      assert.ok((await desk.listGroups()).some(({ path }) => path === 'Office/South'))
      const top = { do: 'add', domain: 'office.test' }
      assert.equal((await chief.send('/groups/2/domains', top)).status, 422)
      assert.equal((await operator.send('/groups/2/domains', top)).status, 200)
      const below = { do: 'add', domain: 'south.office.test' }
      assert.equal((await chief.send(`${page}/domains`, below)).status, 200)
      assert.equal((await chief.send(`${page}/names`, { do: 'add', name: 'South' })).status, 200)
      const { html } = await chief.get(page)
      assert.ok(html.includes('south.office.test'))
      assert.equal((await chief.send(page, { do: 'remove' })).status, 422)
      await chief.send(`${page}/domains`, { ...below, do: 'remove' })
      await chief.send(`${page}/names`, { do: 'remove', name: 'South' })
      assert.equal((await chief.post(page, { do: 'remove' })).status, 303)
      assert.equal((await chief.get(page)).status, 404)
    })

    const statesOf = async (): Promise<Record<string, number>> => {
      const rows = await server.test.store.db<{ state: string }>('messages').select('state')
      const counts: Record<string, number> = {}
      for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
      return counts
    }

    const ended = (browser: PlainBrowser, path: string): Promise<string> =>
      eventually('the end of the job', async () => {
        const { html } = await browser.get(path)
        return html.includes('It is done.') ? html : undefined
      })

    test('cancel many at once as a job that nobody else sees', async () => {
      assert.equal((await chief.post('/queue', { do: 'cancel' })).status, 422)
      const { response } = await chief.post('/queue', { do: 'cancel', which: 'all', found: '' })
      const path = response.headers.get('location') ?? ''
      assert.match(await ended(chief, path), /48 done/)
      assert.deepEqual(await statesOf(), { cancelled: 48, delivered: 60, held: 12 })
      assert.equal((await operator.get(path)).status, 404)
      const again = await chief.post('/queue', { do: 'cancel', id: '2' })
      const { headers } = again.response
      assert.match(
        await ended(chief, headers.get('location') ?? ''),
        /0 done, 1 not possible[^]*Message 2 is “delivered”/,
      )
    })

    test('a job whose process is gone goes on where it was, and does nothing twice', async () => {
      const { store } = server.test
      const id = 'left-alone-'.repeat(3)
      const held = await store
        .db<{ id: number; state: string }>('messages')
        .where({ state: 'held' })
      const items = JSON.stringify(held.map((row) => row.id))
      await store.db('jobs').insert({
        ...{ id, account_id: 1, action: 'cancel', items, total: 12, done: 5, failed: 0 },
        ...{ notes: '[]', rows: 0, created_at: 1, changed_at: 1 },
      })
      assert.match(await ended(operator, `/jobs/${id}`), /12 done/)
      const cancelled = (await statesOf())['cancelled']
      assert.equal(cancelled, 48 + 7, 'the five that were done before are left alone')
    })

    test('an export is watched by whoever began it', async () => {
      const begun = await chief.get('/logs/export/watch?format=csv&direction=out')
      assert.equal(begun.status, 303)
      const path = begun.response.headers.get('location') ?? ''
      const page = await chief.get(path)
      const file = /^0; url=(.*)$/.exec(page.response.headers.get('refresh') ?? '')?.[1] ?? ''
      assert.ok(page.html.includes('Download'))
      const { html } = await chief.get(file)
      assert.equal(html.trim().split('\r\n').length, 1 + 108)
      // The file has its end before the job is told of it.
      const after = await eventually('the end of the job', async () => {
        const seen = await chief.get(path)
        return seen.html.includes('It is done.') ? seen : undefined
      })
      assert.equal(after.response.headers.get('refresh'), null)
      assert.match(after.html, /108 rows/)
      const other = await operator.get(path)
      assert.ok(!other.html.includes('108 rows'))
      assert.equal((await chief.get('/logs/export/watch?format=evil')).status, 404)
    })

    test('the audit log tells in words what was changed in their part', async () => {
      const { html } = await chief.get('/audit')
      for (const words of [
        'Setting changed',
        'Most parts of a message',
        'Group moved',
        'Rights given',
      ])
        assert.ok(html.includes(words), words)
      assert.ok(!/Group Shop|&quot;value|\{"|root@x\.test in/.test(html))
      assert.match((await operator.get('/audit')).html, /Group Shop/)
      assert.match((await operator.get('/audit')).html, /root \(on the server\)/)
      const found = await operator.get('/audit?filter=south')
      assert.ok(found.html.includes('Office/South') && !found.html.includes('Group Shop'))
      const older = await chief.get('/audit?before=1')
      assert.match(older.html, /Nothing found/)
    })

    test('machines that watch are told how it is', async () => {
      const health = await fetch(`${server.url}/health`, { headers: { host: 'anything' } })
      assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }])
      const metrics = await (await fetch(`${server.url}/metrics`)).text()
      for (const line of [/^sms_database_up 1$/m, /^sms_queue_messages \d+$/m, /^sms_well [01]$/m])
        assert.match(metrics, line)
      for (const line of metrics.trim().split('\n'))
        assert.match(line, /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{.*\})? -?[\d.e+-]+)$/)
    })
  })
})

test('figures are for the networks that are named, whatever a caller says of itself', async () => {
  let open: (() => Promise<string>) | undefined
  forEachDatabase((name, openUrl) => {
    if (name === 'SQLite') open = openUrl
  })
  await using server = await startPeopleServer({
    database: (await open?.()) ?? '',
    metricsNetworks: ['192.0.2.0/24'],
  })
  for (const headers of [{}, { 'x-forwarded-for': '192.0.2.7' }])
    assert.equal((await fetch(`${server.url}/metrics`, { headers })).status, 403)
  await using local = await startPeopleServer({
    database: (await open?.()) ?? '',
    metricsNetworks: ['127.0.0.1'],
  })
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const passedOn = await fetch(`${local.url}/metrics`, { headers })
  assert.equal(passedOn.status, 403)
  assert.match(await passedOn.text(), /web_proxies in sms\.ini/)
})

test('labels of figures may hold anything', () => {
  const written = writeMetrics([
    {
      name: 'sms_route_up',
      help: 'Whether the route works.',
      type: 'gauge',
      samples: [{ labels: { route: 'a"b\\c\nd' }, value: 1 }],
    },
    { name: 'nothing', help: 'Has no samples.', type: 'gauge', samples: [] },
  ])
  assert.equal(
    written,
    '# HELP sms_route_up Whether the route works.\n# TYPE sms_route_up gauge\nsms_route_up{route="a\\"b\\\\c\\nd"} 1\n',
  )
})
