import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMail } from '../../lib/mail/read-mail.ts'

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1')

test('a plain mail is read whole: people, subject, ids, text', async () => {
  const read = await readMail(
    mail(
      'From: =?utf-8?Q?J=C3=B8rgen?= <Jorgen@Example.DK>',
      'To: 4520643064@sms.Example.dk, "Hansen, Bo" <bo@example.dk>',
      'Subject: =?iso-8859-1?Q?Hej_p=E5?= =?iso-8859-1?Q?_dig?=',
      'Message-ID: <1@example.dk>',
      'In-Reply-To: <0@example.dk>',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Hej Hj=C3=B8r=',
      'dis',
    ),
  )
  assert.deepEqual(read.from, [{ name: 'Jørgen', address: 'Jorgen@example.dk' }])
  assert.deepEqual(
    read.to.map(({ address }) => address),
    ['4520643064@sms.example.dk', 'bo@example.dk'],
  )
  assert.equal(read.subject, 'Hej på dig')
  assert.equal(read.messageId, '<1@example.dk>')
  assert.equal(read.inReplyTo, '<0@example.dk>')
  assert.equal(read.text, 'Hej Hjørdis')
})
