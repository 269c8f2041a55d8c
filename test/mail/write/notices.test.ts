import { test } from 'node:test'
import assert from 'node:assert/strict'
import { simpleParser } from 'mailparser'
import {
  writeFaultNotice,
  writeShortenedNotice,
  writeWelcome,
} from '../../../lib/mail/write/notices.ts'

const notice = {
  to: 'ops@example.dk',
  language: 'en',
  domain: 'sms.test',
  subjectTag: 'SMS',
  messageId: '<notice.1@sms.test>',
  date: Date.UTC(2026, 10, 21, 22, 0),
} as const

test('the operator reads what is wrong and what to do', async () => {
  const written = await writeFaultNotice({
    ...notice,
    fault: 'route_down',
    params: { route: 'modem-1', reason: 'no such device: /dev/ttyUSB0' },
  })
  const mail = await simpleParser(written.contents)
  assert.equal(written.from, '')
  assert.equal(mail.subject, '[SMS] The route modem-1 is down')
  assert.equal(
    mail.text,
    'The route modem-1 cannot send: no such device: /dev/ttyUSB0. Its messages wait, or go by another route. See that it is connected and set up in sms.routes.ini; it is tried again by itself.\n',
  )
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
})

test('a sender gets back what was cut from a text, in the thread of the mail', async () => {
  const written = await writeShortenedNotice({
    ...notice,
    language: 'de',
    original: { subject: 'Grüße', messageId: '<mail.1@example.dk>' },
    leftOut: 'und noch\nzwei Zeilen',
  })
  const mail = await simpleParser(written.contents)
  assert.equal(mail.subject, '[SMS] SMS gekürzt')
  assert.equal(mail.inReplyTo, '<mail.1@example.dk>')
  assert.equal(mail.headers.get('auto-submitted'), 'auto-replied')
  assert.equal(
    mail.text,
    'Der Text Ihrer Mail „Grüße“ war zu lang für eine SMS; deshalb wurde das Ende weggelassen. Dieser Teil wurde nicht gesendet:\n\nund noch\nzwei Zeilen\n',
  )
})

test('a new account reads how to write, and its number if it has one', async () => {
  const [without, withNumber] = await Promise.all(
    [{}, { number: '+45 99900001' }].map(async (more) =>
      simpleParser((await writeWelcome({ ...notice, language: 'fr', ...more })).contents),
    ),
  )
  assert.equal(without?.subject, '[SMS] Vous pouvez envoyer des SMS par e-mail')
  assert.match(without.text ?? '', /\+33612345678@sms\.test/)
  assert.doesNotMatch(without.text ?? '', /99900001|\{/)
  assert.match(withNumber?.text ?? '', /numéro est le \+45 99900001/)
  assert.equal(withNumber?.headers.get('auto-submitted'), 'auto-generated')
})

test('a value in a notice cannot add a header', async () => {
  const params = { route: 'x\r\nBcc: y@evil.test', reason: 'z' }
  const mail = await simpleParser(
    (await writeFaultNotice({ ...notice, fault: 'no_signal', params })).contents,
  )
  assert.equal(mail.headers.has('bcc'), false)
  assert.equal(mail.subject, '[SMS] The modem of x Bcc: y@evil.test has no signal')
})
