import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import addressparser from 'nodemailer/lib/addressparser'
import iconv from 'iconv-lite'
import { simpleParser } from 'mailparser'
import { readMail, readMailNow, type ReadMail } from '../../lib/mail/read-mail.ts'
import { compose, squash } from './text/support.ts'

const raw = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')
const read = (...lines: string[]): ReadMail => readMailNow(raw(...lines))
/** The text that would go out, white space aside. */
const sent = (mail: ReadMail): string => squash(compose(mail, { encoding: 'unicode' }).text)

test('a plain mail is read whole: people, subject, ids, text', async () => {
  const mail = await readMail(
    raw(
      'From: =?utf-8?Q?J=C3=B8rgen?= <Jorgen@Example.DK>',
      'To: 4520643064@sms.Example.dk, "Hansen, Bo" <bo@example.dk>',
      'Cc: team: ann@example.dk, per@example.dk;',
      'Subject: =?iso-8859-1?Q?Hej_p=E5?= =?iso-8859-1?Q?_dig?=',
      'Message-ID: <1@example.dk>',
      'In-Reply-To: <0@example.dk>',
      'References: <a@b> <0@example.dk>',
      'Date: Sat, 21 Nov 2026 22:03:05 +0000 (GMT)',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Hej Hj=C3=B8r=',
      'dis',
    ),
  )
  assert.deepEqual(mail.from, [{ name: 'Jørgen', address: 'Jorgen@example.dk' }])
  assert.deepEqual(
    mail.to.map(({ address }) => address),
    ['4520643064@sms.example.dk', 'bo@example.dk'],
  )
  assert.deepEqual(
    mail.cc.map(({ address }) => address),
    ['ann@example.dk', 'per@example.dk'],
  )
  assert.equal(mail.subject, 'Hej på dig')
  assert.equal(mail.messageId, '<1@example.dk>')
  assert.equal(mail.inReplyTo, '<0@example.dk>')
  assert.deepEqual(mail.references, ['<a@b>', '<0@example.dk>'])
  assert.equal(mail.date?.toISOString(), '2026-11-21T22:03:05.000Z')
  assert.equal(mail.text, 'Hej Hjørdis')
})

test('an id that holds blanks is none, and one without brackets is one', () => {
  const ids = (id: string): (string | undefined)[] => {
    const { messageId, inReplyTo, references } = read(
      ...['Message-ID', 'In-Reply-To', 'References'].map((name) => `${name}: ${id}`),
      '',
    )
    return [messageId, inReplyTo, ...references]
  }
  assert.deepEqual(ids('<"q q"@x.test>'), [undefined, undefined])
  assert.deepEqual(ids('a@x.test'), ['a@x.test', 'a@x.test', 'a@x.test'])
})

test('a header is the same wherever four kilobytes of it end', () => {
  const last = ['Subject: one', ' \ttwo', 'X-Folded', '  : four', 'X-Last: three', '', 'The text.']
  const { length } = last.join('\r\n')
  for (let missing = 0; missing <= length + 2; missing++) {
    const filler = `X-Filler: ${'x'.repeat(4096 - 'X-Filler: \r\n'.length - missing)}`
    const mail = read(filler, ...last)
    assert.deepEqual(
      [mail.subject, ...['x-folded', 'x-last'].map((name) => mail.headers.get(name)), mail.text],
      ['one \ttwo', ['four'], ['three'], 'The text.'],
      `${missing} octets before the end`,
    )
  }
})

test('an address that is read at once is what the parser makes of it', () => {
  const word = fc.constantFrom(...'Anna de Lund_2 - . " , < > @ : (a)'.split(' '))
  const address = fc.constantFrom('a@b.example', '<a.b+c@d-e.example>', '<A@B.Example>', '<a@b')
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 3 }),
      address,
      fc.constantFrom('', ' '),
      (words, a, gap) => {
        const written = `${words.join(' ')}${gap}${a}`.trim()
        const parsed = addressparser(written, { flatten: true })
          .map(({ name, address = '' }) => ({ name, address: withLowerDomain(address) }))
          .filter(({ address }) => address !== '')
        assert.deepEqual(read(`From: ${written}`, '').from, parsed, written)
      },
    ),
  )
})

const withLowerDomain = (address: string): string =>
  address.replace(/@[^@]*$/, (domain) => domain.toLowerCase())

test('every From header counts, so that two senders are seen', () => {
  assert.equal(read('From: a@example.dk', 'From: b@example.dk', '', 'Hi').from.length, 2)
})

const charsets: [label: string, encoding: string, text: string][] = [
  ['iso-8859-1', 'latin1', 'Blåbærgrød'],
  ['iso-8859-15', 'iso-8859-15', 'Pris 5 €, Åse'],
  ['windows-1252', 'windows-1252', '“Hej” – €'],
  ['windows-1250', 'windows-1250', 'Žluťoučký kůň'],
  ['iso-8859-2', 'iso-8859-2', 'Zażółć gęślą'],
  ['windows-1251', 'windows-1251', 'Привет'],
  ['koi8-r', 'koi8-r', 'Привет'],
  ['koi8-u', 'koi8-u', 'Їжак'],
  ['iso-8859-5', 'iso-8859-5', 'Привет'],
  ['iso-8859-7', 'iso-8859-7', 'Γειά σου'],
  ['windows-1253', 'windows-1253', 'Γειά σου'],
  ['iso-8859-9', 'iso-8859-9', 'İyi günler'],
  ['windows-1255', 'windows-1255', 'שלום'],
  ['iso-8859-8-i', 'iso-8859-8', 'שלום'],
  ['windows-1256', 'windows-1256', 'مرحبا'],
  ['gb18030', 'gb18030', '你好，世界'],
  ['gb2312', 'gb2312', '你好'],
  ['big5', 'big5', '你好'],
  ['euc-kr', 'euc-kr', '안녕하세요'],
  ['ks_c_5601-1987', 'cp949', '안녕하세요'],
  ['shift_jis', 'shift_jis', 'こんにちは'],
  ['euc-jp', 'euc-jp', 'こんにちは'],
  ['utf-7', 'utf-7', 'Blåbær'],
  ['unicode-1-1-utf-7', 'utf-7', 'Hej på'],
  ['utf-16le', 'utf-16le', 'Blåbær'],
  ['cp850', 'cp850', 'Blåbær'],
  ['x-unknown', 'utf-8', 'Blåbær 😀'],
  ['us-ascii', 'utf-8', 'Blåbær'],
  ['us-ascii', 'latin1', 'Blåbær'],
  ['utf-8', 'latin1', 'Blåbær på bordet'],
  ['iso-8859-1', 'utf-8', 'Blåbær'],
  ['utf-8', 'utf-8', 'שלום مرحبا 😀 👍🏽'],
  ['UTF8', 'utf-8', 'Blåbær'],
  ['"utf-8"', 'utf-8', 'Blåbær'],
  ['win-1252', 'windows-1252', '“Hej”'],
  ['iso8859-1', 'latin1', 'på'],
]

for (const [label, encoding, text] of charsets) {
  test(`text in ${encoding} labelled ${label} is read`, () => {
    const body = iconv.encode(text, encoding).toString('base64')
    const mail = read(
      `Content-Type: text/plain; charset=${label}`,
      'Content-Transfer-Encoding: base64',
      '',
      body,
    )
    assert.equal(mail.text, text)
  })
}

test('what JavaScript has on every object is a label and a word like any other', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'valueof']) {
    const type = `Content-Type: text/plain; charset=${name}`
    const { subject, text } = read(type, `Subject: =?${name}?Q?H=F8j?=`, '', 'h\xf8j')
    assert.deepEqual([subject, text], ['H\xf8j', 'h\xf8j'])
  }
  assert.equal(read('Content-Type: text/rtf', '', '{\\rtf1 a\\constructor b}').text, 'ab')
})

test('ISO-2022-JP and ISO-2022-KR are read by their escapes, whatever the label', () => {
  assert.equal(
    read('Content-Type: text/plain; charset=us-ascii', '', '\x1b$B$3$s$K$A$O\x1b(B').text,
    'こんにちは',
  )
  assert.equal(
    read('Content-Type: text/plain; charset=iso-2022-kr', '', '\x1b$)C\x0e>H3g\x0f').text,
    '안녕',
  )
})

test('HZ is read', () => {
  assert.equal(
    read('Content-Type: text/plain; charset=hz-gb-2312', '', 'Hi ~{<:Ky2;~} ~~').text,
    'Hi 己所不 ~',
  )
})

test('encoded words that split a character between them are joined first', () => {
  const subject = `=?utf-8?B?${Buffer.from('å').subarray(0, 1).toString('base64')}?= =?utf-8?B?${Buffer.from('å').subarray(1).toString('base64')}?= og =?utf-8?q?=C3=B8?=`
  assert.equal(read(`Subject: ${subject}`, '', 'x').subject, 'å og ø')
})

test('raw UTF-8 and raw Latin in headers are read', () => {
  assert.equal(readMailNow(Buffer.from('Subject: Blåbær\r\n\r\nx')).subject, 'Blåbær')
  assert.equal(readMailNow(Buffer.from('Subject: Blåbær\r\n\r\nx', 'latin1')).subject, 'Blåbær')
})

test('quoted-printable: soft breaks, blanks behind them, lower case, broken escapes', () => {
  const mail = read(
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: Quoted-Printable',
    '',
    'one=20=  ',
    'line =c3=a5 100=25 a=b =ZZ=',
  )
  assert.equal(mail.text, 'one line å 100% a=b =ZZ')
})

test('base64 with a footer in plain text behind it is read to the end', () => {
  const mail = read(
    'Content-Type: text/plain',
    'Content-Transfer-Encoding: base64',
    '',
    'SGVsbG8=',
    '_______',
    'bees mailing list: bees@example.org',
  )
  assert.equal(mail.text?.startsWith('Hello'), true)
  assert.match(mail.text ?? '', /bees mailing list/)
})

test('format=flowed joins lines, keeps quotes and the signature apart, honours delsp and stuffing', () => {
  const flowed = (more: string, ...lines: string[]) =>
    read(`Content-Type: text/plain; format=flowed${more}`, '', ...lines).text
  assert.equal(flowed('', 'one ', 'two', ' From here', '-- ', 'Bo'), 'one two\nFrom here\n-- \nBo')
  assert.equal(flowed('; delsp=yes', 'Donau ', 'dampf'), 'Donaudampf')
  assert.equal(flowed('', '> a ', '> b', 'c'), '> a b\nc')
})

const multipart = (type: string, parts: string[][], ...headers: string[]): Buffer =>
  raw(
    ...headers,
    `Content-Type: multipart/${type}; boundary="b1"`,
    '',
    'preamble',
    ...parts.flatMap((part) => ['--b1', ...part]),
    '--b1--',
    'epilogue',
  )
const plain = ['Content-Type: text/plain; charset=utf-8', '', 'Hello there']
const html = ['Content-Type: text/html', '', '<p>Hello <b>there</b></p>']
const pdf = [
  'Content-Type: application/pdf; name=a.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0x',
]

const structures: Record<string, [Buffer, string]> = {
  alternative: [multipart('alternative', [plain, html]), 'Hello there'],
  'alternative with an empty text part': [
    multipart('alternative', [['Content-Type: text/plain', '', '  '], html]),
    'Hello there',
  ],
  'alternative with HTML first': [multipart('alternative', [html, plain]), 'Hello there'],
  'HTML alone': [multipart('mixed', [html, pdf]), 'Hello there'],
  'text between attachments': [
    multipart('mixed', [plain, pdf, ['', 'Second part']]),
    'Hello there Second part',
  ],
  'HTML with a text footer': [
    multipart('mixed', [html, ['Content-Type: text/plain', '', 'Footer < here']]),
    'Hello there Footer < here',
  ],
  'related with text and HTML as if it were an alternative': [
    multipart('related', [plain, html]),
    'Hello there',
  ],
  'an attached mail': [
    multipart('mixed', [
      plain,
      ['Content-Type: message/rfc822', '', 'Subject: inner', '', 'Inner text'],
    ]),
    'Hello there',
  ],
  'a digest': [multipart('digest', [['', 'Subject: inner', '', 'Inner text']]), ''],
  'an attached text': [
    multipart('mixed', [
      plain,
      [
        'Content-Type: text/plain; name=list.txt',
        'Content-Disposition: attachment',
        '',
        '4520643064',
      ],
    ]),
    'Hello there',
  ],
  'a text with a file name and no other': [
    multipart('mixed', [
      [
        'Content-Type: text/plain; name=body.txt',
        'Content-Disposition: inline; filename=body.txt',
        '',
        'Hello there',
      ],
      pdf,
    ]),
    'Hello there',
  ],
  'a signed mail': [
    multipart('signed', [plain, ['Content-Type: application/pgp-signature', '', 'xx']]),
    'Hello there',
  ],
  'an invitation beside a text': [
    multipart('alternative', [
      plain,
      [
        'Content-Type: text/calendar',
        '',
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'SUMMARY:Fair',
        'END:VEVENT',
      ],
    ]),
    'Hello there',
  ],
  'the last boundary missing': [
    raw('Content-Type: multipart/mixed; boundary=b1', '', '--b1', '', 'Hello there'),
    'Hello there',
  ],
  'a boundary that is not named': [
    raw(
      'Content-Type: multipart/mixed',
      '',
      '--xyz',
      'Content-Type: text/plain',
      '',
      'Hello there',
      '--xyz--',
    ),
    'Hello there',
  ],
  'a wrong boundary': [
    raw(
      'Content-Type: multipart/alternative; boundary=wrong',
      '',
      '--right',
      'Content-Type: text/plain',
      '',
      'Hello there',
      '--right--',
    ),
    'Hello there',
  ],
  'a multipart without parts': [
    raw('Content-Type: multipart/mixed; boundary=b', '', 'Hello there'),
    'Hello there',
  ],
  'a boundary that begins like another': [
    raw(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=bb',
      '',
      '--bb',
      '',
      'Hello there',
      '--bb',
      'Content-Type: text/html',
      '',
      '<p>x</p>',
      '--bb--',
      '--b--',
    ),
    'Hello there',
  ],
  'no header at all': [raw('', 'Hello there'), 'Hello there'],
  'bare carriage returns': [
    Buffer.from('Subject: x\rContent-Type: text/plain\r\rHello\rthere\r'),
    'Hello there',
  ],
  'bare line feeds': [
    Buffer.from('Subject: x\nContent-Type: text/plain\n\nHello\nthere\n'),
    'Hello there',
  ],
  'an mbox line in front': [
    raw('From a@b Sat Nov 21 22:03:05 2026', 'Subject: x', '', 'Hello there'),
    'Hello there',
  ],
  'an unknown type of text': [
    raw('Content-Type: text/x-strange', '', 'Hello there'),
    'Hello there',
  ],
  'a type that is no type': [raw('Content-Type: text', '', 'Hello there'), 'Hello there'],
  'enriched text': [
    raw('Content-Type: text/enriched', '', '<bold>Hello</bold>', 'there'),
    'Hello there',
  ],
  'rich text': [
    raw('Content-Type: text/rtf', '', '{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}} {\\b Hello} there}'),
    'Hello there',
  ],
  'rich text for want of other': [
    raw(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/rtf; name=body.rtf',
      '',
      '{\\rtf1\\ansi Hello there}',
      '--b--',
    ),
    'Hello there',
  ],
  'a charset that only the HTML names': [
    Buffer.concat([
      raw('Content-Type: text/html', '', '<meta charset="windows-1251"><p>'),
      iconv.encode('Привет', 'windows-1251'),
    ]),
    'Привет',
  ],
}

for (const [name, [source, text]] of Object.entries(structures)) {
  test(`the text is found: ${name}`, () => {
    assert.equal(sent(readMailNow(source)), text)
  })
}

test('an invitation alone is its summary, place and description', () => {
  const mail = read(
    'Content-Type: text/calendar; method=REQUEST',
    '',
    'BEGIN:VCALENDAR',
    'BEGIN:VTIMEZONE',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'SUMMARY;LANGUAGE=da;X="a:b":Møde\\, vigtigt',
    'LOCATION:Lokale 3',
    'DESCRIPTION:Husk',
    '  kage',
    'END:VEVENT',
  )
  assert.equal(mail.text, 'Møde, vigtigt\nLokale 3\nHusk kage')
})

for (const [name, times, shown] of [
  [
    'in a time zone',
    [
      'DTSTART;TZID=Europe/Copenhagen:20260305T100000',
      'DTEND;TZID=Europe/Copenhagen:20260305T113000',
    ],
    '2026-03-05 10:00-11:30',
  ],
  [
    'in UTC',
    ['DTSTART:20260305T100000Z', 'DTEND:20260306T090000Z'],
    '2026-03-05 10:00-2026-03-06 09:00 UTC',
  ],
  [
    'of three days',
    ['DTSTART;VALUE=DATE:20260305', 'DTEND;VALUE=DATE:20260308'],
    '2026-03-05 - 2026-03-07',
  ],
  [
    'before its alarm, its end and another event',
    ['BEGIN:VALARM', 'DTSTART:20260101T000000Z', 'END:VALARM', 'DTSTART:20260305T100000Z'].concat([
      'SUMMARY:Fair',
      'LOCATION:Hall 3',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20270101T000000Z',
      'DTEND:20270101T010000Z',
    ]),
    '2026-03-05 10:00 UTC',
  ],
  ['of a whole day', ['DTSTART;VALUE=DATE:20260305', 'DTEND;VALUE=DATE:20260306'], '2026-03-05'],
] as const) {
  test(`an invitation alone says when it is: ${name}`, () => {
    const mail = read(
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'DTSTART:19700101T000000',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      ...times,
      'SUMMARY:Fair',
      'LOCATION:Hall 3',
      'END:VEVENT',
    )
    assert.equal(mail.text, `Fair\n${shown}\nHall 3`)
  })
}

test('letters that came in two pieces, as macOS writes them, are composed', () => {
  const mail = read(
    'Subject: =?utf-8?Q?p=61=CC=8A?=',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'pa=CC=8A m=C3=B8de',
  )
  assert.deepEqual([mail.subject, mail.text?.trim()], ['på', 'på møde'])
})

test('attachments are named and decoded when they are asked for', () => {
  const mail = readMailNow(
    multipart('mixed', [
      plain,
      pdf,
      [
        "Content-Type: text/plain; name*0*=utf-8''nu; name*1=mre.txt",
        'Content-Disposition: attachment',
        '',
        '20643064',
      ],
    ]),
  )
  assert.deepEqual(
    mail.attachments.map(({ filename, contentType, content }) => [
      filename,
      contentType,
      content.toString(),
    ]),
    [
      ['a.pdf', 'application/pdf', '%PDF-1'],
      ['numre.txt', 'text/plain', '20643064'],
    ],
  )
})

test('uuencoded files in a text are attachments', () => {
  const mail = read('Subject: x', '', 'See this', 'begin 644 hi.txt', '#0V%T', '`', 'end', 'Bye')
  assert.equal(mail.text, 'See this\nBye')
  assert.deepEqual(
    mail.attachments.map(({ filename, content }) => [filename, content.toString()]),
    [['hi.txt', 'Cat']],
  )
  assert.equal(
    read('', 'begin 644 the day', 'with a smile').text,
    'begin 644 the day\nwith a smile',
  )
})

/** MS-OXTNEF: a message with one attribute. */
function tnef(id: number, data: Buffer): string {
  const head = Buffer.alloc(15)
  head.writeUInt32LE(0x223e9f78, 0)
  head.writeUInt8(1, 6)
  head.writeUInt32LE(id, 7)
  head.writeUInt32LE(data.length, 11)
  return Buffer.concat([head, data, Buffer.alloc(2)]).toString('base64')
}

/** A message property of type binary or string. */
function property(id: number, type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(1, 0)
  head.writeUInt16LE(type, 4)
  head.writeUInt16LE(id, 6)
  head.writeUInt32LE(1, 8)
  head.writeUInt32LE(value.length, 12)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

const winmail = (content: string): Buffer =>
  multipart('mixed', [
    ['Content-Type: text/plain', '', ''],
    [
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      content,
    ],
  ])

/** BER: a tag and its content, with a length of three octets. */
const ber = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  const head = Buffer.from([tag, 0x83, 0, 0, 0])
  head.writeUIntBE(body.length, 2, 3)
  return Buffer.concat([head, body])
}

/** SignedData around `content`, with `more` elements in front of it. */
const signedMail = (content: Buffer, more: Buffer = Buffer.alloc(0)): ReadMail => {
  const data = ber(0x30, ber(0x06, Buffer.from('2a864886f70d010701', 'hex')), ber(0xa0, content))
  const signed = ber(0x30, ber(0x02, Buffer.from([1])), ber(0x31, more), data)
  const cms = ber(0x30, ber(0x06, Buffer.from('2a864886f70d010702', 'hex')), ber(0xa0, signed))
  return read(
    'Content-Type: application/pkcs7-mime; smime-type=signed-data',
    'Content-Transfer-Encoding: base64',
    '',
    cms.toString('base64'),
  )
}

test('a text that is signed and wrapped by S/MIME is read, in DER and in pieces', () => {
  const inner = Buffer.from('Content-Type: text/plain\r\n\r\nHello there')
  const whole = ber(0x04, inner)
  const pieces = Buffer.concat([
    Buffer.from([0x24, 0x80]),
    ber(0x04, inner.subarray(0, 20)),
    ber(0x04, inner.subarray(20)),
    Buffer.alloc(2),
  ])
  for (const content of [whole, pieces]) assert.equal(signedMail(content).text, 'Hello there')
})

test('S/MIME in more elements than any mailer writes is not read, as they would fill the memory', () => {
  const content = ber(0x04, Buffer.from('Content-Type: text/plain\r\n\r\nHello there'))
  const elements = (count: number): Buffer => Buffer.alloc(2 * count, '\x05\0')
  assert.equal(signedMail(content, elements(90_000)).text, 'Hello there')
  assert.equal(signedMail(content, elements(110_000)).text, undefined)
})

test('winmail.dat gives its text, its HTML or its rich text', () => {
  const rtf =
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 Hej p\\'e5 dig\\par \\u8364?5 {\\b fed}}"
  const stored = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from('MELA'),
    Buffer.alloc(4),
    Buffer.from(rtf),
  ])
  assert.equal(sent(readMailNow(winmail(tnef(0x2800c, Buffer.from('Hello\0'))))), 'Hello')
  assert.equal(
    sent(readMailNow(winmail(tnef(0x69003, property(0x1013, 0x102, Buffer.from('<p>Hello</p>')))))),
    'Hello',
  )
  assert.equal(
    sent(
      readMailNow(
        winmail(tnef(0x69003, property(0x1000, 0x1f, Buffer.from('Hejså\0', 'utf16le')))),
      ),
    ),
    'Hejså',
  )
  assert.equal(
    sent(readMailNow(winmail(tnef(0x69003, property(0x1009, 0x102, stored))))),
    'Hej på dig €5 fed',
  )
  assert.equal(sent(readMailNow(winmail('bm90IHRuZWY='))), '')
})

test('of all the parts of a mail together only so much text is decoded', () => {
  const text = 'hello '.repeat(40_000)
  const parts = {
    plain: ['Content-Type: text/plain', '', text],
    rich: ['Content-Type: text/rtf', '', text],
    winmail: [
      'Content-Type: application/ms-tnef',
      'Content-Transfer-Encoding: base64',
      '',
      tnef(0x2800c, Buffer.from(text)),
    ],
  }
  for (const [name, part] of Object.entries(parts)) {
    const { text = '' } = readMailNow(
      multipart(
        'mixed',
        Array.from({ length: 30 }, () => part),
      ),
    )
    assert.ok(text.length > 1_000_000 && text.length < 4_300_000, `${name}: ${text.length}`)
  }
})

test('rich text in groups that are deeper than any program nests them is read to its end', () => {
  const rtf = (depth: number): string =>
    `{\\rtf1 a${'{'.repeat(depth)}{\\pict 00}b${'}'.repeat(depth)} c}`
  const text = (depth: number) => read('Content-Type: text/rtf', '', rtf(depth)).text
  assert.equal(text(900), 'ab c')
  // The picture shares its group with what follows it there.
  assert.equal(text(1100), 'a c')
})

test('multiparts are read ten levels deep', () => {
  const nested = (levels: number): string =>
    levels === 0
      ? 'Content-Type: text/plain\r\n\r\nHello'
      : `Content-Type: multipart/mixed; boundary=b${levels}\r\n\r\n--b${levels}\r\n${nested(levels - 1)}\r\n--b${levels}--`
  assert.equal(read(nested(10)).text, 'Hello')
  assert.equal(read(nested(11)).text, undefined)
})

test('ordinary mails are read as mailparser reads them', async () => {
  for (const [name, [source]] of Object.entries(structures).slice(0, 3)) {
    const theirs = await simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true })
    assert.equal(squash(readMailNow(source).html ?? ''), squash(theirs.html || ''), name)
  }
  const [label] = charsets
  assert.ok(label)
  const simple = raw(
    'From: "A, B" <a@b.dk>',
    'To: c@d.dk, E <e@f.dk>',
    'Subject: =?utf-8?b?w6U=?=',
    '',
    'Hi',
  )
  const theirs = await simpleParser(simple)
  const ours = readMailNow(simple)
  assert.deepEqual(
    ours.from,
    theirs.from?.value.map(({ name, address = '' }) => ({ name, address })),
  )
  assert.equal(ours.subject, theirs.subject)
  assert.equal(ours.text?.trim(), theirs.text?.trim())
})
