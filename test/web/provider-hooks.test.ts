// /sms/hook/ROUTE/SECRET: what reaches the gateway of a provider's call, and what never does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginPost } from '../support/begun-post.ts'
import { startWebServer } from '../support/web-server.ts'

test('a call reaches the gateway byte by byte, with its secret, and its answer goes back', async () => {
  await using server = await startWebServer()
  const body = '{"a": "\\u00e6"}  \n'
  const response = await fetch(`${server.url}/sms/hook/my%20way/s3cret?x=1&y=%41`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': 'abc' },
    body,
  })
  assert.equal(response.status, 200)
  assert.equal(await response.text(), 'taken')
  const [call] = server.gateway.calls
  assert.deepEqual(
    {
      ...call,
      headers: call?.headers['x-signature'],
      body: call?.body.toString(),
      query: String(call?.query),
    },
    {
      route: 'my way',
      secret: 's3cret',
      method: 'POST',
      target: '/sms/hook/my%20way/s3cret?x=1&y=%41',
      query: 'x=1&y=A',
      headers: 'abc',
      body,
      ip: '127.0.0.1',
    },
  )
})

test('a call through a proxy that takes /sms away is known by the URL that its caller wrote', async () => {
  await using server = await startWebServer()
  await fetch(`${server.url}/hook/way?report=1`)
  assert.equal(server.gateway.calls[0]?.target, '/sms/hook/way?report=1')
})

test('a GET without a secret reaches it too, under any host name', async () => {
  await using server = await startWebServer()
  await fetch(`${server.url}/sms/hook/way?report=1`, { headers: { host: 'sms.example.org' } })
  assert.deepEqual([server.gateway.calls[0]?.secret, server.gateway.calls[0]?.body.length], ['', 0])
})

test('what is too large, packed, or of another verb never reaches it', async () => {
  await using server = await startWebServer()
  const url = `${server.url}/sms/hook/way/s3cret`
  const statusOf = async (init: RequestInit): Promise<number> => (await fetch(url, init)).status
  assert.equal(await statusOf({ method: 'POST', body: 'x'.repeat(1_100_000) }), 413)
  const packed = { 'content-encoding': 'gzip' }
  assert.equal(await statusOf({ method: 'POST', body: 'x', headers: packed }), 415)
  assert.equal(await statusOf({ method: 'DELETE' }), 405)
  assert.deepEqual(server.gateway.calls, [])
})

test('X-Forwarded-For says who calls only behind our own proxies', async () => {
  const callers = async (proxies: readonly string[]): Promise<string | undefined> => {
    await using server = await startWebServer({ proxies })
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7, 192.0.2.1' }
    await fetch(`${server.url}/sms/hook/way`, { headers })
    return server.gateway.calls[0]?.ip
  }
  assert.equal(await callers([]), '127.0.0.1')
  assert.equal(await callers(['127.0.0.1']), '192.0.2.1')
  assert.equal(await callers(['127.0.0.1', '192.0.2.0/24']), '198.51.100.7')
})

test('a stranger is answered before the body has come, and the connection ends', async () => {
  await using server = await startWebServer()
  server.gateway.isDeaf = true
  const { answer } = beginPost(`${server.url}/sms/hook/way/wrong`)
  assert.match(await answer, /^HTTP\/1\.1 404 [^]*Connection: close/)
  const put = { method: 'PUT', body: 'x' }
  assert.equal((await fetch(`${server.url}/sms/hook/way`, put)).status, 405)
})

test('a connection goes on for one call after the other', async () => {
  await using server = await startWebServer()
  for (const init of [{}, { method: 'POST', body: '{}' }]) {
    const { headers } = await fetch(`${server.url}/sms/hook/way?a=1`, init)
    assert.notEqual(headers.get('connection'), 'close')
  }
})
