// Server-sent events: every open page hears of a change, and nothing is left open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Response as ServerResponse } from 'express'
import { openChangeFeed } from '../../lib/web/change-feed.ts'
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

test('a reader is ended after ten minutes, to be judged anew', ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  mock.method(performance, 'now', () => now)
  const feed = openChangeFeed(() => () => undefined)
  const said: string[] = []
  const response = {
    set: () => response,
    on: () => response,
    write: (lines: string) => said.push(lines),
    end: () => said.push('the end'),
    writableNeedDrain: false,
  }
  feed.listen(response as unknown as ServerResponse, 'anna')
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
