// What is wrong with a mail is said inside SMTP, with the code that the case has; the server stays up
// and takes the next mail.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.org'
const phone = '46701740611@sms.test'
let haraka: TestHaraka
const keys = { good: '', paused: '' }

before(async () => {
  haraka = await TestHaraka.start()
  await haraka.administer(async (administration) => {
    await administration.addAccount({ address: anna, networks: ['127.0.0.1'] })
    keys.good = await administration.addKey({})
    keys.paused = await administration.addKey({})
    await administration.setKeyActive(keys.paused.slice(0, 6), false)
  })
})
after(() => haraka.close())

interface Case {
  readonly what: string
  readonly to?: () => string
  readonly from?: string
  readonly data: () => string | Buffer
  /** How the answer begins, enhanced code and all. */
  readonly answer: string
}

const text = (body: string, headers = ''): string => `From: ${anna}\n${headers}\n${body}\n`

const cases: Case[] = [
  {
    what: 'an unknown local part',
    to: () => 'who-is-this@sms.test',
    data: () => text('hello'),
    answer: '550 5.1.3',
  },
  {
    what: 'a number that is none',
    to: () => '123@sms.test',
    data: () => text('hello'),
    answer: '550 5.1.3',
  },
  {
    what: 'a landline',
    to: () => '+4631123456@sms.test',
    data: () => text('hello'),
    answer: '550 5.1.3',
  },
  {
    what: 'an unknown key',
    to: () => 'abcdefghijklmnopqrstuvwxyz@sms.test',
    data: () => text('hello', 'Subject: 46701740611\n'),
    answer: '550 5.7.1',
  },
  {
    what: 'a paused key',
    to: () => `${keys.paused}@sms.test`,
    data: () => text('hello', 'Subject: 46701740611\n'),
    answer: '550 5.7.1',
  },
  {
    what: 'a sender without an account',
    from: 'stranger@example.org',
    data: () => 'From: stranger@example.org\n\nhello\n',
    answer: '550 5.7.1',
  },
  {
    what: 'From and envelope sender of different people',
    from: 'stranger@example.org',
    data: () => text('hello'),
    answer: '550 5.7.1',
  },
  {
    what: 'a key without phones in the Subject',
    to: () => `${keys.good}@sms.test`,
    data: () => text('hello', 'Subject: what a day\n'),
    answer: '550 5.1.3',
  },
  { what: 'an empty text', data: () => text(''), answer: '554 5.6.0' },
  {
    what: 'nothing but quotation',
    data: () => text('> what they wrote\n> and more', 'Subject: Re: it\nIn-Reply-To: <a@b.test>\n'),
    answer: '554 5.6.0',
  },
  { what: 'no header at all', data: () => '\nhello\n', answer: '550 5.7.1' },
  {
    what: 'MIME that is broken off',
    data: () =>
      text(
        '--x\nContent-Type: text/plain\n\nhalf a ma',
        'Content-Type: multipart/mixed; boundary=x\n',
      ),
    answer: '250 2.0.0',
  },
  {
    what: 'MIME whose parts never begin',
    data: () => text('', 'Content-Type: multipart/mixed; boundary=nowhere\n'),
    answer: '554 5.6.0',
  },
  {
    what: 'NUL bytes',
    data: () => Buffer.from(text('before\0after')),
    answer: '250 2.0.0',
  },
  {
    what: 'a header field of 100 kB',
    data: () => text('long header', `X-Long: ${'a'.repeat(100_000)}\n`),
    answer: '250 2.0.0',
  },
  {
    what: 'a header of 2,000 lines',
    data: () =>
      text('many headers', Array.from({ length: 2_000 }, (_, n) => `X-${n}: y\n`).join('')),
    answer: '554 5.6.0',
  },
  {
    what: 'a text longer than nine parts',
    data: () => text('a'.repeat(2_000)),
    answer: '554 5.6.0',
  },
  {
    what: 'an address that is only a quoted space',
    to: () => '" "@sms.test',
    data: () => text('hello'),
    answer: '550 5.1.3',
  },
]

for (const { what, to, from = anna, data, answer } of cases) {
  test(`${what}: ${answer}`, async () => {
    const reply = await haraka.send({ from, to: [to?.() ?? phone], data: data() })
    assert.equal(`${reply.code} ${reply.lines[0]?.slice(0, 5)}`, answer, reply.lines.join(' '))
  })
}

test('a mail of 30 MB is refused, by its announced size and by its real one', async () => {
  const client = await haraka.client()
  const announced = await client.command(`MAIL FROM:<${anna}> SIZE=31457280`)
  assert.deepEqual([announced.code, announced.lines], [550, ['Message too big!']])
  const large = Buffer.alloc(30 * 1_048_576, `${'x'.repeat(70)}\n`)
  const reply = await client.sendMail({
    from: anna,
    to: [phone],
    data: Buffer.concat([Buffer.from(text('large')), large]),
  })
  await client.quit()
  assert.deepEqual([reply.code, reply.lines], [550, ['Message too big!']])
})

test('a client that hangs up in the middle of the data leaves nothing behind', async () => {
  const client = await haraka.client()
  await client.pipeline([`MAIL FROM:<${anna}>`, `RCPT TO:<${phone}>`, 'DATA'])
  client.hangUp()
  const reply = await haraka.send({ from: anna, to: [phone], data: text('the next one') })
  assert.equal(reply.code, 250)
})

test('bytes at random make no crash', async () => {
  for (let i = 0; i < 20; i++) {
    const noise = randomBytes(2_000)
      .toString('latin1')
      .replace(/[\r\n]/g, ' ')
    const headers = noise.replace(/(.{70})/g, '$1\n')
    await haraka.send({ from: anna, to: [phone], data: Buffer.from(headers, 'latin1') })
  }
  assert.ok(haraka.running)
})

test('after all this the server still turns a mail into an SMS', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['46701740699@sms.test'],
    data: text('still here'),
  })
  assert.equal(reply.code, 250)
  assert.deepEqual(await haraka.texts('+46701740699'), ['still here'])
  assert.deepEqual(
    haraka.log.filter((line) => /\[(ERROR|CRIT)\] \[[^\]]*\] \[sms\]/.test(line)),
    [],
  )
})
