// A mail to phones and to ordinary addresses: ours are held until the server has queued the rest, and
// forgotten when it has not. What is not ours is never touched.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { MailSink } from '../support/mail-sink.ts'
import { TestHaraka } from '../support/test-haraka.ts'
import { patient } from '../support/patience.ts'

const anna = 'anna@example.org'
let haraka: TestHaraka
let sink: MailSink
let key: string

// A queue plugin that does what the local part of the sender's name says.
const otherPlugin = `
exports.register = function () {
  this.register_hook('rcpt', 'take')
  this.register_hook('queue', 'put')
}
exports.take = (next, connection, [to]) => next(to.host === 'example.com' ? OK : CONT)
exports.put = (next, connection) => {
  const { rcpt_to, header } = connection.transaction
  connection.loginfo('other plugin: ' + rcpt_to.map((to) => to.address))
  if (header.get('X-Fate').includes('refuse')) return next(DENY, 'no')
  if (header.get('X-Fate').includes('later')) return next(DENYSOFT, 'later')
  next(OK)
}
`

before(async () => {
  sink = await MailSink.open()
  haraka = await TestHaraka.start({
    say: `
[outgoing]
smarthost = 127.0.0.1:${sink.port}
[domains]
sms.test =
[demo]
mailbox = example.test
[route virtual]
type = phone
`,
    files: {
      plugins: 'auth/flat_file\nother\nsms\nrelay\n',
      'auth_flat_file.ini': `[core]\nmethods=PLAIN\n[users]\n${anna}=secret\n`,
    },
    plugins: { other: otherPlugin },
  })
  await haraka.administer(async (administration) => {
    await administration.addAccount({ address: anna, networks: ['127.0.0.1'] })
    key = await administration.addKey({})
  })
})
after(async () => {
  await haraka.close()
  await sink.close()
})

function mail(text: string, fate = ''): string {
  return `From: ${anna}\nMessage-ID: <${text.replace(/\W/g, '')}@client.test>\nX-Fate: ${fate}\n\n${text}\n`
}

/** A mail that is sent afterwards and has arrived: what was dropped would have been there before it. */
async function textsAfterNext(phone: string): Promise<string[]> {
  const text = `marker for ${phone}`
  await haraka.send({ from: anna, to: [`${phone.slice(1)}@sms.test`], data: mail(text) })
  return haraka.page.until(({ phones }) => {
    const texts = phones.find((one) => one.phone === phone)?.messages.map((m) => m.text) ?? []
    return texts.includes(text) ? texts.filter((one) => one !== text) : undefined
  }, patient())
}

test('the rest of the mail goes on to the other plugin, without our recipients', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['bo@example.com', '46701740611@sms.test', 'cia@example.com'],
    data: mail('to all of you'),
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740611'), ['to all of you'])
  assert.ok(
    haraka.log.some((line) => line.includes('other plugin: bo@example.com,cia@example.com')),
  )
})

test('when the rest is refused, no SMS goes out', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['bo@example.com', '46701740612@sms.test'],
    data: mail('refused', 'refuse'),
  })
  assert.equal(reply.code, 550)
  assert.deepEqual(await textsAfterNext('+46701740612'), [])
})

test('when the rest has to come again, the SMS goes out once, with the second attempt', async () => {
  const to = ['bo@example.com', '46701740613@sms.test']
  const first = await haraka.send({ from: anna, to, data: mail('try again', 'later') })
  assert.equal(first.code, 450)
  const second = await haraka.send({ from: anna, to, data: mail('try again') })
  assert.equal(second.code, 250, second.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740613'), ['try again'])
  assert.deepEqual(await textsAfterNext('+46701740613'), ['try again'])
})

test('the local mailbox counts as the rest', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['someone@example.test', '46701740614@sms.test'],
    data: mail('kept and sent'),
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740614'), ['kept and sent'])
  const { mails } = await haraka.page.read()
  assert.ok(
    mails.some((one) => one.text === 'kept and sent' && one.recipient === 'someone@example.test'),
  )
})

test('a client that logged in sends to phones and to the world in one mail', async () => {
  const client = await haraka.client()
  assert.equal((await client.authPlain(anna, 'secret')).code, 235)
  const reply = await client.sendMail({
    from: anna,
    to: ['46701740615@sms.test', 'far@example.net'],
    data: mail('out into the world'),
  })
  await client.quit()
  assert.equal(reply.code, 250, reply.lines.join(' '))
  assert.deepEqual(await haraka.texts('+46701740615'), ['out into the world'])
  const outside = await sink.mail(({ data }) => data.includes('out into the world'))
  assert.deepEqual(outside.to, ['far@example.net'])
})

test('a bad number beside ordinary recipients does not stop their mail', async () => {
  const client = await haraka.client()
  const replies = await client.pipeline([
    `MAIL FROM:<${anna}>`,
    'RCPT TO:<bo@example.com>',
    'RCPT TO:<12@sms.test>',
    'DATA',
  ])
  assert.deepEqual(
    replies.map(({ code }) => code),
    [250, 250, 550, 354],
  )
  assert.equal((await client.data(mail('still for bo'))).code, 250)
  await client.quit()
})

test('a key beside ordinary recipients is refused: it would show them the key', async () => {
  const reply = await haraka.send({
    from: anna,
    to: ['bo@example.com', `${key}@sms.test`],
    data: mail('+46701740616'),
  })
  assert.deepEqual([reply.code, reply.lines[0]?.includes('key_shown')], [550, true])
})

test('a mail that is not for us is not touched', async () => {
  const before = haraka.log.length
  const reply = await haraka.send({ from: anna, to: ['bo@example.com'], data: mail('only for bo') })
  assert.equal(reply.code, 250)
  assert.ok(!haraka.log.slice(before).some((line) => line.includes('plugin=sms')))
})
