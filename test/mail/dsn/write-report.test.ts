import { test } from 'node:test'
import assert from 'node:assert/strict'
import { simpleParser } from 'mailparser'
import type { DeliveryReport, ReportedRecipient } from '../../../lib/mail/dsn/delivery-report.ts'
import { writeReport } from '../../../lib/mail/dsn/write-report.ts'
import { phrases } from '../../../lib/mail/language/index.ts'
import { fill } from '../../../lib/mail/language/reasons.ts'
import type { Language } from '../../../lib/mail/language/phrases.ts'
import { enhancedStatus } from '../../../lib/policy/errors.ts'

const key = 'k3y7examplek3y7examplek3y7'

const failed: ReportedRecipient = {
  address: '4530643064@sms.test',
  shown: '+45 30643064',
  action: 'failed',
  status: enhancedStatus('undelivered'),
  reason: { code: 'undelivered', params: { reason: 'Absent subscriber' } },
}

const report: DeliveryReport = {
  to: 'peter@example.dk',
  language: 'en',
  timeZone: 'Europe/Copenhagen',
  domain: 'sms.test',
  subjectTag: 'SMS',
  messageId: '<report.1@sms.test>',
  date: Date.UTC(2026, 10, 21, 22, 0),
  recipients: [failed],
  others: 0,
  original: {
    subject: 'Møde',
    messageId: '<mail.1@example.dk>',
    from: 'Peter <peter@example.dk>',
    to: ['4530643064@sms.test'],
    arrived: Date.UTC(2026, 10, 21, 21, 0),
  },
}

/** The parts of a multipart/report, taken apart without our own code. */
async function parts(mail: DeliveryReport) {
  const { contents } = await writeReport(mail)
  const [head = '', ...rest] = contents.split('\r\n\r\n')
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? 'none'
  const bodies = rest.join('\r\n\r\n').split(`--${boundary}`).slice(1, -1)
  return bodies.map((body) => {
    const blank = body.indexOf('\r\n\r\n')
    const type = /content-type: ([^;\r]+)/i.exec(body.slice(0, blank))?.[1]
    return { type, text: body.slice(blank + 4) }
  })
}

/** The groups of fields in message/delivery-status. */
async function statusGroups(mail: DeliveryReport): Promise<Record<string, string>[]> {
  const status = (await parts(mail)).find(({ type }) => type === 'message/delivery-status')
  const groups = status?.text.trim().split('\r\n\r\n') ?? []
  return groups.map((group) => {
    const fields = group.split('\r\n').map((line) => line.split(': '))
    return Object.fromEntries(fields.map(([name = '', ...value]) => [name, value.join(': ')]))
  })
}

async function explanation(mail: DeliveryReport): Promise<string> {
  const { contents } = await writeReport(mail)
  return (await simpleParser(contents, { keepDeliveryStatus: true })).text?.trim() ?? ''
}

test('a report has the three parts of RFC 6522 in order, and the null sender', async () => {
  const written = await writeReport(report)
  assert.equal(written.from, '')
  assert.equal(written.to, 'peter@example.dk')
  assert.match(
    written.contents,
    /^Content-Type: multipart\/report; report-type=delivery-status;\r\n/m,
  )
  assert.match(written.contents, /^Auto-Submitted: auto-replied\r\n/m)
  const types = (await parts(report)).map(({ type }) => type)
  assert.deepEqual(types, ['text/plain', 'message/delivery-status', 'text/rfc822-headers'])
})

test('a report stands in the thread of the mail that it is about', async () => {
  const mail = await simpleParser((await writeReport(report)).contents)
  assert.equal(mail.inReplyTo, '<mail.1@example.dk>')
  assert.equal(mail.references, '<mail.1@example.dk>')
  assert.equal(mail.subject, '[SMS] SMS not delivered: +45 30643064')
  assert.equal(mail.from?.value[0]?.address, 'postmaster@sms.test')
})

test('programs read what happened to each recipient', async () => {
  const recipients: ReportedRecipient[] = [
    {
      ...failed,
      originalRecipient: 'rfc822;bo@example.dk',
      lastAttempt: Date.UTC(2026, 10, 21, 21, 30),
    },
    {
      address: '4520601919@sms.test',
      shown: '+45 20601919',
      action: 'delayed',
      status: '4.4.1',
      retryUntil: Date.UTC(2026, 10, 22, 21, 30),
    },
    {
      address: 'p4520643064@sms.test',
      shown: '+45 20643064',
      action: 'delivered',
      status: '2.1.5',
    },
  ]
  const original = { ...report.original, envelopeId: 'QQ314159' }
  assert.deepEqual(await statusGroups({ ...report, recipients, original }), [
    {
      'Original-Envelope-Id': 'QQ314159',
      'Reporting-MTA': 'dns; sms.test',
      'Arrival-Date': 'Sat, 21 Nov 2026 21:00:00 +0000',
    },
    {
      'Original-Recipient': 'rfc822;bo@example.dk',
      'Final-Recipient': 'rfc822; 4530643064@sms.test',
      Action: 'failed',
      Status: '5.2.0',
      'Diagnostic-Code': 'x-sms; undelivered (Absent subscriber)',
      'Last-Attempt-Date': 'Sat, 21 Nov 2026 21:30:00 +0000',
    },
    {
      'Final-Recipient': 'rfc822; 4520601919@sms.test',
      Action: 'delayed',
      Status: '4.4.1',
      'Will-Retry-Until': 'Sun, 22 Nov 2026 21:30:00 +0000',
    },
    { 'Final-Recipient': 'rfc822; p4520643064@sms.test', Action: 'delivered', Status: '2.1.5' },
  ])
})

test('what stood in a Subject or a list is a mailbox for machines', async () => {
  const written: [string, string][] = [
    ['46701740634+at=180024122099', '46701740634+at=180024122099@sms.test'],
    ['070-174 06 34', '"070-174 06 34"@sms.test'],
    ['Kitchen (sms@sms.test)', 'Kitchen@sms.test'],
    ['+4520643064 (anna@sms.test)', '+4520643064@sms.test'],
    ['12, line 3 of a@b.csv (sms@sms.test)', '"12, line 3 of a@b.csv"@sms.test'],
    ['"+45 20 64 30 78"@sms.test', '"+45 20 64 30 78"@sms.test'],
    ['line 17: "12"', '"line 17: \\"12\\""@sms.test'],
  ]
  for (const [address, mailbox] of written) {
    const recipients = [{ address, shown: address, action: 'failed', status: '5.1.3' }] as const
    const [, group] = await statusGroups({ ...report, recipients })
    assert.equal(group?.['Final-Recipient'], `rfc822; ${mailbox}`)
  }
})

test('addresses that are not ASCII are those that were given', async () => {
  const written: [string, string][] = [
    ['Jörg@sms.test', 'J\\x{F6}rg@sms.test'],
    ['"Jörg Hansen"@sms.test', '"J\\x{F6}rg\\x{20}Hansen"@sms.test'],
    ['Köket (anna@sms.test)', 'K\\x{F6}ket@sms.test'],
    ['山田 1+2 (anna@sms.test)', '"\\x{5C71}\\x{7530}\\x{20}1\\x{2B}2"@sms.test'],
    ['😀'.repeat(1000), `${'\\x{1F600}'.repeat(66)}@sms.test`],
  ]
  for (const [address, mailbox] of written) {
    const recipients = [{ address, shown: address, action: 'failed', status: '5.1.3' }] as const
    const [, group] = await statusGroups({ ...report, recipients })
    assert.equal(group?.['Final-Recipient'], `utf-8; ${mailbox}`)
  }
})

test('an ORCPT of type utf-8 comes back in ASCII, and not at all where it is too long', async () => {
  const original = async (originalRecipient: string): Promise<string | undefined> => {
    const [, group] = await statusGroups({
      ...report,
      recipients: [{ ...failed, originalRecipient }],
    })
    return group?.['Original-Recipient']
  }
  assert.equal(await original('utf-8;Jörg+x@example.de'), 'utf-8;J\\x{F6}rg\\x{2B}x@example.de')
  assert.equal(await original('utf-8;anna@example.de'), 'utf-8;anna@example.de')
  assert.equal(await original(`utf-8;${key}ö@example.de`), 'utf-8;k3y7...\\x{F6}@example.de')
  assert.equal(await original(`utf-8;${'ö'.repeat(400)}@example.de`), undefined)
})

test('a person reads what happened, why, and what to do', async () => {
  assert.equal(
    await explanation(report),
    `Your SMS to +45 30643064 was not delivered.
The SMS did not reach the phone (Absent subscriber). Check the number; the phone may be switched off or no longer in use.

This is about your mail "Møde" of 21 November 2026 at 22:00.

What is attached says the same to mail programs.`,
  )
})

test('several recipients are listed under what happened to them and why', async () => {
  const landline: ReportedRecipient = {
    address: '46812345678@sms.test',
    shown: '+46 812345678',
    action: 'failed',
    status: '5.1.3',
    reason: { code: 'number_landline', params: { number: '+46812345678' } },
  }
  const uncertain: ReportedRecipient = {
    address: '4520643064@sms.test',
    shown: '+45 20643064',
    action: 'delayed',
    status: '4.4.2',
    reason: { code: 'uncertain', params: {} },
  }
  const other = { ...failed, shown: '+45 20601919' }
  const recipients = [landline, failed, uncertain, other]
  assert.equal(
    await explanation({ ...report, recipients, others: 2, language: 'da' }),
    `Din SMS blev ikke leveret til disse 3 modtagere:

  +46 812345678
    +46812345678 er et fastnetnummer. Skriv til et mobilnummer.

  +45 30643064
  +45 20601919
    SMS’en nåede ikke telefonen (Absent subscriber). Kontrollér nummeret; telefonen kan være slukket eller ikke længere i brug.

Det er ikke sikkert, om din SMS til +45 20643064 blev sendt.
Forbindelsen blev afbrudt, mens SMS’en blev afleveret, så ingen ved endnu, om den blev sendt. Spørg personen, før du sender den igen.

Mailens øvrige modtagere (2) er ikke berørt.

Det drejer sig om din mail »Møde« fra 21. november 2026 kl. 22.00.

Det vedhæftede siger det samme til mailprogrammer.`,
  )
})

test('a mail to very many names the first of them, and all of them to programs', async () => {
  const recipients = Array.from({ length: 500 }, (_, n) => ({ ...failed, shown: `line ${n}` }))
  const text = await explanation({ ...report, recipients })
  assert.ok(text.includes('line 19') && !text.includes('line 20') && text.includes('and 480 more'))
  assert.equal((await statusGroups({ ...report, recipients })).length, 501)
})

for (const language of Object.keys(phrases) as Language[]) {
  test(`a report in ${language} has words for every verdict`, async () => {
    for (const action of ['failed', 'delayed', 'relayed', 'delivered'] as const) {
      const recipient: ReportedRecipient = {
        address: 'a@sms.test',
        shown: 'Bo',
        action,
        status: '2.0.0',
      }
      const { one, many } = phrases[language].report
      const alone = await explanation({ ...report, language, recipients: [recipient] })
      assert.ok(alone.startsWith(fill(one[action], { phone: 'Bo' })), alone)
      const both = await explanation({ ...report, language, recipients: [recipient, recipient] })
      assert.ok(both.startsWith(`${fill(many[action], { count: '2' })}\n\n  Bo\n  Bo\n\n`), both)
      if (action === 'delayed') {
        const late = [{ ...recipient, retryUntil: Date.UTC(2031, 0, 2) }]
        assert.match(await explanation({ ...report, language, recipients: late }), /2031/)
        const mixed = [...late, recipient]
        assert.doesNotMatch(await explanation({ ...report, language, recipients: mixed }), /2031/)
      }
      assert.doesNotMatch(alone + both, /[{}[\]]/)
    }
  })
}

test('no key is left anywhere in a report, whole or encoded', async () => {
  const written = await writeReport({
    ...report,
    recipients: [
      {
        ...failed,
        address: `${key}.4530643064@sms.test`,
        shown: `${key}.4530643064`,
        originalRecipient: `rfc822;${key}@sms.test`,
        reason: { code: 'name_unknown', params: { name: key, reason: key } },
      },
    ],
    original: {
      ...report.original,
      subject: `Møde ${key}:30643064`,
      from: `"${key}" <peter@example.dk>`,
      to: [`${key}@sms.test`, `sms.${key.toUpperCase()}@sms.test`],
      text: `the key is ${key}`,
    },
  })
  const base64 = [...written.contents.matchAll(/base64\r\n\r\n([\s\S]*?)\r\n--/g)]
  const whole = [
    written.contents,
    written.contents.replace(/=\r\n/g, ''),
    ...base64.map((part) => Buffer.from(part[1] ?? '', 'base64').toString()),
  ].join('\n')
  assert.ok(base64.length > 0)
  assert.ok(whole.includes('k3y7'))
  assert.ok(!whole.toLowerCase().includes(key.slice(0, 8)))
})

test('nothing in a recipient or a reason begins a field or a group of its own', async () => {
  const nasty = 'x\r\n\r\nFinal-Recipient: rfc822; y@z\nAction: delivered\u2028å'
  const recipient: ReportedRecipient = {
    ...failed,
    address: nasty,
    originalRecipient: nasty,
    reason: { code: 'undelivered', params: { reason: nasty } },
  }
  const groups = await statusGroups({ ...report, recipients: [recipient] })
  assert.equal(groups.length, 2)
  assert.deepEqual(Object.keys(groups[1]!), [
    'Original-Recipient',
    'Final-Recipient',
    'Action',
    'Status',
    'Diagnostic-Code',
  ])
  assert.equal(groups[1]!['Action'], 'failed')
})

/** The fields of the header that is returned, unfolded. */
async function returnedHeader(
  original: Partial<DeliveryReport['original']>,
): Promise<Record<string, string>> {
  const all = await parts({ ...report, original: { ...report.original, ...original } })
  const lines = (all.at(-1)?.text ?? '')
    .trim()
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(': ')
      return [name, value.join(': ')]
    }),
  )
}

test('the header comes back as it was written: ids, dates and addresses of any length', async () => {
  const header = {
    From: '=?UTF-8?B?SsO2cmcgTcO8bGxlcg==?= "Sales, EU" <longname1234567890abcdefghijkl@example.dk>',
    To: '"The desk" <4530643064@sms.test>',
    'Message-ID': '<AM0PR04MB61306D9E8F7A6B5C4D3E2F1A0@x.prod.outlook.com>',
    Date: 'Sat, 21 Nov 2026 22:58:41 +0100 (CET)',
  }
  const { Subject, ...returned } = await returnedHeader({
    from: header.From,
    to: [header.To],
    messageId: header['Message-ID'],
    date: header.Date,
  })
  assert.deepEqual(returned, header)
  assert.equal(Subject, '=?UTF-8?Q?M=C3=B8de?=')
})

test('no address or id that comes back has an encoded word in it', async () => {
  const from = '"Jörg, EU" <jorg@example.dk>, jörg@example.dk, Bo <bo@example.dk>'
  const to = [`${key}1@sms.test`, 'plain@example.dk']
  const header = await returnedHeader({ from, to, messageId: '<möte@example.dk>' })
  assert.equal(
    header['From'],
    '=?UTF-8?Q?J=C3=B6rg=2C_EU?= <jorg@example.dk>, =?UTF-8?Q?j=C3=B6rg=40example=2Edk?= :;, =?UTF-8?Q?Bo?= <bo@example.dk>',
  )
  assert.equal(header['To'], 'k3y7...@sms.test, plain@example.dk')
  assert.equal(header['Message-ID'], undefined)
  assert.equal(header['Date'], 'Sat, 21 Nov 2026 21:00:00 +0000')
})

test('no line of a report is longer than a mail allows, and what is left of it still means something', async () => {
  const subject = 'ab-'.repeat(600)
  const long = '<' + 'a1-'.repeat(400) + '@x>'
  const recipient: ReportedRecipient = {
    ...failed,
    address: `${'"'.repeat(1050)} (anna@sms.test)`,
    reason: { code: 'undelivered', params: { reason: '…'.repeat(890) } },
  }
  const original = { ...report.original, subject, messageId: long, to: [long], text: 'Hi' }
  const written = { ...report, recipients: [recipient], original }
  const { contents } = await writeReport(written)
  for (const line of contents.split('\r\n')) assert.ok(line.length <= 998, line)
  const [, group] = await statusGroups(written)
  assert.match(group?.['Final-Recipient'] ?? '', /^rfc822; "(\\")+"@sms\.test$/)
  assert.match(group?.['Diagnostic-Code'] ?? '', /^x-sms; undelivered \(\.{900,}/)
  const [returned] = (await parts(written)).slice(-1)
  const mail = await simpleParser(returned?.text ?? '')
  assert.equal(mail.subject, subject)
  assert.equal(mail.messageId, undefined)
  assert.equal(mail.from?.text, '"Peter" <peter@example.dk>')
})

test('the text comes back where the client asked for it', async () => {
  const all = await parts({
    ...report,
    original: { ...report.original, text: 'Vi ses på torsdag' },
  })
  const returned = all.at(-1)
  assert.equal(returned?.type, 'message/rfc822')
  const mail = await simpleParser(returned.text)
  assert.equal(mail.subject, 'Møde')
  assert.equal(mail.text?.trim(), 'Vi ses på torsdag')
})
