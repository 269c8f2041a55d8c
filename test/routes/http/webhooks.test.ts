// What providers call us with: their proofs, by their own vectors, and what each call tells.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import twilioPackage from 'twilio'
import { signatureFault as gatewayapiFault } from '../../../lib/routes/http/gatewayapi-news.ts'
import { signatureFault as smsgateFault } from '../../../lib/routes/http/smsgate-news.ts'
import { signatureFault as twilioFault } from '../../../lib/routes/http/twilio-signature.ts'
import { signatureFault as vonageFault } from '../../../lib/routes/http/vonage-signature.ts'
import type { WebhookReading } from '../../../lib/routes/webhook.ts'
import { callOf, heard, publicUrl, routeOf, secret, type Call } from '../../support/http-routes.ts'

interface Vectors {
  readonly twilio: { readonly vectors: readonly TwilioVector[] }
  readonly gatewayapi: { readonly vectors: readonly { secret: string; jwt: string }[] }
  readonly vonage_sms: {
    readonly vectors: readonly {
      secret: string
      method: string
      params: Record<string, string>
      sig: string
    }[]
  }
  readonly smsgate: {
    readonly vectors: readonly { key: string; timestamp: string; body: string; signature: string }[]
  }
}
interface TwilioVector {
  readonly authToken: string
  readonly url: string
  readonly urlSigned?: string
  readonly params?: Record<string, string>
  readonly jsonBody?: string
  readonly signature: string
  readonly valid: boolean
}

const file = new URL('../../../../test/providers/webhook-auth-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const formType = { 'content-type': 'application/x-www-form-urlencoded' }

/** What providers do not work without. */
const needed: Readonly<Record<string, string>> = {
  kannel: 'user = u\npassword = p',
  websms: 'token = t',
  twilio: `account = AC${'a'.repeat(32)}\ntoken = tok_0123456789\nsender = ACME`,
  smsgate: 'user = u\npassword = p',
  gatewayapi: 'token = t',
  vonage: 'key = k\nsecret = s\nsender = ACME',
  '46elks': 'user = u\npassword = p\nsender = ACME',
}

function complete(section: string): string {
  const type = /^type = (.+)$/m.exec(section)?.[1] ?? ''
  return `${section}\n${needed[type] ?? ''}`
}

function read(section: string, call: Call): WebhookReading {
  const reading = heard(routeOf(`${complete(section)}\nwebhook_secret = ${secret}`), call)
  assert.ok(reading)
  return reading
}

/** What a call tells, without times. */
function told(section: string, call: Call): unknown {
  const reading = read(section, call)
  if (reading.kind === 'refused') return reading.status
  const { reports = [], incoming = [] } = reading.news
  return [...reports, ...incoming].map((one) => ({ ...one, at: 0 }))
}

describe('Twilio', () => {
  const section = 'type = twilio'
  const sign = (body: string, url: string): string =>
    twilioPackage.getExpectedTwilioSignature(
      'tok_0123456789',
      url,
      Object.fromEntries(new URLSearchParams(body)),
    )
  const call = (body: string, query = ''): Call => {
    const url = callOf({ query }).url
    return { body, query, headers: { ...formType, 'x-twilio-signature': sign(body, url) } }
  }

  for (const [index, vector] of vectors.twilio.vectors.entries()) {
    test(`vector ${index + 1} is ${vector.valid ? 'right' : 'wrong'}`, () => {
      const { params, jsonBody, signature } = vector
      const url = vector.urlSigned ?? vector.url
      const request = callOf({
        url,
        body: jsonBody ?? new URLSearchParams(params ?? {}).toString(),
        headers: {
          'content-type': jsonBody === undefined ? formType['content-type'] : 'application/json',
          'x-twilio-signature': signature,
        },
      })
      const query = new URL(url).searchParams
      assert.equal(twilioFault(vector.authToken, { ...request, query }) === undefined, vector.valid)
    })
  }

  test('a report signed by its own package tells the fate, with our id from the query', () => {
    const report = {
      reference: 'SM1',
      fate: 'undelivered',
      at: 0,
      id: 7,
      reason: 'undelivered, Twilio error 30003',
    }
    const body = 'MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To=%2B4520643064'
    assert.deepEqual(told(section, call(body, 'id=7')), [report])
    assert.deepEqual(told(section, call('MessageSid=SM1&MessageStatus=sent', 'id=7')), [])
    const optedOut = call('MessageSid=SM1&MessageStatus=failed&ErrorCode=21610')
    assert.match(JSON.stringify(told(section, optedOut)), /"optedOut":true/)
  })

  test('the pictures of an MMS are named', () => {
    const mms =
      'MessageSid=MM2&From=%2B4520643064&To=%2B4560991000&NumMedia=1&MediaContentType0=image/jpeg'
    for (const [text, said] of [
      ['', '[MMS: image/jpeg]'],
      ['Look', 'Look\n[MMS: image/jpeg]'],
    ]) {
      const reading = read(section, call(`${mms}&Body=${text}`))
      const [message] = (reading.kind === 'taken' && reading.news.incoming) || []
      assert.equal(message?.text, said)
    }
  })

  test('a message is answered in TwiML', () => {
    const body =
      'MessageSid=SM2&From=%2B4520643064&To=%2B4560991000&Body=hej+%26+h%C3%B8j&NumMedia=0'
    const reading = read(section, call(body))
    assert.deepEqual(reading.kind === 'taken' && reading.news, {
      incoming: [
        {
          reference: 'SM2',
          phone: '+4520643064',
          to: '+4560991000',
          text: 'hej & høj',
          at: callOf({}).now,
        },
      ],
      answer: { type: 'text/xml', body: '<Response/>' },
    })
  })

  test('a forged body, URL or signature is refused', () => {
    const right = call('MessageSid=SM1&MessageStatus=delivered', 'id=7')
    assert.equal(told(section, { ...right, body: 'MessageSid=SM2&MessageStatus=delivered' }), 403)
    assert.equal(told(section, { ...right, query: 'id=8' }), 403)
    assert.equal(told(section, { ...right, headers: formType }), 403)
    assert.equal(
      told(section, { ...right, headers: { ...right.headers, 'content-type': 'text/plain' } }),
      403,
    )
  })
})

describe('GatewayAPI', () => {
  const section = 'type = gatewayapi\nsigning_secret = s3cret'
  const jwt = (payload: object, alg = 'HS256'): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ typ: 'JWT', alg })}.${part(payload)}`
    return `${signed}.${createHmac('sha256', 's3cret').update(signed).digest('base64url')}`
  }
  const call = (payload: object, alg?: string): Call => ({
    body: JSON.stringify(payload),
    headers: { 'x-gwapi-signature': jwt(payload, alg) },
  })
  const report = {
    id: 12,
    msisdn: 4520643064,
    time: 1_522_764_062,
    status: 'DELIVERED',
    userref: '7',
  }

  test('its vector is right, and is not with another secret', () => {
    for (const { secret: key, jwt: token } of vectors.gatewayapi.vectors) {
      const request = callOf({ headers: { 'x-gwapi-signature': token } })
      assert.equal(gatewayapiFault(key, request), undefined)
      assert.notEqual(gatewayapiFault(`${key}x`, request), undefined)
    }
  })

  test('what is signed counts, whatever the body says', () => {
    const expected = [{ reference: '12 4520643064', fate: 'delivered', at: 0, id: 7 }]
    assert.deepEqual(told(section, call(report)), expected)
    assert.deepEqual(told(section, { ...call(report), body: '{"id": 99, "msisdn": 1}' }), expected)
  })

  test('a token that chooses its algorithm, or none, is refused', () => {
    assert.equal(told(section, call(report, 'none')), 403)
    assert.equal(told(section, { body: JSON.stringify(report) }), 403)
    assert.equal(told(section, { body: '', headers: { 'x-gwapi-signature': '..' } }), 403)
  })

  test('a message from a phone, and failures with their reason', () => {
    const mo = { id: 1000001, msisdn: 4520643064, receiver: 451204, message: 'foo', senttime: 1 }
    assert.deepEqual(told(section, call(mo)), [
      { reference: '1000001', phone: '+4520643064', to: '451204', text: 'foo', at: 0 },
    ])
    const failed = {
      ...report,
      status: 'UNDELIVERABLE',
      code: '0x1010',
      error: 'Unknown subscriber',
    }
    assert.match(JSON.stringify(told(section, call(failed))), /0x1010 Unknown subscriber/)
    assert.deepEqual(told(section, call({ ...report, status: 'ENROUTE' })), [])
  })
})

describe('SMSGate', () => {
  const [vector] = vectors.smsgate.vectors
  const section = 'type = smsgate\nsigning_key = k\nnumber = +4520000001'
  const now = callOf({}).now
  const call = (event: object, at = now): Call => {
    const [body, timestamp] = [JSON.stringify(event), String(Math.floor(at / 1000))]
    const signature = createHmac('sha256', 'k')
      .update(body + timestamp)
      .digest('hex')
    return { body, headers: { 'x-timestamp': timestamp, 'x-signature': signature } }
  }
  const delivered = {
    event: 'sms:delivered',
    id: 'e1',
    payload: { messageId: 'sms-7-0123456789ab' },
  }

  test('its vector is right at its time, and replayed later it is not', () => {
    assert.ok(vector)
    const headers = {
      'x-timestamp': vector.timestamp,
      'x-signature': vector.signature.toUpperCase(),
    }
    const then = Number(vector.timestamp) * 1000
    const fault = (at: number): string | undefined =>
      smsgateFault(vector.key, callOf({ body: vector.body, headers, now: at }))
    assert.equal(fault(then + 299_000), undefined)
    assert.equal(fault(then + 301_000), 'X-Timestamp is not now')
    assert.equal(fault(then - 301_000), 'X-Timestamp is not now')
  })

  test('reports and messages', () => {
    const reference = 'sms-7-0123456789ab'
    assert.deepEqual(told(section, call(delivered)), [
      { reference, fate: 'delivered', at: 0, id: 7 },
    ])
    const failed = {
      event: 'sms:failed',
      id: 'e2',
      payload: { messageId: reference, reason: 'no SIM' },
    }
    assert.deepEqual(told(section, call(failed)), [
      { reference, fate: 'undelivered', at: 0, id: 7, reason: 'no SIM' },
    ])
    const received = {
      event: 'sms:received',
      id: 'e3',
      payload: { sender: '+4520643064', recipient: null, message: 'hej' },
    }
    assert.deepEqual(told(section, call(received)), [
      { reference: 'e3', phone: '+4520643064', to: '+4520000001', text: 'hej', at: 0 },
    ])
    assert.deepEqual(told(section, call({ event: 'system:ping', id: 'e4', payload: {} })), [])
  })

  test('a replay, and a body of somebody else, are refused', () => {
    assert.equal(told(section, call(delivered, now - 400_000)), 403)
    assert.equal(told(section, { ...call(delivered), body: '{}' }), 403)
  })
})

describe('Vonage', () => {
  const section = 'type = vonage\nsignature_secret = s\nsignature_method = md5hash'
  const now = callOf({}).now
  const signed = (fields: Record<string, string>, at = now): Record<string, string> => {
    const all: Record<string, string> = { ...fields, timestamp: String(Math.floor(at / 1000)) }
    const text = Object.keys(all)
      .sort()
      .map((name) => `&${name}=${all[name]?.replace(/[&=]/g, '_') ?? ''}`)
      .join('')
    return { ...all, sig: createHash('md5').update(`${text}s`).digest('hex') }
  }
  const report = {
    msisdn: '4520643064',
    to: 'ACME',
    messageId: 'v1',
    status: 'delivered',
    'client-ref': '7',
  }

  for (const [
    index,
    { secret: key, method, params, sig },
  ] of vectors.vonage_sms.vectors.entries()) {
    const name = method.replace(/hmac$/, '') as 'md5'
    test(`vector ${index + 1}, ${method}, is right at its time`, () => {
      const query = new URLSearchParams({ ...params, sig }).toString()
      const at = Number(params['timestamp']) * 1000
      assert.equal(vonageFault(key, name)(callOf({ method: 'GET', query, now: at })), undefined)
      assert.equal(
        vonageFault(key, name)(callOf({ method: 'GET', query, now: at + 400_000 })),
        'timestamp is not now',
      )
      assert.equal(
        vonageFault(`${key}x`, name)(callOf({ method: 'GET', query, now: at })),
        'sig is wrong',
      )
    })
  }

  test('reports in a query, a form or JSON', () => {
    const expected = [{ reference: 'v1', fate: 'delivered', at: 0, id: 7 }]
    const fields = signed(report)
    const text = new URLSearchParams(fields).toString()
    assert.deepEqual(told(section, { method: 'GET', query: text }), expected)
    assert.deepEqual(told(section, { body: text, headers: formType }), expected)
    const headers = { 'content-type': 'application/json' }
    assert.deepEqual(told(section, { body: JSON.stringify(fields), headers }), expected)
    assert.equal(
      told(section, { body: JSON.stringify({ ...fields, status: 'failed' }), headers }),
      403,
    )
    const old = new URLSearchParams(signed(report, now - 400_000)).toString()
    assert.equal(told(section, { method: 'GET', query: old }), 403)
  })

  test('the parts of a long message come one by one', () => {
    const fields = signed({
      ...{ msisdn: '4520643064', to: '4560991000', messageId: 'm2', text: 'lang & ', type: 'text' },
      ...{ concat: 'true', 'concat-ref': '200', 'concat-total': '3', 'concat-part': '2' },
    })
    assert.deepEqual(
      told(section, { method: 'GET', query: new URLSearchParams(fields).toString() }),
      [
        {
          ...{ reference: 'm2', phone: '+4520643064', to: '+4560991000', text: 'lang & ', at: 0 },
          part: { ref: 200, refBits: 8, total: 3, seq: 2 },
        },
      ],
    )
  })
})

describe('websms', () => {
  const section = 'type = websms'
  const report = {
    messageType: 'deliveryReport',
    notificationId: '1',
    transferId: 't1',
    clientMessageId: '7',
  }

  test('a report of undelivered is not the end', () => {
    const fates = ['delivered', 'undelivered', 'expired', 'deleted', 'rejected', 'accepted'].map(
      (status) => {
        const body = JSON.stringify({ ...report, deliveryReportMessageStatus: status })
        const [one] = told(section, { body }) as { fate: string }[]
        return one?.fate
      },
    )
    assert.deepEqual(fates, [
      'delivered',
      'buffered',
      'expired',
      'undelivered',
      'undelivered',
      undefined,
    ])
  })

  test('messages are answered in its words', () => {
    const body = JSON.stringify({
      ...{ messageType: 'text', notificationId: 'n1', senderAddress: '436641234567' },
      ...{
        senderAddressType: 'international',
        recipientAddress: '43828208',
        textMessageContent: 'Grüß Gott',
      },
    })
    const reading = read(section, { body })
    assert.deepEqual(reading.kind === 'taken' && reading.news, {
      incoming: [
        {
          reference: 'n1',
          phone: '+436641234567',
          to: '+43828208',
          text: 'Grüß Gott',
          at: callOf({}).now,
        },
      ],
      answer: { type: 'application/json', body: '{"statusCode":2000,"statusMessage":"OK"}' },
    })
    assert.equal(told(section, { body: '{"messageType": "poem"}' }), 400)
  })
})

describe('46elks', () => {
  const section = '46elks'
  const told46 = (call: Call): unknown => told(`type = ${section}`, { headers: formType, ...call })

  test('reports bring our id back, and nothing is answered to a message', () => {
    const body = 'id=s1&status=failed'
    assert.deepEqual(told46({ body, query: 'id=7' }), [
      {
        reference: 's1',
        fate: 'undelivered',
        at: 0,
        id: 7,
        reason: 'the provider could not deliver it',
      },
    ])
    assert.deepEqual(told46({ body: 'id=s1&status=sent' }), [])
    const mo = {
      body: 'direction=incoming&id=s2&from=%2B46706861004&to=%2B46706860000&message=Hi+%C3%A5',
    }
    assert.deepEqual(told46(mo), [
      { reference: 's2', phone: '+46706861004', to: '+46706860000', text: 'Hi å', at: 0 },
    ])
    const reading = read(`type = ${section}`, { headers: formType, ...mo })
    assert.equal(reading.kind === 'taken' && reading.news.answer, undefined)
  })
})

test('no provider makes sense of noise, and none trips over it', () => {
  const noise = [
    '',
    '{',
    '[]',
    'null',
    '{"payload": null}',
    '%',
    '\u0000',
    '{"messages": [[[]]]}',
    'a=b&c',
    '['.repeat(300_000),
    '{"payload":'.repeat(80_000),
    '"x"',
  ]
  for (const type of Object.keys(needed))
    for (const body of noise)
      for (const method of ['GET', 'POST']) {
        const said = told(`type = ${type}`, { method, body, query: 'x=1' })
        assert.equal(said, type === 'twilio' ? 403 : 400, `${type} ${body.slice(0, 40)}`)
      }
})

test('what names no message is acknowledged and tells nothing: an empty reference would fit any', () => {
  const nameless: [string, object][] = [
    ['smsgate', { event: 'sms:delivered', id: 'e1', payload: {} }],
    ['websms', { messageType: 'deliveryReport', deliveryReportMessageStatus: 'delivered' }],
    ['websms', { messageType: 'text', senderAddress: '436641234567', textMessageContent: 'x' }],
  ]
  for (const [type, body] of nameless)
    assert.deepEqual(told(`type = ${type}`, { body: JSON.stringify(body) }), [], type)
})

test('providers that sign nothing are not heard without a secret', () => {
  for (const type of ['kannel', 'websms', '46elks', 'vonage', 'smsgate', 'gatewayapi'])
    assert.equal(routeOf(complete(`type = ${type}`)).webhook, undefined, type)
  const signing = routeOf(complete('type = twilio'))
  assert.equal(heard(signing, { secret: '' })?.kind, 'refused')
  assert.equal(publicUrl.endsWith('/'), false)
})

test('as long as public_url is empty fates are asked for, from then on they are told', () => {
  let url = ''
  for (const type of ['twilio', '46elks']) {
    const way = routeOf(`${complete(`type = ${type}`)}\nwebhook_secret = ${secret}`, () => url)
    url = ''
    assert.equal(typeof way.fates, 'function')
    url = publicUrl
    assert.equal(way.fates, undefined)
  }
})

test('what a provider does not work without is named', () => {
  const sentences: [section: string, sentence: RegExp][] = [
    ['type = websms', /token: nothing stands there; websms needs token, or user and password/],
    ['type = websms\nuser = u', /token: nothing stands there/],
    [
      `type = twilio\naccount = AC${'a'.repeat(32)}\ntoken = t`,
      /service: nothing stands there; twilio needs account and token and service, or account and token and sender/,
    ],
    [`${complete('type = twilio')}\nkey = SK${'a'.repeat(32)}`, /key: key and key_secret belong/],
    ['type = 46elks\nuser = u\npassword = p', /sender: nothing stands there; 46elks needs user/],
    ['type = vonage\nkey = k\nsender = ACME', /secret: nothing stands there; vonage needs key/],
  ]
  for (const [section, sentence] of sentences) assert.throws(() => routeOf(section), sentence)
})

test('what may be a secret is repeated by no complaint', () => {
  for (const section of [
    'type = websms\ntoken = hush hush',
    'type = websms\ntoken = t\nurl = https://u:hush@x.test/rest',
    'type = websms\ntoken = t\nurl = ftp://hush',
    'type = websms\ntoken = t\nurl = https://x.test/?hush',
    'type = websms\ntoken = t\nwebhook_secret = hush',
    'type = http\nurl = https://u:hush@x.test/{phone}',
    'type = http\nurl = https://x.test/\nheaders = hush',
  ])
    assert.throws(
      () => routeOf(section),
      ({ message }: Error) => message !== '' && !message.includes('hush'),
      section,
    )
})
