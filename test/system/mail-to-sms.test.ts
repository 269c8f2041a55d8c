// Mail to SMS on a real Haraka, over real SMTP: every way to name a phone, and every way to come in.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { TestHaraka } from '../support/test-haraka.ts'
import { patient } from '../support/patience.ts'

const anna = 'anna@example.org'
const password = 'correct horse'
let haraka: TestHaraka
let key: string

before(async () => {
  haraka = await TestHaraka.start({
    say: `
[main]
country = SE
bare_numbers = international
[domains]
sms.test =
[demo]
mailbox = example.test
[route virtual]
type = phone
`,
    files: {
      plugins: 'auth/flat_file\nsms\n',
      // All that Haraka can tell: the key is to be in no line of it.
      'log.ini': '[main]\nlevel=protocol\ntimestamps=true\n',
      'auth_flat_file.ini': `[core]\nmethods=PLAIN\n[users]\n${anna}=${password}\nbo@example.org=${password}\n`,
    },
  })
  await haraka.administer(async (administration) => {
    await administration.addAccount({ address: anna })
    await administration.addNumber({ number: '+46701740699', account: anna })
    await administration.addAccount({ address: 'alarm@example.org', networks: ['127.0.0.0/8'] })
    key = await administration.addKey({ name: 'tests' })
  })
})
after(() => haraka.close())

function mail(text: string, headers: Record<string, string> = {}): string {
  const all = { From: anna, 'Message-ID': `<${text.replace(/\W/g, '')}@client.test>`, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [...lines, '', text, ''].join('\n')
}

const spellings = ['46701740611', '+46701740611', '0046701740611', 'p46701740611', '0701740611']
for (const spelling of spellings) {
  test(`${spelling}@ is a phone`, async () => {
    const reply = await haraka.send({
      from: 'alarm@example.org',
      to: [`${spelling}@sms.test`],
      data: mail(`written as ${spelling}`, { From: 'alarm@example.org' }),
    })
    assert.equal(reply.code, 250, reply.lines.join(' '))
    const texts = await haraka.page.until(({ phones }) => {
      const { messages } = phones.find(({ phone }) => phone === '+46701740611') ?? { messages: [] }
      const found = messages.map(({ text }) => text)
      return found.includes(`written as ${spelling}`) ? found : undefined
    }, patient())
    assert.equal(texts.filter((text) => text === `written as ${spelling}`).length, 1)
  })
}

test('a key takes the phones from the Subject, and the text goes out without it', async () => {
  const reply = await haraka.send({
    from: anna,
    to: [`${key.toUpperCase()}@SMS.test`],
    data: mail('by key', { Subject: '+46701740620, 46701740621; 0701740622' }),
  })
  assert.deepEqual([reply.code, reply.lines[0]?.replace(/ \(.*/, '')], [250, '2.0.0 3 SMS queued'])
  for (const phone of ['+46701740620', '+46701740621', '+46701740622'])
    assert.deepEqual(await haraka.texts(phone), ['by key'])
})

test('a key takes the phones from an attached list', async () => {
  const data = [
    `From: ${anna}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'from the list',
    '--b',
    'Content-Type: text/csv; name=phones.csv',
    'Content-Disposition: attachment; filename=phones.csv',
    '',
    '+46701740623',
    '+46701740624',
    '--b--',
  ].join('\n')
  const reply = await haraka.send({ from: anna, to: [`${key}@sms.test`], data })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740623'), ['from the list'])
  assert.deepEqual(await haraka.texts('+46701740624'), ['from the list'])
})

test('KEY.NUMBER@ is a key and its phone', async () => {
  const reply = await haraka.send({
    from: anna,
    to: [`${key}.46701740625@sms.test`],
    data: mail('both in one'),
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740625'), ['both in one'])
})

test('equal phones in one mail get one message', async () => {
  const reply = await haraka.send({
    from: 'alarm@example.org',
    to: ['46701740626@sms.test', '+46701740626@sms.test', '46701740627@sms.test'],
    data: mail('once each', { From: 'alarm@example.org' }),
  })
  assert.match(reply.lines[0] ?? '', /2 SMS queued/)
  assert.deepEqual(await haraka.texts('+46701740626'), ['once each'])
})

test('a mail client that logs in may send, and its account is the one of its From', async () => {
  const client = await haraka.client()
  assert.equal((await client.authPlain(anna, password)).code, 235)
  const reply = await client.sendMail({
    from: anna,
    to: ['46701740628@sms.test'],
    data: mail('logged in'),
  })
  await client.quit()
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740628'), ['logged in'])
})

test('somebody else who logs in may not send as her', async () => {
  const client = await haraka.client()
  assert.equal((await client.authPlain('bo@example.org', password)).code, 235)
  const reply = await client.sendMail({
    from: anna,
    to: ['46701740628@sms.test'],
    data: mail('as somebody else'),
  })
  await client.quit()
  assert.deepEqual([reply.code, reply.lines[0]?.slice(0, 6)], [550, '5.7.1 '])
})

test('nobody who proves nothing may send', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['46701740628@sms.test'],
    data: mail('trust me'),
  })
  assert.deepEqual([reply.code, reply.lines[0]?.slice(0, 6)], [550, '5.7.1 '])
})

test('recipients are answered in order when the client does not wait between them', async () => {
  const client = await haraka.client()
  const replies = await client.pipeline([
    'MAIL FROM:<alarm@example.org>',
    'RCPT TO:<46701740629@sms.test>',
    'RCPT TO:<4631123456@sms.test>',
    'RCPT TO:<nobody-here@sms.test>',
    'RCPT TO:<elsewhere@example.net>',
    'DATA',
  ])
  assert.deepEqual(
    replies.map(({ code, lines }) => `${code} ${lines[0]?.match(/^\d\.\d\.\d/)?.[0] ?? ''}`.trim()),
    // A name may be a contact's: what it means is decided when the sender is known.
    ['250', '250 2.1.5', '550 5.1.3', '250 2.1.5', '550', '354'],
  )
  const reply = await client.data(mail('pipelined', { From: 'alarm@example.org' }))
  await client.quit()
  assert.equal(reply.code, 250)
  assert.deepEqual(await haraka.texts('+46701740629'), ['pipelined'])
})

test('a client that lost our 250 and sends again is answered 250, and nothing goes out twice', async () => {
  const again = mail('once only', { From: 'alarm@example.org' })
  const to = ['46701740630@sms.test']
  const first = await haraka.send({ from: 'alarm@example.org', to, data: again })
  const second = await haraka.send({ from: 'alarm@example.org', to, data: again })
  const other = mail('the next one', { From: 'alarm@example.org' })
  await haraka.send({ from: 'alarm@example.org', to, data: other })
  assert.deepEqual([first.code, second.code], [250, 250])
  assert.deepEqual(await haraka.texts('+46701740630', 2), ['once only', 'the next one'])
})

test('dots at the start of a line and 8-bit text arrive as they were written', async () => {
  const reply = await haraka.send({
    from: 'alarm@example.org',
    to: ['46701740631@sms.test'],
    data: mail('.hidden\n..two\nsmörgås', {
      From: 'alarm@example.org',
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Transfer-Encoding': '8bit',
    }),
  })
  assert.equal(reply.code, 250)
  assert.deepEqual(await haraka.texts('+46701740631'), ['.hidden\n..two\nsmörgås'])
})

test('postmaster@ is left to the normal mail flow', async () => {
  const reply = await haraka.send({
    from: 'alarm@example.org',
    to: ['postmaster@sms.test'],
    data: mail('complaint'),
  })
  assert.deepEqual([reply.code, reply.lines[0]?.includes('cannot deliver')], [550, true])
})

test('the key is in no line of the log, wherever a client writes it', async () => {
  const client = await haraka.client()
  const lines = [
    `EHLO ${key}.client.test`,
    `VRFY ${key}`,
    key.toUpperCase(),
    `MAIL FROM:<${key}@example.org>`,
    `RCPT TO:<${key}@sms.test`,
    `RCPT TO:<4670.${key}@elsewhere.test>`,
    `RCPT TO:<46701740632.${key}:at@sms.test>`,
    'QUIT',
  ]
  for (const line of lines) await client.command(line)
  await haraka.logged(new RegExp(`${key.slice(0, 4)}….client.test`))
  const seen = haraka.log.filter((line) => line.toLowerCase().includes(key))
  assert.deepEqual(seen, [])
  assert.ok(haraka.log.some((line) => line.includes(`${key.slice(0, 4)}-masked`)))
  assert.ok(haraka.log.some((line) => line.includes(`${key.slice(0, 4)}…@example.org`)))
})
