// The page /phone over plain HTTP: what it shows without a script, what it refuses.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { FakeGateway, ourNumber, silentLog } from '../support/fake-gateway.ts'
import { startWebServer, type WebServer } from '../support/web-server.ts'

const phone = '+4520643064'
const address = '4520643064@sms.test'

/** A browser's form: the token from the page, the cookie it came with. */
async function openForm({ url }: WebServer, path = '/phone') {
  const response = await fetch(url + path)
  const html = await response.text()
  const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { html, csrf, cookie }
}

async function postForm(server: WebServer, path: string, fields: Record<string, string>) {
  const { csrf, cookie } = await openForm(server)
  return fetch(server.url + path, {
    method: 'POST',
    headers: { cookie, origin: server.url },
    body: new URLSearchParams({ csrf, ...fields }),
    redirect: 'manual',
  })
}

function postJson(server: WebServer, path: string, body: unknown, headers = {}) {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** fetch() sets Host by itself; this one says what it is told. */
function getWithHost({ url }: WebServer, host: string, path = '/phone'): Promise<number> {
  return new Promise((done, failed) => {
    request(url + path, { headers: { host } }, (response) => {
      response.resume()
      done(response.statusCode ?? 0)
    })
      .on('error', failed)
      .end()
  })
}

test('a proxy that is not named, or that does not say for whom it asks, makes nobody local', async () => {
  const says = async (server: WebServer, headers: Record<string, string>): Promise<string> => {
    const page = await fetch(`${server.url}/phone`, { headers })
    const text = await page.text()
    return `${page.status}${text.includes('web_proxies') ? ' web_proxies' : ''}`
  }
  const named = { 'x-forwarded-for': '127.0.0.1' }
  {
    await using server = await startWebServer()
    assert.equal(await says(server, {}), '200')
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host'])
      assert.equal(await says(server, { [name]: '127.0.0.1' }), '403 web_proxies')
  }
  await using server = await startWebServer({ proxies: ['127.0.0.1'] })
  assert.equal(await says(server, {}), '200')
  assert.equal(await says(server, named), '200')
  assert.equal(await says(server, { ...named, 'x-forwarded-for': '192.0.2.7' }), '403')
  assert.equal(await says(server, { via: '1.1 proxy' }), '403 web_proxies')
})

test('virtual phones are for the networks that may see them, and for nobody else', async () => {
  await using server = await startWebServer({ proxies: ['127.0.0.1'] })
  const status = async (ip: string, path: string, init: RequestInit = {}): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': ip }
    return (await fetch(server.url + path, { ...init, headers })).status
  }
  const answer = JSON.stringify({ phone: '+4520643064', to: '+4560991000', text: 'STOP' })
  for (const path of ['/phone', '/phone.json', '/phone/events'])
    assert.equal(await status('203.0.113.9', path), 403, path)
  for (const path of ['/phone/answer', '/phone/mail'])
    assert.equal(await status('203.0.113.9', path, { method: 'POST', body: answer }), 403, path)
  assert.equal(await status('127.0.0.1', '/phone'), 200)
})

test('a newcomer is told what to write to', async () => {
  await using server = await startWebServer()
  const { html } = await openForm(server)
  assert.match(html, /Send a mail to <code>4520643064@sms\.test<\/code>/)
  assert.match(html, /When a phone answers, its answer arrives here as a mail/)
  assert.match(html, /name="to"[^>]* value="4520643064@sms\.test"/)
})

test('a phone shows who wrote, the text, its parts and its encoding', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, 'Kommer du 🚲?')
  const { html } = await openForm(server)
  assert.match(html, /aria-label="Phone \+45 20643064"/)
  assert.match(html, /<h3>\+45 60991000<\/h3>/)
  assert.match(html, /Kommer du 🚲\?/)
  assert.match(html, /1 part · UCS-2/)
})

test('a form without script sends the answer of a phone and comes back to what was open', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, 'Hi')
  const path = '/phone/answer?mail=7&chat=%2B4520643064~%2B4560991000'
  const response = await postForm(server, path, { phone, to: ourNumber, text: 'Yes\r\nsir' })
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('location'), '/phone?mail=7&chat=%2B4520643064%7E%2B4560991000')
  const [written] = (await server.gateway.phones?.list()) ?? []
  assert.deepEqual(
    written?.messages.map(({ direction, peer, text }) => ({ direction, peer, text })),
    [
      { direction: 'to-phone', peer: ourNumber, text: 'Hi' },
      { direction: 'from-phone', peer: ourNumber, text: 'Yes\nsir' },
    ],
  )
})

test('a mail is handed in as written, from the owner of the mailbox', async () => {
  await using server = await startWebServer()
  const fields = {
    to: ` ${address}; 4530112233@sms.test,`,
    subject: 'Meeting\r\nX: 1',
    text: 'At 9',
  }
  const response = await postForm(server, '/phone/mail', fields)
  assert.equal(response.headers.get('location'), '/phone?sent=1')
  assert.deepEqual(server.gateway.handedIn, [
    {
      from: 'demo@example.test',
      to: `${address}, 4530112233@sms.test`,
      subject: 'Meeting X: 1',
      text: 'At 9',
    },
  ])
})

test('Reply fills in To, Subject and the quoted text, and keeps the thread', async () => {
  await using server = await startWebServer()
  server.gateway.mailArrives([
    'From: "+45 20643064" <4520643064-tag@sms.test>',
    'Subject: [SMS] Besked fra +45 20643064',
    'Message-ID: <b@sms.test>',
    'References: <a@example.test>',
    '',
    'Ja tak',
    '> og mere',
  ])
  const { html } = await openForm(server, '/phone?mail=1&reply=1')
  assert.match(html, /name="to"[^>]* value="4520643064-tag@sms\.test"/)
  assert.match(html, /name="subject"[^>]* value="Re: \[SMS\] Besked fra \+45 20643064"/)
  assert.match(
    html,
    /<textarea[^>]*>\n\n\nOn \w+, 21 November 2026 at [\d:]+, \+45 20643064 &lt;4520643064-tag@sms\.test> wrote:\n> Ja tak\n>> og mere\n<\/textarea>/,
  )
  const written = { to: '4520643064-tag@sms.test', subject: 'Re: x', text: 'Godt', reply: '1' }
  const response = await postForm(server, '/phone/mail?mail=1&reply=1', written)
  assert.equal(response.headers.get('location'), '/phone?mail=1&sent=1')
  const [mail] = server.gateway.handedIn
  assert.equal(mail?.inReplyTo, '<b@sms.test>')
  assert.deepEqual(mail.references, ['<a@example.test>', '<b@sms.test>'])
})

test('a Subject that is an answer already gets no second Re:', async () => {
  await using server = await startWebServer()
  server.gateway.mailArrives(['From: x@sms.test', 'Subject: SV: hej', '', 'x'])
  const { html } = await openForm(server, '/phone?mail=1&reply=1')
  assert.match(html, /name="subject"[^>]* value="SV: hej"/)
})

test('Reply goes to Reply-To where a mail has one', async () => {
  await using server = await startWebServer()
  const mail = ['From: x@sms.test', 'Reply-To: "A, B" <y@sms.test>', 'Subject: hi', '', 'x']
  server.gateway.mailArrives(mail)
  const { html } = await openForm(server, '/phone?mail=1&reply=1')
  assert.match(html, /name="to"[^>]* value="y@sms\.test"/)
})

test('mails of one conversation are one thread, the latest thread first', async () => {
  await using server = await startWebServer()
  const mail = (id: string, references: string) =>
    server.gateway.mailArrives([
      'From: x@sms.test',
      `Subject: about ${id}`,
      `Message-ID: <${id}>`,
      ...(references === '' ? [] : [`References: ${references}`]),
      '',
      `text ${id}`,
    ])
  mail('a', '<root>')
  mail('b', '')
  mail('c', '<root> <a>')
  const { html } = await openForm(server)
  assert.deepEqual(
    [...html.matchAll(/class="thread-subject">([^<]*)/g)].map((match) => match[1]),
    ['about c', 'about b'],
  )
  const opened = await openForm(server, '/phone?mail=1')
  assert.deepEqual(
    [...opened.html.matchAll(/class="body">([^<]*)/g)].map((match) => match[1]),
    ['text a', 'text c'],
  )
})

test('what the mail server answers stands on the page, and nothing typed is lost', async () => {
  await using server = await startWebServer()
  server.gateway.smtpSays = '550 5.1.3 +45 33112233 is a landline: write to a mobile number.'
  const fields = { to: '4533112233@sms.test', subject: 'A <b>', text: 'Call & tell' }
  const response = await postForm(server, '/phone/mail', fields)
  const html = await response.text()
  assert.equal(response.status, 422)
  assert.match(html, /role="alert">The mail server said: 550 5\.1\.3 \+45 33112233 is a landline/)
  assert.match(html, /name="to"[^>]* value="4533112233@sms\.test"/)
  assert.match(html, /name="subject"[^>]* value="A &lt;b>"/)
  assert.match(html, /<textarea[^>]*>\nCall &amp; tell<\/textarea>/)
})

test('an answer to a phone that nobody has written to is refused', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, 'Hi')
  const answer = { phone: '+4530112233', to: ourNumber, text: 'Yes' }
  const form = await postForm(server, '/phone/answer', answer)
  assert.equal(form.status, 404)
  const json = await postJson(server, '/phone/answer', answer)
  assert.equal(json.status, 404)
  assert.deepEqual(await json.json(), { error: 'Nobody has written to this phone yet.' })
})

test('an answer that cannot be sent stays in its field with the reason', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, 'Hi')
  const response = await postForm(server, '/phone/answer', { phone, to: 'ACME', text: 'a < b' })
  const html = await response.text()
  assert.equal(response.status, 422)
  assert.match(html, /role="alert">Only a number can be written to: a name cannot be answered\./)
  assert.match(html, /<textarea[^>]*>\na &lt; b<\/textarea>/)
})

const badAnswers: [string, Record<string, unknown>][] = [
  ['no text', { phone, to: ourNumber }],
  ['blank text', { phone, to: ourNumber, text: ' \n' }],
  ['a text that is too long', { phone, to: ourNumber, text: 'x'.repeat(2001) }],
  ['a phone that is none', { phone: 'x', to: ourNumber, text: 'x' }],
  ['no receiver', { phone, to: '', text: 'x' }],
  ['an object as text', { phone, to: ourNumber, text: { a: 1 } }],
]
for (const [what, body] of badAnswers) {
  test(`an answer with ${what} is refused with a sentence`, async () => {
    await using server = await startWebServer()
    server.gateway.phoneGets(phone, 'Hi')
    const response = await postJson(server, '/phone/answer', body)
    assert.equal(response.status, 422)
    const { error } = (await response.json()) as { error: string }
    assert.match(error, /[.?]$/)
  })
}

const badMails: [string, Record<string, unknown>, RegExp][] = [
  ['no To', { text: 'x' }, /Write to whom/],
  ['an empty To', { to: ' , ', text: 'x' }, /Write to whom/],
  ['a To that is no address', { to: 'anna', text: 'x' }, /mail addresses/],
  ['a line break in To', { to: `${address}\r\nBcc: a@b.test`, text: 'x' }, /mail addresses/],
  ['a To elsewhere', { to: `${address}, a@elsewhere.test`, text: 'x' }, /not to a@elsewhere\.test/],
  ['a To that is left to the postmaster', { to: 'postmaster@sms.test', text: 'x' }, /not to post/],
  ['a Subject that is too long', { to: address, subject: 'x'.repeat(501) }, /too long/],
]
for (const [what, body, sentence] of badMails) {
  test(`a mail with ${what} is refused with a sentence`, async () => {
    await using server = await startWebServer()
    const response = await postJson(server, '/phone/mail', body)
    assert.equal(response.status, 422)
    assert.match(((await response.json()) as { error: string }).error, sentence)
    assert.deepEqual(server.gateway.handedIn, [])
  })
}

test('a reply to a mail that is not there is refused', async () => {
  await using server = await startWebServer()
  const response = await postJson(server, '/phone/mail', { to: address, text: 'x', reply: 99 })
  assert.equal(response.status, 404)
  assert.deepEqual(server.gateway.handedIn, [])
})

test('a program reads phones and mails, and posts, as JSON', async () => {
  await using server = await startWebServer()
  const sent = await postJson(server, '/phone/mail', { to: address, subject: '', text: 'Hi' })
  assert.deepEqual(await sent.json(), { ok: true })
  const answered = await postJson(server, '/phone/answer', { phone, to: ourNumber, text: 'Yes' })
  assert.deepEqual(await answered.json(), { ok: true })
  const response = await fetch(`${server.url}/phone.json`)
  const { phones, mails } = (await response.json()) as {
    phones: { phone: string; messages: { text: string }[] }[]
    mails: Record<string, unknown>[]
  }
  assert.deepEqual(
    phones.map((entry) => [entry.phone, entry.messages.map(({ text }) => text)]),
    [[phone, ['Hi', 'Yes']]],
  )
  const { id, at, ...mail } = mails[0] ?? {}
  assert.equal(typeof id, 'number')
  assert.equal(typeof at, 'number')
  assert.deepEqual(mail, {
    recipient: 'demo@example.test',
    from: { name: '+45 20643064', address: '4520643064-k3jx7q2mfzr6wp4a@sms.test' },
    replyTo: '4520643064-k3jx7q2mfzr6wp4a@sms.test',
    subject: '[SMS] Message from +45 20643064',
    messageId: '<sms-4@sms.test>',
    inReplyTo: '<sent-1@example.test>',
    references: ['<sent-1@example.test>'],
    text: 'Yes',
  })
})

const script = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>'

test('markup in texts, names, Subjects and the query is shown, not run', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, script, script.slice(0, 11))
  server.gateway.mailArrives([
    `From: "${script.replaceAll('"', '')}" <x@sms.test>`,
    `Subject: ${script}`,
    `Message-ID: ${script.replaceAll(' ', '')}`,
    'Content-Type: text/html',
    '',
    script,
  ])
  const query = new URLSearchParams({ mail: script, reply: script, chat: `${phone}~${script}` })
  for (const path of ['/phone', '/phone?mail=2&reply=2', `/phone?${query.toString()}`]) {
    const { html } = await openForm(server, path)
    assert.doesNotMatch(html, /<script>|<img|<x|onerror=alert\(1\)(?!&gt;|>)"?>[^<]*<\/body/)
    const scripts = [...html.matchAll(/<script[^]*?<\/script>/g)].map(([tag]) => tag)
    assert.equal(html.split('<script').length - 1, scripts.length)
    for (const tag of scripts)
      assert.match(tag, /^<script type="module" src="\/assets\/[^"]+"><\/script>$/)
  }
})

test('the page forbids whatever is inline or from elsewhere, and has nothing of the kind', async () => {
  await using server = await startWebServer()
  server.gateway.phoneGets(phone, 'Hi')
  const response = await fetch(`${server.url}/phone`)
  const policy = response.headers.get('content-security-policy') ?? ''
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(policy, /unsafe|\*|data:/)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const html = await response.text()
  assert.doesNotMatch(html, / style=| on\w+=|<style|(?:src|href|action)="(?:https?:)?\/\//)
})

for (const host of ['localhost:8025', '127.0.0.1', '[::1]:8025', 'LOCALHOST', 'sms.firm.test']) {
  test(`the pages answer to ${host}`, async () => {
    await using server = await startWebServer({ hosts: ['SMS.firm.test'] })
    assert.equal(await getWithHost(server, host), 200)
  })
}

for (const host of ['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', 'a@localhost']) {
  test(`the pages do not answer to "${host}", which may be a rebound name`, async () => {
    await using server = await startWebServer()
    assert.equal(await getWithHost(server, host), 421)
    assert.equal(await getWithHost(server, host, '/phone.json'), 421)
    assert.equal(await getWithHost(server, host, '/phone/events'), 421)
  })
}

interface Forgery {
  readonly headers?: Record<string, string>
  readonly csrf?: string | undefined
  readonly cookie?: string
}

const forged: [string, Forgery, number][] = [
  ['no token', { csrf: undefined }, 403],
  ['a token of somebody else', { csrf: 'x'.repeat(32) }, 403],
  ['no cookie', { cookie: '' }, 403],
  ['neither token nor cookie', { csrf: undefined, cookie: '' }, 403],
  ['an empty token and an empty cookie', { csrf: '', cookie: 'sms_csrf=' }, 403],
  ['the origin of another site', { headers: { origin: 'https://evil.test' } }, 403],
  ['an opaque origin', { headers: { origin: 'null' } }, 403],
  ['a browser that says cross-site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ['a body that any site can send', { headers: { 'content-type': 'text/plain' } }, 415],
]
for (const [what, forgery, status] of forged) {
  test(`a form with ${what} is refused and does nothing`, async () => {
    await using server = await startWebServer()
    server.gateway.phoneGets(phone, 'Hi')
    const honest = await openForm(server)
    const { csrf, cookie } = { ...honest, ...forgery }
    const fields = { to: address, subject: '', text: 'x', phone }
    const body = new URLSearchParams(csrf === undefined ? fields : { ...fields, csrf }).toString()
    for (const path of ['/phone/mail', '/phone/answer']) {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie,
          ...forgery.headers,
        },
        body,
      })
      assert.equal(response.status, status)
    }
    assert.deepEqual(server.gateway.handedIn, [])
  })
}

test('JSON from another site is refused', async () => {
  await using server = await startWebServer()
  const mail = { to: address, text: 'x' }
  for (const headers of [{ origin: 'http://evil.test' }, { 'sec-fetch-site': 'same-site' }]) {
    assert.equal((await postJson(server, '/phone/mail', mail, headers)).status, 403)
  }
  const preflight = await fetch(`${server.url}/phone/mail`, {
    method: 'OPTIONS',
    headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
  })
  assert.equal(preflight.headers.get('access-control-allow-origin'), null)
  assert.deepEqual(server.gateway.handedIn, [])
})

test('a token that one worker gave is good in another', async () => {
  await using one = await startWebServer()
  await using other = await startWebServer()
  const { csrf, cookie } = await openForm(one)
  const response = await fetch(`${other.url}/phone/mail`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({ csrf, to: address, subject: '', text: 'x' }),
    redirect: 'manual',
  })
  assert.equal(response.status, 303)
})

test('a body that is too large is refused with a sentence', async () => {
  await using server = await startWebServer()
  const text = 'x'.repeat(70_000)
  assert.equal((await postForm(server, '/phone/mail', { to: address, text })).status, 413)
  const response = await postJson(server, '/phone/mail', { to: address, text })
  assert.equal(response.status, 413)
  assert.deepEqual(await response.json(), { error: 'That is too long.' })
})

test('JSON that is broken is refused with a sentence', async () => {
  await using server = await startWebServer()
  const response = await postJson(server, '/phone/answer', '{"phone":')
  assert.equal(response.status, 400)
  assert.deepEqual(await response.json(), { error: 'This request could not be read.' })
})

for (const [method, path, allow] of [
  ['POST', '/phone', 'GET, HEAD'],
  ['DELETE', '/phone.json', 'GET, HEAD'],
  ['GET', '/phone/answer', 'POST'],
  ['PUT', '/phone/mail', 'POST'],
  ['POST', '/phone/events', 'GET'],
] as const) {
  test(`${method} ${path} is answered with the verbs that are possible`, async () => {
    await using server = await startWebServer()
    const response = await fetch(server.url + path, { method })
    assert.equal(response.status, 405)
    assert.equal(response.headers.get('allow'), allow)
  })
}

test('where no virtual phone is configured the pages are not there', async () => {
  const gateway = new FakeGateway()
  gateway.phones = undefined
  await using server = await startWebServer({ gateway })
  for (const path of ['/phone', '/phone.json', '/phone/events'])
    assert.equal((await fetch(server.url + path)).status, 404)
})

test('without a local mailbox there are phones only', async () => {
  const gateway = new FakeGateway()
  gateway.mailbox = undefined
  gateway.phoneGets(phone, 'Hi')
  await using server = await startWebServer({ gateway })
  const { html } = await openForm(server)
  assert.match(html, /aria-label="Phone/)
  assert.doesNotMatch(html, /id="mailbox"/)
  assert.equal((await postJson(server, '/phone/mail', { to: address, text: 'x' })).status, 404)
})

test('while the database is not there the page says so and comes back by itself', async () => {
  const gateway = new FakeGateway()
  gateway.ready = false
  await using server = await startWebServer({ gateway })
  const response = await fetch(`${server.url}/phone`)
  assert.equal(response.status, 503)
  assert.equal(response.headers.get('refresh'), '2')
  assert.match(await response.text(), /not ready yet/)
  assert.equal((await fetch(`${server.url}/phone.json`)).status, 503)
})

test('a fault is logged, and the person is not shown its insides', async () => {
  const logged: string[] = []
  const log = { ...silentLog, error: (line: string) => logged.push(line) }
  const gateway = new FakeGateway()
  gateway.phonesFail = new Error('SQLITE_CORRUPT: /secret/path')
  await using server = await startWebServer({ gateway, log })
  const response = await fetch(`${server.url}/phone`)
  assert.equal(response.status, 500)
  assert.doesNotMatch(await response.text(), /secret/)
  assert.match(logged.join('\n'), /^GET \/phone: Error: SQLITE_CORRUPT/)
})

test('mounted below a path, links, forms, assets and the cookie stay below it', async () => {
  await using server = await startWebServer({ mount: '/mail/sms' })
  const response = await fetch(`${server.url}/mail/sms/phone`)
  assert.match(response.headers.get('set-cookie') ?? '', /Path=\/mail\/sms;/)
  const html = await response.text()
  const paths = [...html.matchAll(/(?:href|src|action|data-events|hx-get)="([^"]*)"/g)].map(
    ([, path]) => path,
  )
  for (const path of paths) assert.match(path ?? '', /^(?:\/mail\/sms\/|#)/)
})

test('all other paths are left to the server that the router is mounted in', async () => {
  await using server = await startWebServer()
  const response = await fetch(`${server.url}/elsewhere`)
  assert.equal(response.status, 404)
  assert.equal(response.headers.get('referrer-policy'), null)
})

test('the first load is less than 100 kB even with much to show', async () => {
  await using server = await startWebServer()
  for (let number = 0; number < 12; number++)
    for (let count = 0; count < 60; count++)
      server.gateway.phoneGets(`+45206430${10 + number}`, `Message ${count} to a phone`)
  for (let count = 0; count < 60; count++)
    server.gateway.mailArrives(['From: x@sms.test', `Subject: mail ${count}`, '', 'An answer'])
  const { html } = await openForm(server)
  let bytes = Buffer.byteLength(html)
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  )
  assert.ok(assets.length >= 7)
  for (const path of assets) {
    const response = await fetch(server.url + path)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('cache-control') ?? '', /immutable/)
    bytes += Number(response.headers.get('content-length'))
    await response.arrayBuffer()
  }
  assert.ok(bytes < 100_000, `${bytes} bytes`)
})

test('an asset is compressed for whoever takes that, and whole for others', async () => {
  await using server = await startWebServer()
  const path = /\/assets\/[^"]+\/htmx\.js/.exec((await openForm(server)).html)?.[0] ?? ''
  const [plain, small] = await Promise.all(
    ['identity', 'gzip, br'].map((wanted) =>
      fetch(server.url + path, { headers: { 'accept-encoding': wanted } }),
    ),
  )
  assert.ok(plain && small)
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.equal(small.headers.get('content-encoding'), 'gzip')
  assert.equal(small.headers.get('vary'), 'Accept-Encoding')
  assert.ok(Number(small.headers.get('content-length')) < 20_000)
  assert.equal(await small.text(), await plain.text())
})

test('an asset is served by its exact name only', async () => {
  await using server = await startWebServer()
  for (const name of ['nothing.js', '..%2frouter.ts', '%2e%2e%2fpage.tsx', 'toString', '__proto__'])
    assert.equal((await fetch(`${server.url}/assets/x/${name}`)).status, 404)
  const old = await fetch(`${server.url}/assets/another-version/pages.css`)
  assert.equal(old.status, 200)
  assert.equal(old.headers.get('cache-control'), 'no-cache')
})
