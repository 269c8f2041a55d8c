// The account page: what people see of their own account, and change there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forEachDatabase } from '../support/databases.ts'
import { signInAs, startPeopleServer } from '../support/people-server.ts'

const anna = 'anna@example.test'
const bo = 'bo@example.test'
const number = '+4560991000'

forEachDatabase((name, openDatabaseUrl) => {
  async function serverWithPeople() {
    const server = await startPeopleServer({ database: await openDatabaseUrl() })
    const administration = server.test.gateway.administer('test')
    await administration.addAccount({ address: anna, name: 'Anna' })
    await administration.addAccount({ address: bo })
    await administration.addNumber({ number, account: anna })
    return { server, administration, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

  test(`${name}: the own number stands there with its code, and the pack holds it in seven forms`, async () => {
    await using people = await serverWithPeople()
    const browser = await signInAs(people.server, anna)
    const { html } = await browser.get('/account')
    assert.match(html, /\+45 60991000/)
    assert.match(html, /<svg class="code" viewBox="0 0 29 29"/)
    const { response } = await browser.get('/account/codes.zip')
    assert.match(response.headers.get('content-disposition') ?? '', /sms-4560991000\.zip/)
    assert.deepEqual(await packNames(people.server.url, browser.cookies), [
      'sms-4560991000-116.png',
      'sms-4560991000-232.png',
      'sms-4560991000-464.png',
      'sms-4560991000-928.png',
      'sms-4560991000.svg',
      'sms-4560991000.pdf',
      'sms-4560991000.eps',
    ])
  })

  test(`${name}: who has no number has no pack, and hears what is left of the limits`, async () => {
    await using people = await serverWithPeople()
    const browser = await signInAs(people.server, bo)
    assert.equal((await browser.get('/account/codes.zip')).status, 404)
    const before = await browser.get('/account')
    assert.match(before.html, /No limit is set/)
    assert.doesNotMatch(before.html, /<svg class="code"/)
    await people.administration.setSetting({ group: '' }, { name: 'limit_user', value: '100/30d' })
    const { html } = await browser.get('/account')
    assert.match(html, /100 parts left of 100 · 30 days/)
    assert.match(html, /<meter min="0" max="100" value="100"/)
  })
})

/** The names in the directory at the end of the zip file. */
async function packNames(url: string, cookies: ReadonlyMap<string, string>): Promise<string[]> {
  const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const answer = await fetch(`${url}/account/codes.zip`, { headers: { cookie } })
  const zip = Buffer.from(await answer.arrayBuffer())
  const names: string[] = []
  let at = zip.indexOf('PK\u0001\u0002')
  for (; at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 4)) {
    const length = zip.readUInt16LE(at + 28)
    names.push(zip.toString('latin1', at + 46, at + 46 + length))
  }
  return names
}
