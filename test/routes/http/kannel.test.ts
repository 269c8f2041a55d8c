// Kannel's smsbox, as a mock that knows the fields of sendsms (userguide 1.4.5, table 7-16) and no others,
// and for real where Debian's package is installed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { freePorts } from '../../../lib/cli/free-ports.ts'
import { routeOf, secret, sendBy } from '../../support/http-routes.ts'
import { Kannel, noKannel } from '../../support/kannel.ts'
import { WebService, type Behaviour } from '../../support/web-service.ts'
import { routeConformance } from '../conformance.ts'

const fields = new Set(
  `username password from to text charset udh smsc mclass mwi compress coding validity deferred dlr-mask
  dlr-url pid alt-dcs rpi account binfo priority meta-data`.split(/\s+/),
)

function openMock(): Promise<WebService> {
  return WebService.open(({ query }) => {
    const strange = Object.keys(query).filter((name) => !fields.has(name))
    if (strange.length > 0) return { status: 400, body: `no such field: ${strange.join(', ')}` }
    return query['username'] === 'tester' && query['password'] === 'foobar'
      ? { status: 202, body: '0: Accepted for delivery' }
      : { status: 403, body: 'Authorization failed for sendsms' }
  })
}

const section = (url: string, more = ''): string =>
  `type = kannel\nurl = ${url}\nuser = tester\npassword = foobar\n${more}`

describe('Kannel by its fields', () => {
  let smsbox: WebService
  before(async () => {
    smsbox = await openMock()
  })
  after(() => smsbox.close())

  test('a plain message', async () => {
    const outcome = await sendBy(section(smsbox.url))
    assert.deepEqual(outcome, { kind: 'accepted', references: ['7.1'] })
    const asked = smsbox.asked.at(-1)
    assert.equal(`${asked?.method} ${asked?.path}`, 'GET /cgi-bin/sendsms')
    assert.deepEqual(asked?.query, {
      username: 'tester',
      password: 'foobar',
      to: '+4520643064',
      text: 'Hello',
      charset: 'UTF-8',
      coding: '0',
    })
  })

  test('flash, validity, Unicode, a sender, an SMSC, and the way back for reports', async () => {
    const more = `smsc = main\nurgency = 3\nwebhook_secret = ${secret}`
    const outcome = await sendBy(section(smsbox.url, more), {
      ...{ text: 'Żółw', encoding: 'ucs2', flash: true, validity: 90_000, attempt: 2 },
      sender: '+4560991000',
    })
    assert.deepEqual(outcome, { kind: 'accepted', references: ['7.2'] })
    assert.deepEqual(smsbox.asked.at(-1)?.query, {
      username: 'tester',
      password: 'foobar',
      from: '4560991000',
      to: '+4520643064',
      text: 'Żółw',
      charset: 'UTF-8',
      coding: '2',
      mclass: '0',
      validity: '2',
      priority: '3',
      smsc: 'main',
      'dlr-mask': '31',
      'dlr-url': `https://sms.example.org/sms/hook/way/${secret}?ref=7.2&report=%d&said=%A`,
    })
  })

  const answers: [what: string, behaviour: Behaviour, outcome: RegExp][] = [
    ['a full queue', { status: 202, body: '3: Queued for later delivery' }, /accepted.*"7\.1"/],
    [
      'wrong credentials',
      { status: 403, body: 'Authorization failed for sendsms' },
      /configuration.*Authorization failed for sendsms/,
    ],
    [
      'a missing number',
      { status: 400, body: 'Missing receiver number, rejected' },
      /permanent.*Missing receiver number/,
    ],
    [
      'a fault that passes',
      { status: 503, body: '5: Temporal failure, try again later.' },
      /^\{"kind":"temporary".*Temporal failure/,
    ],
    ['429', { status: 429, headers: { 'retry-after': '9' } }, /temporary.*"retryAfter":9000/],
    ['429 without a time', { status: 429 }, /temporary.*"retryAfter":5000/],
    ['a fault of a proxy', { status: 502, body: '<h1>Bad Gateway</h1>' }, /unknown.*Bad Gateway/],
    ['an answer that is cut off', 'cut', /unknown/],
    ['a connection that breaks', 'drop', /unknown/],
  ]
  for (const [what, behaviour, expected] of answers) {
    test(`${what} is sorted`, async () => {
      smsbox.next.push(behaviour)
      assert.match(JSON.stringify(await sendBy(section(smsbox.url))), expected)
    })
  }
})

routeConformance('Kannel', async () => {
  const smsbox = await openMock()
  return { route: routeOf(section(smsbox.url)), close: () => smsbox.close() }
})

if (noKannel !== false) console.error(noKannel)

describe('for real', { skip: noKannel }, () => {
  let kannel: Kannel
  before(async () => {
    const [sendsms = 0] = await freePorts(1)
    kannel = await Kannel.start('http://127.0.0.1:1/', sendsms)
  })
  after(() => kannel.close())

  routeConformance('a real Kannel', () => ({ route: routeOf(section(kannel.sendsms)) }))

  test('wrong credentials are a fault of the settings', async () => {
    const wrong = section(kannel.sendsms).replace('foobar', 'wrong')
    assert.equal((await sendBy(wrong)).kind, 'configuration')
  })
})
