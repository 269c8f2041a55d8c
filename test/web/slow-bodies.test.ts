// Bodies that never come to their end: none is waited for for ever, and they keep nobody else out.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { Bodies, formBounds, type BodyBounds } from '../../lib/web/bodies.ts'
import { beginPost } from '../support/begun-post.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { signInAs, startPeopleServer } from '../support/people-server.ts'
import { startWebServer } from '../support/web-server.ts'

async function withBodies(
  bounds: Partial<BodyBounds>,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const bodies = new Bodies({ bytes: 100, patience: 60_000, atOnce: 2, ...bounds })
  const server = createServer((request, response) => {
    response.shouldKeepAlive = false
    void bodies.read(request).then((sent) => {
      response.end(sent.kind === 'read' ? `read ${sent.body.toString()}.` : `${sent.status}.`)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const all = { sent: 'all', length: 3 }

test('a body that takes too long is given up', async () => {
  await withBodies({ patience: 50 }, async (url) => {
    assert.match(await beginPost(url).answer, /408\.$/m)
  })
})

test('bodies that drip keep nobody out: one more ends the oldest', async () => {
  await withBodies({}, async (url) => {
    const slow = [beginPost(url), beginPost(url), beginPost(url)]
    assert.match(await Promise.race(slow.map(({ answer }) => answer)), /408\./)
    assert.match(await beginPost(url, all).answer, /read all\./)
    slow.forEach(({ socket }) => socket.destroy())
    assert.match(await beginPost(url, all).answer, /read all\./)
  })
})

test('whoever sends most is ended first, and nobody else', async () => {
  const bodies = new Bodies({ bytes: 100, patience: 60_000, atOnce: 3 })
  const begin = (sender: string) => {
    const body = new PassThrough() as unknown as IncomingMessage & PassThrough
    body.headers = {}
    let said = ''
    void bodies.read(body, sender).then(({ kind }) => (said = kind))
    return { finish: () => body.end('all'), said: () => said }
  }
  const anna = begin('anna')
  const [first, second, third] = [begin('bo'), begin('bo'), begin('bo')]
  const kim = begin('kim')
  for (const one of [anna, third, kim]) one.finish()
  await eventually('all', () => (anna.said() && third.said() && kim.said()) || undefined)
  assert.deepEqual(
    [anna, first, second, kim].map(({ said }) => said()),
    [...['read', 'refused', 'refused', 'read']],
  )
})

test('a body that says that it is too long is not waited for', async () => {
  await withBodies({ bytes: 2 }, async (url) => {
    assert.match(await beginPost(url, { sent: '', length: 3 }).answer, /413\./)
  })
})

test('the largest form may come by 8 kB a second, and Node would not end it before', () => {
  const bytes = 2 * 1_048_576
  const { patience } = formBounds(bytes)
  assert.ok(patience >= bytes / 8 && patience < createServer().requestTimeout)
})

/** Begins so many; answers what the first of them hears that is given up, with its head. */
async function drip(
  url: string,
  count: number,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const slow = Array.from({ length: count }, () => beginPost(url, { headers }))
  const first = await Promise.race(slow.map(({ answer }) => answer))
  for (const { socket } of slow) socket.destroy()
  return first
}

const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const givenUp = /^HTTP\/1\.1 408 [^]*Connection: close[^]*It took too long/

for (const path of ['/phone/mail', '/sms/stop/0123456789', '/sms/confirm/0123456789'])
  test(`a form to ${path} does not drip for ever`, async () => {
    await using server = await startWebServer()
    assert.match(await drip(server.url + path, 101, form), givenUp)
  })

const anna = 'anna@example.test'

forEachDatabase((name, openDatabaseUrl) => {
  if (name !== 'SQLite') return

  test('forms of strangers and of people that drip are ended, and the others are taken', async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    await server.test.gateway.administer('test').addAccount({ address: anna })
    const browser = await signInAs(server, anna)
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    for (const path of ['/sign-in', '/account/password'])
      assert.match(await drip(server.url + path, 101, { ...form, cookie }), givenUp, path)
    const slow = drip(`${server.url}/contacts/import`, 21, {
      'Content-Type': 'multipart/form-data; boundary=x',
      cookie,
    })
    const file = new FormData()
    file.set('do', 'check')
    file.set('file', new Blob(['name;phone\nKim;+4520643064\n']), 'contacts.csv')
    const { status, html } = await browser.post('/contacts/import', file)
    assert.equal(status, 200)
    assert.match(html, /Kim/)
    assert.match(await slow, givenUp)
  })

  test('a stranger’s file is refused before it is read', async () => {
    await using server = await startPeopleServer({ database: await openDatabaseUrl() })
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x', Connection: 'close' }
    const { answer } = beginPost(`${server.url}/contacts/import`, { length: 1_000_000, headers })
    assert.match(await answer, /^HTTP\/1\.1 403 /)
  })
})
