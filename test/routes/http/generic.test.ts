// The web service that an admin describes: what is called, what its answers mean, what its calls tell.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { WebService, type Asked, type Behaviour } from '../../support/web-service.ts'
import {
  callOf,
  heard,
  deafSinks,
  outgoing,
  routeOf,
  secret,
  sendBy,
} from '../../support/http-routes.ts'
import { routeConformance } from '../conformance.ts'

let service: WebService
before(async () => {
  service = await WebService.open(() => ({ status: 202, body: { data: { id: `id-${ids++}` } } }))
})
after(() => service.close())
let ids = 1

const json = (more = ''): string => `type = http
url = ${service.url}/v1/send
token = hush
body = {"to": "{phone}", "from": "{sender}", "text": "{text}", "ref": "#{id}", "flash": "{flash}", "ttl": "#{validity}", "callback": "{callback}"}
id = data.id
webhook_secret = ${secret}
${more}`

routeConformance('the generic HTTP route', async () => {
  const own = await WebService.open(() => ({ body: { id: String(ids++) } }))
  const route = routeOf(
    `type = http\nurl = ${own.url}/send\nbody = {"to": "{phone}", "text": "{text}"}\nid = id`,
  )
  return { route, close: () => own.close() }
})

test('JSON is filled in member by member; what has no value is left out', async () => {
  const outcome = await sendBy(json(), { text: 'She said "hi"\n\\', flash: true })
  assert.deepEqual(outcome, { kind: 'accepted', references: [`id-${ids - 1}`] })
  const asked = service.asked.at(-1)
  assert.equal(`${asked?.method} ${asked?.path}`, 'POST /v1/send')
  assert.equal(asked?.headers['authorization'], 'Bearer hush')
  assert.equal(asked.headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(asked.body), {
    to: '+4520643064',
    text: 'She said "hi"\n\\',
    ref: 7,
    flash: true,
    callback: `https://sms.example.org/sms/hook/way/${secret}`,
  })
})

test('numbers of JSON keep their digits, and what shall be one and is none is a text', async () => {
  const body =
    '{"a": 900719925474099312345, "b": [-0.10, 1e400, true, null], "c": "900719925474099312345", "id": "#{id}", "from": "#{sender}", "text": "#{text}", "to": "#{phone}", "n": {"ttl": "#{validity}"}}'
  const section = `type = http\nurl = ${service.url}/\nbody = ${body}`
  await sendBy(section, { sender: 'ACME', text: '007' })
  assert.equal(
    service.asked.at(-1)?.body,
    '{"a":900719925474099312345,"b":[-0.10,1e400,true,null],"c":"900719925474099312345","id":7,"from":"ACME","text":"007","to":4520643064,"n":{}}',
  )
  await sendBy(section, { text: '900719925474099312345' })
  assert.match(service.asked.at(-1)?.body ?? '', /"id":7,"text":900719925474099312345,/)
})

test('ids that are long numbers keep their digits, in answers and in reports', async () => {
  const digits = '900719925474099312345'
  for (const body of [
    `{"data": {"id": ${digits}}}`,
    `[{"x":"1234567890123456"},{"id":-${digits}}]`,
  ]) {
    service.next.push({ headers: { 'content-type': 'application/json' }, body })
    const outcome = await sendBy(json(body.startsWith('[') ? 'id = 1.id' : ''))
    const reference = body.startsWith('[') ? `-${digits}` : digits
    assert.deepEqual(outcome, { kind: 'accepted', references: [reference] })
  }
  const way = routeOf(json('report_id = id\nreport_status = status'))
  const reading = heard(way, {
    body: `{"text":"a \\"${digits}", "id": ${digits}, "status": "delivered"}`,
  })
  const reports = reading?.kind === 'taken' ? (reading.news.reports ?? []) : []
  assert.deepEqual(
    reports.map(({ reference }) => reference),
    [digits],
  )
})

test('secrets that stand in the URL, the headers and the body are not repeated', async () => {
  const section = `type = http
url = ${service.url}/send?apikey=in+the%query1&to={digits}&id_token={id}
headers = X-Auth: Token in-the-header | X-Account: 7
body = {"account": {"api_secret": "in the body"}, "to": "{phone}"}
reason = why`
  const why = ({ query, headers, body }: Asked): string =>
    [query['apikey'], encodeURIComponent(query['apikey'] ?? ''), headers['x-auth'], body].join(' ')
  const answer = service.answer
  service.answer = (asked) => ({ status: 400, body: { why: why(asked) } })
  const { reason } = (await sendBy(section)) as { reason: string }
  service.answer = answer
  assert.equal(reason, '400 … … … {"account":{"api_secret":"…"},"to":"+4520643064"}')
})

test('a query and a form are escaped, and fields without a value are left out', async () => {
  await sendBy(
    `type = http\nmethod = get\nurl = ${service.url}/send?to={digits}&from={sender}&text={text}&min={validity_minutes}\nuser = u\npassword = p:w`,
    { text: 'a&b=ø {phone}', sender: '+4560991000', validity: 90_000 },
  )
  const got = service.asked.at(-1)
  assert.equal(got?.method, 'GET')
  assert.deepEqual(got.query, {
    to: '4520643064',
    from: '4560991000',
    text: 'a&b=ø {phone}',
    min: '2',
  })
  assert.equal(got.headers['authorization'], `Basic ${btoa('u:p:w')}`)
  await sendBy(
    `type = http\nurl = ${service.url}/\ncontent = form\nbody = to={phone}&text={text}&from={sender}\nheaders = X-Api-Key: k1 | X-Ref: {id}`,
    { text: '1+1=2' },
  )
  const posted = service.asked.at(-1)
  assert.equal(posted?.body, 'to=%2B4520643064&text=1%2B1%3D2')
  assert.equal(posted.headers['x-api-key'], 'k1')
  assert.equal(posted.headers['x-ref'], '7')
})

test('what is filled into the path stays in its step, and escapes that stand there are kept', async () => {
  const paths: string[] = []
  const own = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(own, 'listening')
  const { port } = own.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/a%20b ø/{phone}/{text}?key=1`
  await sendBy(`type = http\nmethod = get\nurl = ${url}`, { text: 'a/b?c#d%20' })
  assert.deepEqual(paths, ['/a%20b%20%C3%B8/%2B4520643064/a%2Fb%3Fc%23d%2520?key=1'])
  own.close()
})

test('half a character, and what no header can hold, go out as far as they can', async () => {
  for (const content of ['form', 'xml', 'text', 'json']) {
    const body = content === 'json' ? '{"t": "{text}"}' : 't={text}'
    const section = `type = http\ncontent = ${content}\nurl = ${service.url}/{text}\nbody = ${body}\nheaders = X-Text: {text}`
    const outcome = await sendBy(section, { text: 'Ż\ud83d\n\u001b' })
    assert.equal(outcome.kind, 'accepted', content)
  }
  const header = service.asked.at(-1)?.headers['x-text'] ?? ''
  assert.equal(Buffer.from(header, 'latin1').toString('utf8'), 'Ż\ufffd')
})

test('XML is escaped as XML', async () => {
  await sendBy(
    `type = http\nurl = ${service.url}/\ncontent = xml\nbody = <sms to="{phone}">{text}</sms>`,
    { text: '<b> & "c"' },
  )
  assert.equal(
    service.asked.at(-1)?.body,
    '<sms to="+4520643064">&lt;b&gt; &amp; &quot;c&quot;</sms>',
  )
})

const answers: [what: string, settings: string, behaviour: Behaviour, outcome: RegExp][] = [
  ['a 400', '', { status: 400, body: 'no such number' }, /permanent.*400 no such number/],
  ['a 503', '', { status: 503 }, /^\{"kind":"temporary","reason":"503 Service Unavailable"\}$/],
  [
    'a 429 with a time',
    '',
    { status: 429, headers: { 'retry-after': '17' } },
    /temporary.*"retryAfter":17000/,
  ],
  [
    'a 503 with a time',
    '',
    { status: 503, headers: { 'retry-after': '2' } },
    /temporary.*"retryAfter":2000/,
  ],
  ['a 500 with a page', '', { status: 500, body: '<h1>Oops</h1>' }, /unknown.*500 Oops/],
  ['a 504', '', { status: 504 }, /unknown/],
  ['a redirect', '', { status: 302 }, /302/],
  ['a cut answer', '', 'cut', /unknown.*the connection ended before the answer/],
  ['no answer before the connection ends', '', 'drop', /unknown/],
  [
    'a code of its own in a 200',
    'code = error\naccepted = 0\npermanent = 4000-4003\nreason = why',
    { body: { error: 4002, why: 'bad sender' } },
    /permanent.*4002 bad sender/,
  ],
  [
    'a code that nobody listed in a 200',
    'code = error\naccepted = 0',
    { body: { error: 77 } },
    /unknown/,
  ],
  [
    'a text that a regex reads',
    'code = /^(\\w+):/\naccepted = OK\nid = /^OK: (\\d+)/',
    { body: 'OK: 4711' },
    /accepted.*"4711"/,
  ],
  ['a header', 'id = header:Location', { headers: { location: '/m/1' } }, /accepted.*"\/m\/1"/],
  [
    'no id where one belongs',
    '',
    { body: '<html>Log in' },
    /unknown.*200, but no id at data.id: Log in/,
  ],
  [
    'an id where reports name only ours',
    'report_own_id = ref\nreport_status = status',
    { body: { data: { id: 'x1' } } },
    /accepted.*"7"/,
  ],
  [
    'an id where reports name both',
    'report_id = id\nreport_own_id = ref\nreport_status = status',
    { body: { data: { id: 'x1' } } },
    /accepted.*"x1"/,
  ],
  ['no id where none is asked for', 'id =', { body: '<html>' }, /accepted.*"7"/],
]
for (const [what, settings, behaviour, expected] of answers) {
  test(`${what} is sorted`, async () => {
    service.next.push(behaviour)
    assert.match(JSON.stringify(await sendBy(json(settings))), expected)
  })
}

test('nobody at the other end is temporary, silence there is unknown', async () => {
  const nobody = `type = http\nurl = http://127.0.0.1:1/\nbody = {"t": "{text}"}`
  assert.equal((await sendBy(nobody)).kind, 'temporary')
  const inClear = `type = http\nurl = ${service.url.replace('http:', 'https:')}/\nbody = {"t": "{text}"}`
  const { kind, reason } = (await sendBy(inClear)) as { kind: string; reason: string }
  assert.deepEqual([kind, reason], ['temporary', 'TLS: wrong version number'])
  service.next.push('hang')
  const outcome = await sendBy(json('timeout = 1s'))
  assert.equal(outcome.kind, 'unknown')
})

test('a connection that was kept and breaks under a call leaves it unknown: it is not made again', async () => {
  let calls = 0
  const own = createServer((request, response) => {
    if (++calls === 1) response.end('{}')
    else request.socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(own, 'listening')
  const { port } = own.address() as AddressInfo
  const route = routeOf(
    `type = http\nmethod = get\nurl = http://127.0.0.1:${port}/?text={text}\nwindow = 1`,
  )
  await route.open(deafSinks)
  const kinds: (string | undefined)[] = []
  for (const id of [1, 2, 3]) kinds.push((await route.submit([outgoing({ id })])[0])?.kind)
  assert.deepEqual([kinds, calls], [['accepted', 'unknown', 'unknown'], 3])
  await route.close(false)
  own.close()
})

test('the service has no more calls at once than the window, and one more as soon as one is answered', async () => {
  const waiting: (() => void)[] = []
  const own = await WebService.open(
    () => new Promise((answer) => waiting.push(() => answer({ body: { id: String(ids++) } }))),
  )
  const route = routeOf(
    `type = http\nurl = ${own.url}/send\nbody = {"text": "{text}"}\nid = id\nwindow = 4`,
  )
  assert.deepEqual([route.window, route.ahead], [4, 2])
  await route.open(deafSinks)
  const outcomes = Promise.all(route.submit([1, 2, 3, 4, 5, 6].map((id) => outgoing({ id }))))
  await eventually('four calls', () => (waiting.length === 4 ? true : undefined))
  for (const calls of [5, 6]) {
    waiting.shift()?.()
    await eventually('one more', () => (own.asked.length === calls ? true : undefined))
    assert.equal(waiting.length, 4)
  }
  for (const answer of waiting) answer()
  assert.ok((await outcomes).every(({ kind }) => kind === 'accepted'))
  await route.close(true)
  await own.close()
})

const wrong: [settings: string, sentence: RegExp][] = [
  ['type = http', /url: that is not a URL such as/],
  ['type = http\nurl = http://[::1/', /url: that is not a URL such as/],
  ['type = http\nurl = https://u:p@x.test/', /url: user and password do not belong into the URL/],
  ['type = http\nurl = https://x.test/#a', /url: it has to end with its path/],
  [
    'type = http\nurl = https://x.test/\nsignature_key = k',
    /signature_header and signature_key belong together/,
  ],
  [
    'type = http\nurl = https://x.test/?cb={callback}?ref={id}\nsignature_header = x\nsignature_key = k',
    /signature_key: the query behind \{callback\}\? is not signed/,
  ],
  ['type = http\nurl = https://x.test/send', /url: it sends nothing: write \{phone\} and \{text\}/],
  ['type = http\nurl = https://{sender}.x.test/?t={text}', /url: nothing is filled in before/],
  ['type = http\nurl = https://x.test/?a={txet}', /url: \{txet\} is no placeholder; there are/],
  ['type = http\nurl = https://x.test/\nbody = {"a": ', /body: it is not JSON/],
  ['type = http\nurl = https://x.test/\nreport_status = s', /report_status: of which message\?/],
  ['type = http\nurl = https://x.test/\nreceive_text = t', /receive_text: from which phone\?/],
  ['type = http\nurl = https://x.test/\nid = /(/', /id: .* is no regular expression/],
  ['type = http\nurl = https://x.test/\nwebhook_secret = short', /webhook_secret: .* is not 16 to/],
]
for (const [settings, sentence] of wrong) {
  test(`${JSON.stringify(settings)} is refused with a sentence`, () => {
    assert.throws(() => routeOf(settings), sentence)
  })
}

describe('its webhook', () => {
  const settings = `type = http
url = https://x.test/
webhook_secret = ${secret}
report_id = id
report_own_id = ref
report_status = status
report_reason = why
receive_id = id
receive_from = from
receive_to = to
receive_text = text`
  const read = (more: string, call: Parameters<typeof callOf>[0]) =>
    heard(routeOf(`${settings}\n${more}`), call)
  const now = callOf({}).now

  test('reads reports from a query, a form or JSON', () => {
    const report = { reference: 'x1', fate: 'delivered', at: now, id: 7 }
    const calls = [
      { method: 'GET', query: 'id=x1&status=DELIVERED&ref=7' },
      { body: 'id=x1&status=delivered&ref=7' },
      { body: '{"id": "x1", "status": "Delivered", "ref": 7}' },
    ]
    for (const call of calls)
      assert.deepEqual(read('', call), { kind: 'taken', news: { incoming: [], reports: [report] } })
  })

  test('takes a status that no setting lists for one of a message on its way', () => {
    const reading = read('', { body: 'id=x1&status=ACCEPTD' })
    assert.deepEqual(reading, { kind: 'taken', news: { incoming: [], reports: [] } })
  })

  test('reads the charset that is declared, and Windows-1252 where there is none and it is no UTF-8', () => {
    const form = 'id=m1&from=4520643064&text=R%F8d+gr%F8d'
    const latin1 = { 'content-type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' }
    for (const call of [
      { body: form },
      { method: 'GET', query: form },
      { body: form, headers: latin1 },
    ]) {
      const reading = read('', call)
      const [message] = (reading?.kind === 'taken' && reading.news.incoming) || []
      assert.equal(message?.text, 'Rød grød', JSON.stringify(call))
    }
  })

  test('reads messages from phones, also several in a list', () => {
    const reading = read('webhook_list = results\nwebhook_answer = OK', {
      body: '{"results": [{"id": "m1", "from": "4520643064", "to": "1963", "text": "hej"}, {"id": "m2", "from": "ACME", "to": "4560991000", "text": ""}]}',
    })
    assert.deepEqual(reading, {
      kind: 'taken',
      news: {
        reports: [],
        incoming: [
          { reference: 'm1', phone: '+4520643064', to: '1963', text: 'hej', at: now },
          { reference: 'm2', phone: 'ACME', to: '+4560991000', text: '', at: now },
        ],
        answer: { type: 'text/plain', body: 'OK' },
      },
    })
  })

  test('reads a body that is itself a list', () => {
    const reading = read('', {
      body: '[{"id": "x1", "status": "delivered"}, {"id": "x2", "status": "failed", "why": "gone"}, 7]',
    })
    assert.deepEqual(reading, {
      kind: 'taken',
      news: {
        incoming: [],
        reports: [
          { reference: 'x1', fate: 'delivered', at: now },
          { reference: 'x2', fate: 'undelivered', at: now, reason: 'gone' },
        ],
      },
    })
  })

  test('takes nothing for an id of ours that is none', () => {
    for (const ref of ['7.5', '1e30', '-7', '0x7', '0', '9'.repeat(30), ' 7', '']) {
      const reading = read('', { body: JSON.stringify({ id: 'x1', status: 'delivered', ref }) })
      const reports = reading?.kind === 'taken' ? reading.news.reports : []
      assert.deepEqual(reports, [{ reference: 'x1', fate: 'delivered', at: now }], ref)
    }
  })

  test('is not heard without the secret, from elsewhere, or saying nothing', () => {
    const body = '{"id": "x1", "status": "delivered"}'
    const statusOf = (more: string, call: Parameters<typeof callOf>[0]): unknown => {
      const reading = read(more, call)
      return reading?.kind === 'refused' ? reading.status : reading?.kind
    }
    assert.equal(statusOf('', { body, secret: '' }), 404)
    assert.equal(statusOf('', { body, secret: `${secret}x` }), 404)
    assert.equal(statusOf('webhook_from = 198.51.100.0/24', { body }), 403)
    assert.equal(statusOf('webhook_from = 192.0.2.0/24', { body }), 'taken')
    for (const nonsense of ['', '[]', '<html>', '{"id": "x1"}', '{"status": "delivered"}', 'null'])
      assert.equal(statusOf('', { body: nonsense }), 400, nonsense)
    assert.equal(routeOf('type = http\nurl = https://x.test/?t={text}').webhook, undefined)
  })

  test('holds the signature against the body, where there is one', () => {
    const body = '{"id": "x1", "status": "delivered"}'
    const digest = createHmac('sha256', 'k').update(body).digest('hex')
    const more = 'signature_header = X-Sig\nsignature_key = k'
    const right = { body, headers: { 'x-sig': digest } }
    assert.equal(read(more, right)?.kind, 'taken')
    assert.equal(read(more, { ...right, body: `${body} ` })?.kind, 'refused')
    assert.equal(read(more, { body })?.kind, 'refused')
    const shouted = { body, headers: { 'x-sig': `sha256=${digest.toUpperCase()}` } }
    assert.equal(read(more, shouted)?.kind, 'taken')
  })

  test('believes nothing of the query where calls are signed', () => {
    const more = 'signature_header = X-Sig\nsignature_key = k'
    const told = (body: string, query: string): unknown => {
      const mac = createHmac('sha256', 'k').update(body).digest('base64')
      const reading = read(more, { body, query, headers: { 'x-sig': mac } })
      if (reading?.kind !== 'taken') return reading?.status
      const { reports = [], incoming = [] } = reading.news
      return [...reports, ...incoming].map((one) => ({ ...one, at: 0 }))
    }
    const forged = 'id=x9&ref=9&status=failed&why=forged&from=4520643064&to=1963&text=forged'
    assert.deepEqual(told('id=x1&status=delivered', forged), [
      { reference: 'x1', fate: 'delivered', at: 0 },
    ])
    assert.equal(told('id=x1', 'status=failed'), 400)
    assert.equal(told('{"id": "x1"}', forged), 400)
    assert.equal(told('', forged), 403)
    assert.deepEqual(told('[{"status": "failed"}, {"id": "x2"}]', forged), 400)
  })

  test('knows a signed message again, whatever query it is replayed with', () => {
    const more = 'receive_id =\nsignature_header = X-Sig\nsignature_key = k'
    const body = 'from=4520643064&to=1963&text=hej'
    const headers = { 'x-sig': createHmac('sha256', 'k').update(body).digest('hex') }
    const reference = (query: string): string | undefined => {
      const reading = read(more, { body, query, headers })
      return reading?.kind === 'taken' ? reading.news.incoming?.[0]?.reference : undefined
    }
    assert.ok(reference(''))
    assert.equal(reference('x=2'), reference(''))
  })
})

test('a route whose way back is not known promises no reports and no answers', async () => {
  const settings = json('report_status = s\nreport_id = i\nreceive_text = t\nreceive_from = f')
  const { reports, receive } = routeOf(settings).capabilities
  assert.deepEqual({ reports, receive }, { reports: true, receive: true })
  const mute = routeOf(json('report_status = s\nreport_id = i')).capabilities
  assert.deepEqual([mute.reports, mute.receive], [true, false])
  let publicUrl = 'https://sms.example.org'
  const route = routeOf(settings, () => publicUrl)
  await route.open(deafSinks)
  assert.equal(route.capabilities.reports, true)
  publicUrl = ''
  assert.equal(route.capabilities.reports, false)
  await Promise.all(route.submit([outgoing()]))
  await route.close(true)
  assert.ok(!('callback' in (JSON.parse(service.asked.at(-1)?.body ?? '') as object)))
})
