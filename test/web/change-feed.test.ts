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

test('a reader too many is sent away instead of being kept', async () => {
  await using server = await startWebServer()
  const open = await Promise.all(
    Array.from({ length: 200 }, () => fetch(`${server.url}/phone/events`)),
  )
  assert.ok(open.every(({ status }) => status === 200))
  const refused = await fetch(`${server.url}/phone/events`)
  assert.equal(refused.status, 503)
  for (const response of open) await response.body?.cancel()
})
