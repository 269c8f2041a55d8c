// The page of a personal link.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeGateway, optOutToken, silentLog } from '../support/fake-gateway.ts'
import { startWebServer } from '../support/web-server.ts'

const path = `/sms/stop/${optOutToken}`

test('opening the link asks for one click and changes nothing', async () => {
  await using server = await startWebServer()
  const response = await fetch(server.url + path)
  const html = await response.text()
  assert.equal(response.status, 200)
  assert.match(html, /<html lang="da">/)
  assert.match(html, /Vil du ikke have flere SMS fra Kommunen\?/)
  assert.match(html, /Gå til indholdet/)
  assert.match(html, /\+45 20643064/)
  assert.equal(response.headers.get('x-robots-tag'), 'noindex')
  assert.deepEqual(server.gateway.stopped, [])
})

test('the click puts the phone on the list', async () => {
  await using server = await startWebServer()
  assert.match(await clickedIn(server), /får ikke flere SMS fra Kommunen.*Svar START/s)
  assert.deepEqual(server.gateway.stopped, [optOutToken])
})

test('START is no advice where the SMS come from a name', async () => {
  await using server = await startWebServer()
  server.gateway.isAnswerable = false
  const html = await clickedIn(server)
  assert.match(html, /får ikke flere SMS fra Kommunen/)
  assert.doesNotMatch(html, /START/)
})

async function clickedIn(server: { readonly url: string }): Promise<string> {
  const page = await fetch(server.url + path)
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { cookie, origin: server.url },
    body: new URLSearchParams({ csrf }),
  })
  return response.text()
}

test('a post without the token of the page changes nothing', async () => {
  await using server = await startWebServer()
  const response = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams({}) })
  assert.equal(response.status, 403)
  assert.deepEqual(server.gateway.stopped, [])
})

test('a link that is none says what to do instead', async () => {
  await using server = await startWebServer()
  for (const token of ['zzzzzzzzzzzz', 'x', '%00', 'ABCDEFGHJK23']) {
    const response = await fetch(`${server.url}/sms/stop/${token}`)
    assert.equal(response.status, 404)
    assert.match(await response.text(), /answer it with STOP/)
  }
})

test('a fault is logged without the token of the link', async () => {
  const logged: string[] = []
  const log = { ...silentLog, error: (line: string) => logged.push(line) }
  const gateway = new FakeGateway()
  gateway.optOutLinks.find = () => Promise.reject(new Error('the database is away'))
  await using server = await startWebServer({ gateway, log })
  assert.equal((await fetch(server.url + path)).status, 500)
  assert.match(logged.join('\n'), /^GET \/sms\/stop\/\w{4}…: Error: the database is away/)
  assert.doesNotMatch(logged.join('\n'), new RegExp(optOutToken))
})
