// DSN on a real Haraka: offered where it is switched on, bad parameters refused, and what a client asks
// for kept until the phone has the SMS.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { SmtpReply } from '../../lib/cli/smtp-client.ts'
import { MailSink } from '../support/mail-sink.ts'
import { readStrictly } from '../support/strict-report.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const anna = 'anna@example.org'
let haraka: TestHaraka
let sink: MailSink

const profile = (more: string): string => `
[outgoing]
smarthost = 127.0.0.1:${sink.port}
[domains]
sms.test =
[route virtual]
type = phone
${more}`

before(async () => {
  sink = await MailSink.open()
  haraka = await TestHaraka.start({ say: profile('[delivery]\noffer_dsn = yes\n') })
  await haraka.administer((administration) =>
    administration.addAccount({ address: anna, language: 'sv', networks: ['127.0.0.1'] }),
  )
})
after(async () => {
  await haraka.close()
  await sink.close()
})

async function say(...commands: readonly string[]): Promise<SmtpReply[]> {
  const client = await haraka.client()
  const replies: SmtpReply[] = []
  for (const command of commands) replies.push(await client.command(command))
  await client.quit()
  return replies
}

test('EHLO offers DSN', async () => {
  const [reply] = await say('EHLO client.test')
  assert.ok(reply?.lines.includes('DSN'), reply?.lines.join(' '))
})

for (const [mail, recipient] of [
  ['RET=SOME', ''],
  ['ENVID=a+zz', ''],
  ['', 'NOTIFY=NEVER,FAILURE'],
  ['', 'ORCPT=nobody'],
] as const)
  test(`${mail}${recipient} is answered with 501`, async () => {
    const replies = await say(
      `MAIL FROM:<${anna}> ${mail}`.trim(),
      `RCPT TO:<46701740621@sms.test> ${recipient}`.trim(),
    )
    const reply = replies[mail === '' ? 1 : 0]
    assert.equal(reply?.code, 501)
    assert.match(reply.lines.join(' '), /5\.5\.4 The parameter \w+ is not written as RFC 3461 says/)
  })

test('NOTIFY=SUCCESS is answered when the phone has the SMS, in the language of the account', async () => {
  const replies = await say(
    `MAIL FROM:<${anna}> RET=HDRS ENVID=QQ+2B7`,
    'RCPT TO:<46701740622@sms.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bo+40old@x.test',
    'DATA',
    `From: ${anna}\r\nTo: bo@x.test\r\nSubject: =?utf-8?q?M=C3=B6te?=\r\nMessage-ID: <dsn@example.org>\r\n\r\nhej\r\n.`,
  )
  assert.equal(replies[3]?.code, 250, replies[3]?.lines.join(' '))
  const mail = await sink.mail(({ to }) => to.includes(anna))
  assert.equal(mail.from, '', 'the null sender')
  const report = await readStrictly(mail.data.replace(/\r?\n/g, '\r\n'))
  assert.equal(report.message['Original-Envelope-Id'], 'QQ+7')
  assert.equal(report.recipients[0]?.['Original-Recipient'], 'rfc822;bo@old@x.test')
  assert.equal(report.recipients[0]['Action'], 'delivered')
  assert.match(report.text, /^Ditt sms till \+46 70 ?174 ?06 ?22 har kommit fram/i)
  assert.match(report.text, /Möte/)
})

test('the ORCPT of an address that is not ASCII is taken, and comes back', async () => {
  const replies = await say(
    `MAIL FROM:<${anna}> SMTPUTF8 ENVID=unicode`,
    'RCPT TO:<46701740623@sms.test> NOTIFY=SUCCESS ORCPT=utf-8;jörg@example.org',
    'DATA',
    `From: ${anna}\r\nSubject: hej\r\nMessage-ID: <utf8@example.org>\r\n\r\nhej\r\n.`,
  )
  assert.equal(replies[1]?.code, 250, replies[1]?.lines.join(' '))
  const mail = await sink.mail(({ data }) => data.includes('Original-Envelope-Id: unicode'))
  const report = await readStrictly(mail.data.replace(/\r?\n/g, '\r\n'))
  assert.equal(report.recipients[0]?.['Original-Recipient'], 'utf-8;j\\x{F6}rg@example.org')
})

/** What comes of a message that an administrator cancels, by what the client asked for. */
const cancelled: [wish: string, ret: string, action: string | undefined][] = [
  ['NOTIFY=NEVER', '', undefined],
  ['NOTIFY=SUCCESS', '', undefined],
  ['NOTIFY=DELAY', '', undefined],
  ['NOTIFY=FAILURE', 'RET=HDRS', 'failed'],
  ['NOTIFY=SUCCESS,FAILURE,DELAY', 'RET=FULL', 'failed'],
  ['', 'RET=FULL', 'failed'],
]
test('a failure is told to those who asked for it or for nothing, with the text where RET=FULL', async () => {
  for (const [index, [wish, ret]] of cancelled.entries()) {
    const replies = await say(
      `MAIL FROM:<${anna}> ENVID=case${index} ${ret}`.trim(),
      `RCPT TO:<4670174063${index}+at=180024122099@sms.test> ${wish}`.trim(),
      'DATA',
      `From: ${anna}\r\nSubject: case ${index}\r\nMessage-ID: <c${index}@example.org>\r\n\r\ntext of ${index}\r\n.`,
    )
    assert.equal(replies[3]?.code, 250, replies[3]?.lines.join(' '))
  }
  await haraka.administer(async (administration) => {
    const waiting = await administration.listMessages({ states: ['scheduled'] }, 100)
    assert.equal(waiting.length, cancelled.length)
    for (const { id } of waiting.reverse()) await administration.cancelMessage(id)
  })
  for (const [index, [wish, ret, action]] of cancelled.entries()) {
    const fits = ({ data }: { data: string }): boolean =>
      data.includes(`Original-Envelope-Id: case${index}`)
    if (action === undefined) continue
    const { data } = await sink.mail(fits)
    const report = await readStrictly(data.replace(/\r?\n/g, '\r\n'))
    assert.equal(report.recipients[0]?.['Action'], action, wish)
    const address = `4670174063${index}+at=180024122099@sms.test`
    assert.equal(report.recipients[0]['Final-Recipient'], `rfc822; ${address}`)
    const text = Buffer.from(`case ${index}\ntext of ${index}\n`).toString('base64')
    assert.equal(data.includes(text), ret === 'RET=FULL', ret)
  }
  // The last one has come, so whatever was to be told before it has been.
  const told = sink.mails.flatMap(({ data }) => /Id: case(\d)/.exec(data)?.[1] ?? [])
  assert.deepEqual(told.sort(), ['3', '4', '5'])
})

test('where it is not switched on, EHLO does not offer it', async () => {
  const plain = await TestHaraka.start({ say: profile('') })
  const client = await plain.client()
  const reply = await client.command('EHLO client.test')
  await client.quit()
  await plain.close()
  assert.ok(!reply.lines.includes('DSN'))
})
