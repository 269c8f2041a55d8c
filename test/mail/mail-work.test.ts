import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMailWork, type MailWork } from '../../lib/mail/mail-work.ts'
import { readNow, type Reading } from '../../lib/mail/mail-job.ts'

const mails = [
  'From: A <a@x.test>\r\nTo: 4520643064@sms.test\r\nSubject: =?utf-8?Q?M=C3=B8de?=\r\nDate: Sat, 21 Nov 2026 22:03:05 +0000\r\nMessage-ID: <1@x.test>\r\n\r\nHej\r\n',
  'From: a@x.test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nblåbærgrød \u{1f600}\r\n',
  'Subject: list\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nKzQ1MjA2NDMwNjT/AA==\r\n--b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n',
  'Auto-Submitted: auto-replied\r\nSubject: Re: x\r\n\r\nAway.\r\n',
  'Content-Type: text/html\r\n\r\n<p>Hello <b>there</b>\r\n',
].map((mail) => Buffer.from(mail))

const seen = ({ read: { attachments, ...read }, automatic }: Reading): unknown => ({
  ...{ read, automatic },
  attachments: attachments.map(({ filename, contentType, content }) => ({
    ...{ filename, contentType, content: content.toString('hex') },
  })),
})

/** Until the thread does it; what came before was done here. */
async function rush(work: MailWork): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    await Promise.all(Array.from({ length: 20 }, () => work.read(Buffer.from('\r\n'), 'a@x.test')))
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('in a rush a mail is read and its text composed in the thread as they are here', async () => {
  const work = createMailWork()
  try {
    await rush(work)
    for (const mail of mails)
      assert.deepEqual(seen(await work.read(mail, 'a@x.test')), seen(readNow(mail, 'a@x.test')))
    const [list] = [await work.read(mails[2] ?? Buffer.alloc(0), '')]
    assert.ok(list.read.attachments.every(({ content }) => Buffer.isBuffer(content)))
  } finally {
    await work.close()
  }
})
