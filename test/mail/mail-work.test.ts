import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMailWork, type MailWork } from '../../lib/mail/mail-work.ts'
import { readAhead, readNow, type ReadJob, type Reading } from '../../lib/mail/mail-job.ts'
import { composeText, type TextOptions } from '../../lib/mail/text/compose-text.ts'
import { options as usual } from './text/support.ts'

const mails = [
  'From: A <a@x.test>\r\nTo: 4520643064@sms.test\r\nSubject: =?utf-8?Q?M=C3=B8de?=\r\nDate: Sat, 21 Nov 2026 22:03:05 +0000\r\nMessage-ID: <1@x.test>\r\n\r\nHej\r\n',
  'From: a@x.test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nblåbærgrød \u{1f600}\r\n',
  'Subject: list\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nKzQ1MjA2NDMwNjT/AA==\r\n--b\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n',
  'Auto-Submitted: auto-replied\r\nSubject: Re: x\r\n\r\nAway.\r\n',
  'Content-Type: text/html\r\n\r\n<p>Hello <b>there</b>\r\n',
].map((mail) => Buffer.from(mail))

const envelope = { envelopeFrom: 'a@x.test', recipients: ['4520643064@sms.test'] }

/** What crosses over between threads is copied. */
const nearby = (job: ReadJob): Promise<ReturnType<typeof readAhead>> =>
  Promise.resolve(structuredClone(readAhead(structuredClone(job))))

function read(work: MailWork, mail: Buffer, likely?: TextOptions): Promise<Reading> {
  return work.read(mail, envelope, () => Promise.resolve(likely))
}

const seen = ({ read: { attachments, ...read }, automatic }: Reading): unknown => ({
  ...{ read, automatic },
  attachments: attachments.map(({ filename, contentType, content }) => ({
    ...{ filename, contentType, content: content.toString('hex') },
  })),
})

/** A mail that was read and composed nearby, in the rush that this takes. */
async function drafted(work: MailWork): Promise<Reading['read']> {
  await Promise.all(Array.from({ length: 40 }, () => read(work, Buffer.from('\r\n'))))
  const { read: mail } = await read(work, mails[0] ?? Buffer.alloc(0), usual)
  // What a draft says was read when it was composed.
  mail.text = 'read here'
  const { text } = await work.compose(mail, usual, { subjectUsed: false, isReply: false })
  assert.doesNotMatch(text, /read here/)
  return mail
}

test('in a rush a mail is read and its text composed nearby as they are here', async () => {
  const work = createMailWork({ onDeath: assert.ifError, nearby })
  try {
    await drafted(work)
    for (const mail of mails)
      assert.deepEqual(seen(await read(work, mail)), seen(readNow(mail, envelope)))
    const [list] = [await read(work, mails[2] ?? Buffer.alloc(0))]
    assert.ok(list.read.attachments.every(({ content }) => Buffer.isBuffer(content)))
  } finally {
    await work.close()
  }
})

test('what takes long to compose is not composed nearby', () => {
  for (const [type, line] of [
    ['plain', 'he wrote:\r\n'],
    ['html', 'he wrote:<br>\r\n'],
  ] as const) {
    const mail = (times: number): ReadJob => ({
      source: `Content-Type: text/${type}\r\n\r\n${line.repeat(times)}`,
      ...{ envelope, options: usual },
    })
    assert.notEqual(readAhead(mail(10)).draft, undefined)
    assert.equal(readAhead(mail(7000)).draft, undefined)
  }
})

test('what is soon read is not carried, and how many are being read nearby is told', async () => {
  const waiting: (() => void)[] = []
  const carried = (job: ReadJob): ReturnType<typeof nearby> =>
    new Promise((resolve) => {
      waiting.push(() => resolve(nearby(job)))
    })
  const work = createMailWork({ onDeath: assert.ifError, nearby: carried, nearbyFrom: 1_000 })
  const small = Buffer.from('Subject: x\r\n\r\nHej\r\n')
  const large = Buffer.concat([small, Buffer.alloc(1_000, 'a')])
  await Promise.all(Array.from({ length: 40 }, () => read(work, small)))
  assert.equal(work.underWay, 0)
  const readings = [read(work, large), read(work, large), read(work, small)]
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(work.underWay, 2)
  for (const answer of waiting) answer()
  const [first] = await Promise.all(readings)
  assert.equal(work.underWay, 0)
  assert.deepEqual(first && seen(first), seen(readNow(large, envelope)))
})

test('what has nobody nearby is read here, also in a rush', async () => {
  const work = createMailWork({ onDeath: assert.ifError, nearby: () => undefined })
  const readings = await Promise.all(
    Array.from({ length: 40 }, () => read(work, mails[0] ?? Buffer.alloc(0), usual)),
  )
  for (const one of readings)
    assert.deepEqual(seen(one), seen(readNow(mails[0] ?? Buffer.alloc(0), envelope)))
})

test('a text composed beforehand is taken only where it is what would be composed', async () => {
  const work = createMailWork({ onDeath: assert.ifError, nearby })
  const facts = { subjectUsed: false, isReply: false }
  try {
    await drafted(work)
    for (const mail of mails) {
      for (const [options, theFacts] of [
        [usual, facts],
        [{ ...usual, smsSignature: 'Anna' }, facts],
        [{ ...usual, maxParts: 1 }, facts],
        [usual, { ...facts, subjectUsed: true }],
        [usual, { ...facts, isReply: true }],
      ] as const) {
        const reading = await read(work, mail, usual)
        assert.deepEqual(
          await work.compose(reading.read, options, theFacts),
          composeText(reading.read, options, theFacts),
        )
      }
    }
  } finally {
    await work.close()
  }
})

test('a text composed beforehand is not composed again', async () => {
  const work = createMailWork({ onDeath: assert.ifError, nearby })
  try {
    const mail = await drafted(work)
    const composed = await work.compose(mail, usual, { subjectUsed: false, isReply: false })
    assert.match(composed.text, /Hej/)
    const again = await work.compose(mail, usual, { subjectUsed: false, isReply: false })
    assert.equal(again, composed)
  } finally {
    await work.close()
  }
})
