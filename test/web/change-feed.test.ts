// Server-sent events: every open page hears of a change, and nothing is left open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeGateway } from '../support/fake-gateway.ts'
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
