import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAligned } from '../../../lib/mail/proof/alignment.ts'
import { plainAddresses } from '../../../lib/mail/proof/plain-addresses.ts'
import { plainHeaderEnd } from '../../../lib/mail/proof/plain-header.ts'
import { readCoverage } from '../../../lib/mail/proof/signature-coverage.ts'
import { readMailNow } from '../../../lib/mail/read-mail.ts'
import { processorTime } from '../../support/processor-time.ts'

const now = Date.UTC(2026, 10, 21, 12)
const signature = (more = '', h = 'from:to:cc:subject:message-id:date'): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=x; t=${now / 1000 - 60}; h=${h}; bh=x; b=x${more}`
const fields = [
  'From: anna@example.org',
  'To: "Bo; x" <+4520643064@SMS.test>, sms@sms.test',
  'Cc: 46701740611@sms.test',
  'Subject: Lunch',
  'Message-ID: <a@b>',
  `Date: ${new Date(now).toUTCString()}`,
]

function read(lines: readonly string[], domain = 'example.org'): ReturnType<typeof readCoverage> {
  const source = Buffer.from(`${lines.join('\r\n')}\r\n\r\nHello\r\n`)
  return readCoverage(source, readMailNow(source), domain, now)
}

const why = (lines: readonly string[]): string => {
  const reading = read(lines)
  return reading.kind === 'nothing' ? reading.why : 'covers'
}

test('what To and Cc name is covered, in lower case, and the Subject', () => {
  const reading = read([signature(), ...fields])
  assert.ok(reading.kind === 'covers')
  assert.deepEqual(reading.coverage, {
    addresses: new Set(['+4520643064@sms.test', 'sms@sms.test', '46701740611@sms.test']),
    isAddressed: true,
    subject: true,
  })
})

test('what is signed is the same in each way in which a signed mail can be written', () => {
  const content = (body: string, lines = fields): unknown => {
    const source = Buffer.from([signature(), ...lines, '', body].join('\r\n'))
    const reading = readCoverage(source, readMailNow(source), 'example.org', now)
    return reading.kind === 'covers' && reading.content
  }
  const first = content('Meet at ten\r\n')
  const typed = ['Content-Type: multipart/mixed; boundary=a', ...fields]
  const spaced = fields.map((field) => field.replace('Lunch', ' Lun\r\n ch'))
  assert.equal(content('Meet  at\tten \r\n\r\n'), first)
  assert.equal(content('Meet at ten\r\n', typed), first)
  assert.notEqual(content('Meet at tea\r\n'), first)
  const dinner = fields.map((field) => field.replace('Lunch', 'Dinner'))
  assert.notEqual(content('Meet at ten\r\n', dinner), first)
  assert.equal(content('Meet at ten\r\n', spaced), first)
})

test('of several signatures of a domain what all of them cover counts', () => {
  const reading = read([
    signature(),
    signature('', 'from:cc:subject:message-id:date'),
    signature('; d=else.test', 'from').replace('d=example.org; ', ''),
    ...fields,
  ])
  assert.ok(reading.kind === 'covers')
  assert.deepEqual(
    [[...reading.coverage.addresses], reading.coverage.subject],
    [['46701740611@sms.test'], true],
  )
})

const phone = '46701740611@sms.test'
const lists: [to: string, covered: string[]][] = [
  [phone, [phone]],
  [`<${phone}>`, [phone]],
  [`Bo <${phone}>`, [phone]],
  [`"Bo"<${phone}>`, [phone]],
  [`"Hansen, Bo; (x) <a@b.test>" <${phone}>`, [phone]],
  [`Bo O'Hara-Sø jr. <46701740611@SMS.test>`, [phone]],
  [`=?utf-8?Q?Bj=C3=B8rn?= =?utf-8?B?QsO4?= <${phone}>`, [phone]],
  [`${phone} <${phone}>`, [phone]],
  [`${phone} (Bo at work)`, [phone]],
  [
    `Bo <bo@b.test>,\r\n\t"Hansen, Anna" <a.b+c@d.test>,\r\n ${phone}`,
    ['bo@b.test', 'a.b+c@d.test', phone],
  ],
  [`+46701740611+flash@sms.test,sms@sms.test`, ['+46701740611+flash@sms.test', 'sms@sms.test']],
  [`"Bo \\"B\\" Hansen, jr." <bo@b.test>, ${phone}`, ['bo@b.test', phone]],
  [`"back\\\\slash" <${phone}>`, [phone]],
  [`${phone},`, [phone]],
  [`, Bo <bo@b.test>, ,\r\n ${phone} , (end)`, ['bo@b.test', phone]],
  [`${phone} <eve@evil.test>`, ['eve@evil.test']],
  [`"<${phone}>" <eve@evil.test>`, ['eve@evil.test']],
  [`eve@evil.test (46701740611)`, ['eve@evil.test']],
  [`"x <${phone}> y"@evil.test`, []],
  [`<"x <${phone}> y"@evil.test>`, []],
  [`"x, ${phone}"@evil.test`, []],
  [`<"x,${phone},y"@evil.test>, ${phone}`, []],
  [`Eve (a\\) <${phone}>) <eve@evil.test>`, []],
  [`Eve (a (b) <${phone}>) <eve@evil.test>`, []],
  [`Eve (, ${phone}) <eve@evil.test>`, []],
  [`eve(x)@evil.test, ${phone}`, []],
  [`"a\\" <${phone}>" <eve@evil.test>`, []],
  [`"a\\" <eve@evil.test>, "b" <${phone}>`, []],
  [`"a\\" <eve@evil.test>, " <${phone}>, "b" <eve@evil.test>`, []],
  [`"x\\" <${phone}>, \\"y" <eve@evil.test>`, []],
  [`"x\\\\" <${phone}>, \\\\"y" <eve@evil.test>`, []],
  [`"x\\\\" <${phone}>, y" <eve@evil.test>, "z" <eve@evil.test>`, []],
  [`"x\\", ${phone}, \\"y" <eve@evil.test>`, []],
  [`"a\\x" <${phone}>`, []],
  [`"x\\"y"@evil.test, ${phone}`, []],
  [`"Bo \\"B\\"" ${phone}`, []],
  [`Bo \\"B\\" <${phone}>`, []],
  [`Friends:,${phone};`, []],
  [`"${phone}" <>`, []],
  [`<> ${phone}`, []],
  [`<eve@evil.test> <${phone}>`, []],
  [`<eve@evil.test> ${phone}`, []],
  [`<@evil.test:${phone}>`, []],
  [`${phone} .evil.test`, []],
  [`${phone}@evil.test`, []],
  [`Friends: ${phone};`, []],
  [`eve@evil.test; ${phone}`, []],
  [`eve@[${phone}]`, []],
  [`Eve "${phone}`, []],
]

for (const [to, covered] of lists) {
  test(`a signed To: ${JSON.stringify(to)} covers ${covered.join(', ') || 'nothing'}`, () => {
    const rest = fields.filter((line) => !/^(?:To|Cc)/.test(line))
    const reading = read([signature(), `To: ${to}`, ...rest])
    assert.ok(reading.kind === 'covers')
    assert.deepEqual([...reading.coverage.addresses], covered)
  })
}

const faults: [what: string, lines: string[], says: RegExp][] = [
  ['no signature of the domain', fields, /no signature of example\.org/],
  ['a second From', [signature(), 'From: eve@evil.test', ...fields], /does not cover from/],
  ['a second Message-ID', [signature(), 'Message-ID: <b@c>', ...fields], /not cover message-id/],
  [
    'one bad signature among good ones',
    [signature(), signature('', 'from'), ...fields],
    /does not cover message-id/,
  ],
  [
    'a Subject on top of the signed one, which would be text,',
    [signature(), 'Subject: Pay Eve', ...fields],
    /does not cover subject/,
  ],
  [
    'a Subject that nobody signed',
    [signature('', 'from:to:message-id:date'), ...fields],
    /does not cover subject/,
  ],
  ['an end of the body that may be another’s', [signature('; l=5'), ...fields], /l=/],
  ['a blank in front of a colon', [signature(), 'X : y', ...fields], /more than one way/],
  ['a line of blanks', [signature(), '   ', ...fields], /more than one way/],
  ['a line that is no field', ['nothing', signature(), ...fields], /more than one way/],
  ['a bare CR', [signature(), 'X: a\rTo: b', ...fields], /more than one way/],
  [
    'a time to come',
    [signature().replace(/t=\d+/, `t=${now / 1000 + 3_600}`), ...fields],
    /its signature is of 2026-11-21T13:00/,
  ],
  ['a time that is none', [signature().replace(/t=\d+/, 't=soon'), ...fields], /not say when/],
]

for (const [what, lines, says] of faults) {
  test(`${what} leaves nothing covered`, () => assert.match(why(lines), says))
}

test('a second To leaves the rest covered', () => {
  const reading = read([signature(), 'To: x@sms.test', ...fields])
  assert.ok(reading.kind === 'covers')
  assert.deepEqual([...reading.coverage.addresses], ['46701740611@sms.test'])
})

test('a mail without a Subject is covered without one', () => {
  const reading = read([signature(), ...fields.filter((line) => !line.startsWith('Subject'))])
  assert.ok(reading.kind === 'covers')
  assert.equal(reading.coverage.subject, false)
})

test('a header of a thousand lines is not plain', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `X-${n}: y`).join('\r\n')
  assert.equal(plainHeaderEnd(Buffer.from(`${many}\r\n\r\n`)), undefined)
  assert.equal(plainHeaderEnd(Buffer.from('X: y\n folded\nZ:\n\nBody')), 17)
  assert.equal(plainHeaderEnd(Buffer.from('X: y\r\n')), undefined)
})

const alignments: [proved: string, from: string, aligned: boolean][] = [
  ['example.org', 'example.org', true],
  ['EXAMPLE.org.', 'Example.ORG', true],
  ['example.org', 'mail.example.org', true],
  ['mail.example.org', 'example.org', false],
  ['example.org', 'badexample.org', false],
  ['example.org', 'example.org.evil.test', false],
  ['org', 'example.org', false],
  ['', '', false],
]

for (const [proved, from, aligned] of alignments) {
  test(`${proved || 'nothing'} ${aligned ? 'speaks' : 'does not speak'} for ${from || 'nothing'}`, () =>
    assert.equal(isAligned(proved, from), aligned))
}

test('a To of nothing but quotes and backslashes is read in no time', () => {
  const taken = processorTime(() => {
    for (const piece of ['"', '"\\', '\\"', '"\\"', '(', '<a@b'])
      assert.deepEqual(plainAddresses(`"${piece.repeat(100_000)}`), [])
  })
  assert.ok(taken < 1_000, `${taken} ms`)
})
