// Each provider against a mock that is served from its own OpenAPI file: every capability is asked for
// in the words of the file, and every answer is sorted.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { contractMock, type ContractMock } from '../../support/contract-mock.ts'
import { outgoing, routeOf, secret, sendBy, deafSinks } from '../../support/http-routes.ts'
import { WebService, type Answer, type Asked, type Behaviour } from '../../support/web-service.ts'
import { routeConformance } from '../conformance.ts'

type Sent = Record<string, unknown>

interface Case {
  readonly name: string
  readonly file: string
  readonly root: string
  /** Without the type, the URL and the secret. */
  readonly settings: string
  /** For each operation. */
  readonly answers: Readonly<Record<string, (sent: Sent, asked: Asked) => Answer>>
  readonly reference: RegExp
  /** What a plain message is in the provider's words. */
  readonly plain: Sent
  /** What flash with a validity, in Unicode and from a number, adds. */
  readonly more: Sent
  readonly refusals: readonly (readonly [string, Behaviour, RegExp])[]
}

let ids = 1
const accountSid = `AC${'a'.repeat(32)}`
const callback = `https://sms.example.org/sms/hook/way/${secret}`
const json = (status: number, body: object, headers: Record<string, string> = {}): Answer => ({
  status,
  body,
  headers: { 'content-type': 'application/json', ...headers },
})

const cases: readonly Case[] = [
  {
    name: 'websms',
    file: 'websms_linkmobility',
    root: '/rest',
    settings: 'token = t\nsender = ACME',
    answers: {
      sendText: () =>
        json(200, { statusCode: 2000, statusMessage: 'OK', transferId: `t${ids++}`, smsCount: 2 }),
    },
    reference: /^t\d+$/,
    plain: {
      messageContent: 'Hello',
      recipientAddressList: ['4520643064'],
      clientMessageId: '7',
      contentCategory: 'informational',
      priority: 5,
      maxSmsPerMessage: 0,
      senderAddress: 'ACME',
      senderAddressType: 'alphanumeric',
      notificationCallbackUrl: callback,
    },
    more: {
      senderAddress: '4560991000',
      senderAddressType: 'international',
      sendAsFlashSms: true,
      validityPeriode: 3_600,
    },
    refusals: [
      [
        'bad recipient',
        json(200, { statusCode: 4002, statusMessage: 'INVALID_RECIPIENT' }),
        /permanent.*4002 INVALID_RECIPIENT/,
      ],
      [
        'blacklisted',
        json(200, { statusCode: 4031, statusMessage: 'B' }),
        /permanent.*"optedOut":true/,
      ],
      ['throttled', json(200, { statusCode: 4024, statusMessage: 'T' }), /temporary.*retryAfter/],
      ['no credit', json(200, { statusCode: 4013, statusMessage: 'L' }), /configuration/],
      ['away', json(200, { statusCode: 5003, statusMessage: 'A' }), /^\{"kind":"temporary"/],
      ['bad credentials', { status: 401 }, /configuration/],
      ['no id', json(200, { statusCode: 2000 }), /unknown/],
    ],
  },
  {
    name: 'twilio',
    file: 'twilio_api_v2010.messages',
    root: '',
    settings: `account = ${accountSid}\ntoken = t\nservice = MG${'b'.repeat(32)}`,
    answers: {
      CreateMessage: () =>
        json(201, {
          sid: `SM${ids++}`,
          status: 'queued',
          num_segments: '1',
          price: null,
          price_unit: 'USD',
        }),
      ListMessage: () => json(200, { messages: [] }),
      FetchMessage: () =>
        json(200, { sid: `SM${'1'.repeat(32)}`, status: 'delivered', error_code: null }),
    },
    reference: /^SM\d+$/,
    plain: {
      To: '+4520643064',
      MessagingServiceSid: `MG${'b'.repeat(32)}`,
      Body: 'Hello',
      StatusCallback: `${callback}?id=7`,
    },
    more: { From: '+4560991000', ValidityPeriod: 3_600 },
    refusals: [
      [
        'a phone that has unsubscribed',
        json(400, { code: 21610, message: 'STOP' }),
        /permanent.*21610 STOP.*"optedOut":true/,
      ],
      ['a bad number', json(400, { code: 21211, message: 'x' }), /permanent/],
      [
        'too fast',
        json(429, { code: 20429, message: 'x' }, { 'retry-after': '3' }),
        /temporary.*3000/,
      ],
      ['a country that is off', json(400, { code: 21408, message: 'x' }), /permanent/],
      ['a wrong sender', json(400, { code: 21606, message: 'x' }), /configuration/],
      ['wrong credentials', json(401, { code: 20003, message: 'x' }), /configuration/],
      ['a code that nobody knows', json(400, { code: 29999, message: 'x' }), /permanent/],
      ['an answer without an id', json(201, {}), /unknown/],
    ],
  },
  {
    name: 'smsgate',
    file: 'smsgate_android',
    root: '/3rdparty/v1',
    settings: 'user = u\npassword = p\nsim = 2',
    answers: {
      'post-messages': () => json(202, { id: 'x', state: 'Pending', recipients: [] }),
      'get-messages-id': () => json(200, { id: 'x', state: 'Delivered', recipients: [] }),
    },
    reference: /^sms-\d+-[0-9a-f]{12}$/,
    plain: {
      textMessage: { text: 'Hello' },
      phoneNumbers: ['+4520643064'],
      withDeliveryReport: true,
      simNumber: 2,
    },
    more: { ttl: 3_600 },
    refusals: [
      ['one that is there already', json(409, { message: 'exists' }), /accepted/],
      ['a phone that is off', json(503, { message: 'queue' }), /^\{"kind":"temporary"/],
      ['a fault, after which it may be out', { status: 502 }, /^\{"kind":"unknown"/],
      ['a page where an answer was promised', { status: 200, body: '<p>Log in</p>' }, /unknown/],
      ['nothing where an answer was promised', { status: 200, body: '' }, /unknown/],
      ['a bad request', json(400, { message: 'bad' }), /permanent.*400 bad/],
      ['wrong credentials', { status: 401 }, /configuration/],
    ],
  },
  {
    name: 'gatewayapi',
    file: 'gatewayapi',
    root: '/rest',
    settings: 'token = t\nsender = ACME',
    answers: {
      sendSms: ({ recipients }) =>
        json(200, {
          ids: (recipients as unknown[]).map(() => ids++),
          usage: { countries: { DK: 1 }, currency: 'DKK', total_cost: 0.5 },
        }),
      getSms: () => json(200, []),
    },
    reference: /^\d+ 4520643\d+$/,
    plain: {
      message: 'Hello',
      // The mock reads it as a number, which the file prefers.
      recipients: [{ msisdn: 4520643064 }],
      encoding: 'UTF8',
      class: 'standard',
      priority: 'NORMAL',
      max_parts: 255,
      sender: 'ACME',
      userref: '7',
      callback_url: callback,
    },
    more: { encoding: 'UCS2', sender: '4560991000', validity_period: 3_600, destaddr: 'DISPLAY' },
    refusals: [
      [
        'blacklisted',
        json(403, { code: '0x0215', message: 'MSISDN %1 blacklisted', variables: ['45'] }),
        /permanent.*0x0215 MSISDN 45 blacklisted.*"optedOut":true/,
      ],
      ['for a while', json(403, { code: '0x0214', message: 'x' }), /temporary.*"alone":true/],
      ['no credit', json(403, { code: '0x0216', message: 'x' }), /configuration/],
      [
        'a resource that ran out',
        json(500, { code: '0x0109', message: 'x' }),
        /^\{"kind":"temporary"/,
      ],
      ['something broke', json(500, { code: '0x0101', message: 'x' }), /unknown/],
      ['no ids', json(200, { ids: [] }), /unknown/],
      ['ids that are none', json(200, { ids: [{ toString: 1 }, null] }), /unknown/],
      [
        'words with variables that are none',
        json(403, { code: '0x0214', message: 'x %1', variables: [{ toString: 1 }] }),
        /"reason":"0x0214 x"/,
      ],
    ],
  },
  {
    name: 'vonage',
    file: 'vonage_sms',
    root: '/sms',
    settings: 'key = abcd1234\nsecret = abcdef0123\nsender = ACME',
    answers: {
      'send-an-sms': () =>
        json(200, {
          'message-count': '2',
          messages: [1, 2].map(() => ({
            status: '0',
            'message-id': `v${ids++}`,
            'message-price': '0.02',
          })),
        }),
    },
    reference: /^v\d+$/,
    plain: {
      api_key: 'abcd1234',
      api_secret: 'abcdef0123',
      from: 'ACME',
      to: '4520643064',
      text: 'Hello',
      type: 'text',
      'client-ref': '7',
      'status-report-req': true,
      callback,
    },
    more: { from: '4560991000', type: 'unicode', ttl: 3_600_000, 'message-class': 0 },
    refusals: [
      [
        'throttled',
        json(200, { messages: [{ status: '1', 'error-text': 'Throughput' }] }),
        /temporary.*1 Throughput.*retryAfter/,
      ],
      ['no credit', json(200, { messages: [{ status: '9' }] }), /configuration/],
      ['a bad number', json(200, { messages: [{ status: '3' }] }), /permanent/],
      ['internal', json(200, { messages: [{ status: '5' }] }), /^\{"kind":"temporary"/],
      [
        'the second part refused',
        json(200, { messages: [{ status: '0', 'message-id': 'a' }, { status: '5' }] }),
        /unknown.*\["a"\]/,
      ],
    ],
  },
  {
    name: '46elks',
    file: '46elks',
    root: '/a1',
    settings: 'user = u\npassword = p\nsender = ACME\ncost_currency = SEK',
    answers: {
      sendSms: () => json(200, { id: `s${ids++}`, status: 'created', parts: 2, cost: 7_000 }),
      getSms: () =>
        json(200, { id: 's1', status: 'delivered', delivered: '2026-11-27T00:00:00.0' }),
    },
    reference: /^s\d+$/,
    plain: { from: 'ACME', to: '+4520643064', message: 'Hello', whendelivered: `${callback}?id=7` },
    more: { from: '+4560991000', flashsms: 'yes' },
    refusals: [
      [
        'no credit',
        { status: 403, body: 'Not enough credits' },
        /configuration.*403 Not enough credits/,
      ],
      ['a bad number', { status: 400, body: 'Invalid to number' }, /permanent.*Invalid to number/],
      ['wrong credentials', { status: 401 }, /configuration/],
    ],
  },
]

/** What goes wrong at every provider in the same way. */
const troubles: readonly (readonly [string, Behaviour, RegExp])[] = [
  ['an answer that is cut off', 'cut', /unknown/],
  ['a connection that breaks', 'drop', /unknown/],
  [
    'a page of a web server, 502',
    { status: 502, body: '<html><h1>Bad Gateway' },
    /unknown.*Bad Gateway/,
  ],
  ['a page of a web server, 200', { status: 200, body: '<html><h1>Hello' }, /unknown/],
  [
    '429 with a time',
    { status: 429, headers: { 'retry-after': '9' } },
    /temporary.*"retryAfter":9000/,
  ],
  ['429 without a time', { status: 429 }, /temporary.*"retryAfter":5000/],
  ['500', { status: 500 }, /unknown/],
  [
    '503 with a time',
    { status: 503, headers: { 'retry-after': '2' } },
    /temporary.*"retryAfter":2000/,
  ],
  [
    'a redirect',
    { status: 301, headers: { location: 'https://x.test/' } },
    /configuration.*301.*x\.test/,
  ],
  [
    'another page as the answer',
    { status: 303, headers: { location: '/status/1' } },
    /unknown.*303.*\/status\/1/,
  ],
  ['a path that is not there', { status: 404, body: '<h1>Not Found' }, /configuration.*Not Found/],
]

for (const one of cases) {
  describe(`${one.name} by its contract`, () => {
    let mock: ContractMock
    const section = (more = ''): string =>
      `type = ${one.name}\nurl = ${mock.service.url}${one.root}\nwebhook_secret = ${secret}\n${one.settings}\n${more}`
    before(async () => {
      mock = await contractMock(one.file, one.root, one.answers)
    })
    after(() => mock.service.close())

    test('a plain message is what the file allows', async () => {
      const outcome = await sendBy(section())
      assert.deepEqual(mock.violations, [])
      assert.equal(outcome.kind, 'accepted')
      for (const reference of outcome.references) assert.match(reference, one.reference)
      const { id, ...sent } = mock.sent()
      assert.deepEqual(sent, one.plain)
      assert.ok(id === undefined || (typeof id === 'string' && one.reference.test(id)))
    })

    test('flash, validity, Unicode and a number as sender are asked for in its words', async () => {
      const more = { flash: true, validity: 3_600_000, encoding: 'ucs2', text: 'Żółw' } as const
      const outcome = await sendBy(section(), { ...more, sender: '+4560991000' })
      assert.deepEqual(mock.violations, [])
      assert.equal(outcome.kind, 'accepted')
      const sent = mock.sent()
      for (const [name, value] of Object.entries(one.more))
        assert.deepEqual(sent[name], value, name)
    })

    for (const [what, behaviour, expected] of [...one.refusals, ...troubles]) {
      test(`${what} is sorted`, async () => {
        mock.service.next.push(behaviour)
        assert.match(JSON.stringify(await sendBy(section())), expected)
      })
    }

    test('an answer that does not come is unknown', async () => {
      mock.service.next.push('hang')
      assert.equal((await sendBy(section('timeout = 1s'))).kind, 'unknown')
    })

    test('credentials stand in no reason', async () => {
      mock.service.next.push({ status: 400, body: 'no' })
      assert.doesNotMatch(JSON.stringify(await sendBy(section())), /abcdef0123|Bearer|Basic/)
    })
  })

  routeConformance(one.name, async () => {
    const mock = await contractMock(one.file, one.root, one.answers)
    const route = routeOf(
      `type = ${one.name}\nurl = ${mock.service.url}${one.root}\n${one.settings}`,
    )
    const seen = new Map<number, Set<string>>()
    mock.service.answer = wrapped(mock.service.answer, seen)
    return {
      route,
      reached: (id) => seen.get(id)?.size ?? 0,
      close: () => mock.service.close(),
    }
  })
}

/** Counts the different ids that messages came under: an idempotent provider takes each once. */
function wrapped(
  answer: (asked: Asked) => Behaviour | Promise<Behaviour>,
  seen: Map<number, Set<string>>,
): (asked: Asked) => Behaviour | Promise<Behaviour> {
  return (asked) => {
    const [, id] = /"id":"(sms-\d+-[0-9a-f]+)"/.exec(asked.body) ?? []
    const number = Number(id?.split('-')[1])
    if (id !== undefined) seen.set(number, (seen.get(number) ?? new Set()).add(id))
    return answer(asked)
  }
}

describe('where a provider is asked', () => {
  const asked = {
    ...{ id: 7, createdAt: 0, phone: '+4520643064', text: 'Hello', at: Date.now() - 600_000 },
    ...{ others: [], hasTwin: false },
  }

  async function ask<T>(
    one: Case,
    answers: Case['answers'],
    work: (route: ReturnType<typeof routeOf>, mock: ContractMock) => Promise<T>,
  ): Promise<T> {
    const mock = await contractMock(one.file, one.root, { ...one.answers, ...answers })
    const section = `type = ${one.name}\nurl = ${mock.service.url}${one.root}\n${one.settings}`
    const route = routeOf(section, () => '')
    try {
      await route.open(deafSinks)
      const answer = await work(route, mock)
      assert.deepEqual(mock.violations, [])
      return answer
    } finally {
      await route.close(true)
      await mock.service.close()
    }
  }
  const named = (name: string): Case => cases.find((one) => one.name === name)!

  test('Twilio finds an uncertain message by phone, text and time, and says when it never came', async () => {
    const there = { sid: 'SM9', body: 'Hello', date_created: new Date(asked.at).toUTCString() }
    const answers = {
      ListMessage: () => json(200, { messages: [{ ...there, body: 'No' }, there] }),
    }
    const found = await ask(named('twilio'), answers, (route) => route.query!([asked]))
    assert.deepEqual(found.get(7), { kind: 'accepted', references: ['SM9'], charged: {} })
    const twin = { ...asked, hasTwin: true }
    const either = await ask(named('twilio'), answers, (route) => route.query!([twin]))
    assert.equal(either.has(7), false, 'it may be that of another message in doubt')
    const known = { ...asked, others: ['SM9'] }
    const another = await ask(named('twilio'), answers, (route) => route.query!([known]))
    assert.equal(another.has(7), false, 'it is that of another message')
    const both = { ListMessage: () => json(200, { messages: [{ ...there, sid: 'SM8' }, there] }) }
    const rest = await ask(named('twilio'), both, (route) => route.query!([known]))
    assert.deepEqual(rest.get(7), { kind: 'accepted', references: ['SM8'], charged: {} })
    const none = await ask(named('twilio'), {}, (route) => route.query!([asked]))
    assert.equal(none.get(7)?.kind, 'temporary')
    const fresh = { ...asked, at: Date.now() }
    const early = await ask(named('twilio'), {}, (route) => route.query!([fresh]))
    assert.equal(early.has(7), false)
    const other = { ...there, body: 'Hello [changed on the way]' }
    const changed = { ListMessage: () => json(200, { messages: [other] }) }
    const doubtful = await ask(named('twilio'), changed, (route) => route.query!([asked]))
    assert.equal(doubtful.has(7), false, 'one to that phone may be ours in other words')
    const hours = { ...other, date_created: new Date(asked.at - 7_200_000).toUTCString() }
    const longAgo = { ListMessage: () => json(200, { messages: [hours] }) }
    const never = await ask(named('twilio'), longAgo, (route) => route.query!([asked]))
    assert.equal(never.get(7)?.kind, 'temporary')
    const page = { ListMessage: () => json(200, { messages: Array<object>(50).fill(hours) }) }
    const full = await ask(named('twilio'), page, (route) => route.query!([asked]))
    assert.equal(full.has(7), false, 'it may stand on the next page')
    const twice = { ListMessage: () => json(200, { messages: [there, there] }) }
    assert.equal(
      (await ask(named('twilio'), twice, (route) => route.query!([asked]))).has(7),
      false,
    )
  })

  test('SMSGate knows a message by our id, or never had it', async () => {
    const found = await ask(named('smsgate'), {}, (route) => route.query!([asked]))
    assert.equal(found.get(7)?.kind, 'accepted')
    const answers = { 'get-messages-id': () => json(404, { message: 'not found' }) }
    const none = await ask(named('smsgate'), answers, (route) => route.query!([asked]))
    assert.equal(none.get(7)?.kind, 'temporary')
  })

  test('fates are told by reference where nobody can call us', async () => {
    for (const [name, reference] of [
      ['twilio', `SM${'1'.repeat(32)}`],
      ['smsgate', 'sms-1-0123456789ab'],
      ['46elks', 's1'],
    ] as const) {
      const [report] = await ask(named(name), {}, (route) => route.fates!([reference]))
      assert.equal(`${report?.reference} ${report?.fate}`, `${reference} delivered`)
    }
    const body = [
      { recipients: [{ msisdn: 4520643064, dsnstatus: 'UNDELIVERABLE', dsnerror: 'gone' }] },
    ]
    const [report] = await ask(named('gatewayapi'), { getSms: () => json(200, body) }, (route) =>
      route.fates!(['12 4520643064']),
    )
    assert.deepEqual(
      { ...report, at: 0 },
      { reference: '12 4520643064', fate: 'undelivered', reason: 'gone', at: 0 },
    )
  })

  test('GatewayAPI gets no more than 40 calls at once, however wide the window', async () => {
    const service = await WebService.open(() => ({ status: 200, body: {} }))
    const route = routeOf(`type = gatewayapi\nurl = ${service.url}\ntoken = t\nwindow = 100`)
    const waiting: ((answer: Behaviour) => void)[] = []
    let most = 0
    service.answer = () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        most = Math.max(most, waiting.length)
      })
    try {
      await route.open(deafSinks)
      const texts = Array.from({ length: 60 }, (_, id) => outgoing({ id, text: String(id) }))
      const outcomes = Promise.all(route.submit(texts))
      await eventually('40 calls', () => (waiting.length === 40 ? true : undefined))
      for (let answered = 0; answered < 60; answered++) {
        await eventually('a call', () => (waiting.length > 0 ? true : undefined))
        waiting.shift()?.({ status: 400 })
      }
      assert.equal((await outcomes).length, 60)
      assert.equal(most, 40)
    } finally {
      await route.close(false)
      await service.close()
    }
  })

  test('GatewayAPI takes many phones in a call; one that is refused harms nobody else', async () => {
    const phones = ['+4520643064', '+4520643065', '+4520643066']
    for (const [bad, kind] of [
      [json(422, { code: '0x0222', message: 'bad' }), 'permanent'],
      [json(403, { code: '0x0214', message: 'for a while' }), 'temporary'],
    ] as const) {
      const sendSms: Case['answers'][string] = (sent, call) =>
        JSON.stringify(sent['recipients']).includes('4520643065')
          ? bad
          : cases[3]!.answers['sendSms']!(sent, call)
      const outcomes = await ask(named('gatewayapi'), { sendSms }, (route) =>
        Promise.all(route.submit(phones.map((phone, id) => outgoing({ id, phone })))),
      )
      assert.deepEqual(
        outcomes.map((one) => one.kind),
        ['accepted', kind, 'accepted'],
      )
    }
    const good = await ask(named('gatewayapi'), {}, async (route, { service }) => {
      const all = await Promise.all(
        route.submit(phones.map((phone, id) => outgoing({ id, phone }))),
      )
      assert.equal(service.asked.length, 1)
      return all
    })
    assert.equal(new Set(good.flatMap(({ references }) => references)).size, 3)
    const [first] = good
    assert.deepEqual(first?.kind === 'accepted' && first.charged, {
      price: 0.5 / 3,
      currency: 'DKK',
    })
  })
})
