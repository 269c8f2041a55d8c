// Server-sent events: every open page hears of a change, and nothing is left open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Response as ServerResponse } from 'express'
import type { People } from '../../lib/gateway/people/person.ts'
import { openChangeFeed, type FeedSource } from '../../lib/web/change-feed.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { signInAs, startPeopleServer, type PlainBrowser } from '../support/people-server.ts'
import { startWebServer } from '../support/web-server.ts'

async function* lines(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) yield decoder.decode(chunk)
}

test('each open page, in whichever worker, hears that something has changed', async () => {
  const gateway = new FakeGateway()
  await using one = await startWebServer({ gateway })
  await using other = await startWebServer({ gateway })
  const feeds = []
  for (const { url } of [one, one, other]) {
    const response = await fetch(`${url}/phone/events`)
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
    const feed = lines(response)
    assert.match(String((await feed.next()).value), /^retry: \d+\n\n$/)
    feeds.push(feed)
  }
  gateway.phoneGets('+4520643064', 'Hi')
  for (const feed of feeds) assert.equal((await feed.next()).value, 'data: changed\n\n')
})

test('closing ends open feeds and stops listening to the gateway', async () => {
  await using server = await startWebServer()
  const feed = lines(await fetch(`${server.url}/phone/events`))
  await feed.next()
  assert.equal(server.gateway.listeners, 1)
  server.closePages()
  assert.equal((await feed.next()).done, true)
  assert.equal(server.gateway.listeners, 0)
  assert.equal((await fetch(`${server.url}/phone/events`)).status, 503)
})

test('a reader too many is sent away instead of being kept, and does not take the places of others', async () => {
  await using server = await startWebServer({
    proxies: ['127.0.0.1'],
    phoneNetworks: ['192.0.2.0/24'],
  })
  const from = (ip: string): Promise<Response> =>
    fetch(`${server.url}/phone/events`, { headers: { 'x-forwarded-for': ip } })
  const open = await Promise.all(Array.from({ length: 50 }, () => from('192.0.2.1')))
  assert.ok(open.every(({ status }) => status === 200))
  assert.equal((await from('192.0.2.1')).status, 503)
  const other = await from('192.0.2.2')
  assert.equal(other.status, 200)
  for (const response of [...open, other]) await response.body?.cancel()
})

test('places are free again when pages are closed, however often', async () => {
  await using server = await startWebServer()
  const open = (): Promise<Response> =>
    eventually('a place', async () => {
      const response = await fetch(`${server.url}/phone/events`)
      if (response.status === 200) return response
      await response.body?.cancel()
      return undefined
    })
  for (let n = 0; n < 3; n++) {
    const pages = await Promise.all(Array.from({ length: 50 }, open))
    for (const { body } of pages) await body?.cancel()
  }
})

function source(openSessions: People['openSessions']): FeedSource {
  return { onChange: () => () => undefined, people: { openSessions } }
}

function reader() {
  const said: string[] = []
  const response = {
    set: () => response,
    on: () => response,
    write: (lines: string) => said.push(lines),
    end: () => said.push('the end'),
    writableNeedDrain: false,
  }
  return { response: response as unknown as ServerResponse, said }
}

test('a session that ended in another worker is heard of within seconds', async ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  let isDown = false
  const open = new Set([1, 2])
  const feed = openChangeFeed(
    source((ids) =>
      isDown
        ? Promise.reject(new Error('down'))
        : Promise.resolve(new Set(ids.filter((id) => open.has(id)))),
    ),
  )
  const [hers, also] = [reader(), reader()]
  feed.listen(hers.response, { accountId: 1, sessionId: 1 })
  feed.listen(also.response, { accountId: 1, sessionId: 2 })
  const look = async () => {
    mock.timers.tick(5_000)
    await new Promise(setImmediate)
    return [hers, also].map(({ said }) => said.includes('the end'))
  }
  assert.deepEqual(await look(), [false, false])
  open.delete(1)
  isDown = true
  assert.deepEqual(await look(), [false, false])
  isDown = false
  assert.deepEqual(await look(), [true, false])
  feed.close()
})

test('a reader is ended after ten minutes, to be judged anew', ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  mock.method(performance, 'now', () => now)
  const feed = openChangeFeed(source((ids) => Promise.resolve(new Set(ids))))
  const { response, said } = reader()
  feed.listen(response, { accountId: 1, sessionId: 1 })
  while (!said.includes('the end') && now < 3_600_000) {
    now += 20_000
    mock.timers.tick(20_000)
  }
  feed.close()
  assert.equal(now, 10 * 60_000 + 20_000)
  // Each heartbeat was heard until then, and nothing after it.
  assert.deepEqual(said, ['retry: 1000\n\n', ...Array<string>(31).fill(':\n\n'), 'the end'])
})

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: a session is open until it is ended or its account or the key that it came by is paused`, async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    const { gateway, store } = server.test
    const desk = gateway.administer('test')
    const browsers: PlainBrowser[] = []
    for (const address of ['anna@example.test', 'bo@example.test', 'kim@example.test']) {
      await desk.addAccount({ address })
      browsers.push(await signInAs(server, address))
    }
    const [anna] = browsers
    const ids = (await store.db('sessions').select('id').orderBy('account_id')).map(
      ({ id }) => id as number,
    )
    assert.equal(ids.length, 3)
    assert.deepEqual(await gateway.people.openSessions([...ids, 99]), new Set(ids))
    await anna?.get('/account')
    await anna?.post('/sign-out')
    await desk.setAccountActive('bo@example.test', false)
    assert.deepEqual(await gateway.people.openSessions(ids), new Set(ids.slice(2)))
    const key = await desk.addKey({})
    const [kim] = browsers.slice(2)
    await store
      .db('accounts')
      .where({ address: 'kim@example.test' })
      .update({
        key_id: store
          .db('keys')
          .where({ prefix: key.slice(0, 6) })
          .select('id'),
      })
    assert.equal((await kim?.get('/account'))?.status, 200)
    await desk.setKeyActive(key, false)
    assert.deepEqual(await gateway.people.openSessions(ids), new Set())
    assert.equal((await kim?.get('/account'))?.status, 303)
  })

  if (name !== 'SQLite') return

  test('whoever signs out hears nothing more, and is not let in again', async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    const desk = server.test.gateway.administer('test')
    for (const address of ['anna@example.test', 'bo@example.test'])
      await desk.addAccount({ address })
    const [anna, bo] = [
      await signInAs(server, 'anna@example.test'),
      await signInAs(server, 'bo@example.test'),
    ]
    const listen = ({ cookies }: Pick<PlainBrowser, 'cookies'>): Promise<Response> => {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
      return fetch(`${server.url}/messages/events`, { headers: { cookie }, redirect: 'manual' })
    }
    const signedIn = { cookies: new Map(anna.cookies) }
    const [hers, also, his] = [
      lines(await listen(anna)),
      lines(await listen(anna)),
      lines(await listen(bo)),
    ]
    for (const feed of [hers, also, his]) await feed.next()
    await anna.get('/account')
    assert.equal((await anna.post('/sign-out')).status, 303)
    for (const feed of [hers, also]) assert.equal((await feed.next()).done, true)
    assert.equal((await listen(signedIn)).status, 303)
    const still = his.next()
    await bo.post('/account/sessions', { session: 'others' })
    assert.equal((await still).done, true)
    assert.equal((await listen(bo)).status, 200)
  })
})
