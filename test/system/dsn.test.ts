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

test('where it is not switched on, EHLO does not offer it', async () => {
  const plain = await TestHaraka.start({ say: profile('') })
  const client = await plain.client()
  const reply = await client.command('EHLO client.test')
  await client.quit()
  await plain.close()
  assert.ok(!reply.lines.includes('DSN'))
})
