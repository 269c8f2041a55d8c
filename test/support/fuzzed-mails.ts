// Mails and dialogues as no client should write them: good ones with bytes changed, doubled, cut and
// swapped, and structures that are too deep, too many or none. The same seed makes the same ones.

export interface Fuzz {
  /** In 0 .. below. */
  whole(below: number): number
  one<T>(values: readonly T[]): T
}

/** Mulberry32. */
export function fuzzFrom(seed: number): Fuzz {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (below: number): number => Math.floor(next() * below)
  return {
    whole,
    one: (values) => {
      const value = values[whole(values.length)]
      if (value === undefined) throw new Error('one of none')
      return value
    },
  }
}

const key = 'abcdefghijklmnopqrstuvwxyz'

const localParts = [
  ...['+46701740605', '46701740605', '0046701740605', 'p46701740605', '0701740605', '4620', 'sms'],
  ...[key, `sms.${key}`, `${key}.46701740605`, `46701740605.${key}`, 'help', 'status'],
  ...['46701740605+flash', '46701740605+at=235931122030', '46701740605+validity=6h+urgent'],
  ...['46701740605-abcdefghijklmnop', 'anna', '"46 70"', '46701740605+', '+', '-', '.', '"\\""'],
  ...['postmaster', 'abuse', 'å', '1'.repeat(64), 'preview', 'reply.not-possible'],
]

export function fuzzedRecipient(fuzz: Fuzz): string {
  // The same text does not go to the same phone twice.
  const local = fuzz.one(localParts).replace('1740605', String(1_000_000 + fuzz.whole(999_999)))
  const mutated =
    fuzz.whole(3) === 0 ? mutate(fuzz, Buffer.from(local), 3).toString('latin1') : local
  // What would be another command is another test's business.
  return `${mutated.replace(/[\r\n<>]/g, '')}@${fuzz.one(['sms.test', 'SMS.test', 'sms.test'])}`
}

const subjects = [
  ...['', 'Hello', '[SMS] Besked fra +4620643064', 'SV: [SMS] Besked fra +46701740605'],
  ...['46701740605', '46701740605, 46701740606; 0701740607', `${key}:46701740605 235931122030`],
  ...['46701740605 2030-12-24 18:00 flash', 'at=18:00 sender=+4570000000', 'validity=99d'],
  ...['=?utf-8?q?=C3=A6?=', '=?utf-8?b?****?=', '=?x?q?', 'x'.repeat(2_000), '46701740605 +2h'],
]

const bodies = [
  'Hello there',
  '',
  '\u{1f600} æøå €'.repeat(20),
  `${'> quoted\n'.repeat(200)}On Monday A wrote:\n> b`,
  'x'.repeat(100_000),
  '<html><body><div class="gmail_quote">x</div><b>bold</b>'.repeat(50),
  `${'-'.repeat(72)}\nFrom: a\nTo: b\nSubject: c\n\n`.repeat(30),
  Buffer.from(Array.from({ length: 256 }, (_, index) => index)).toString('latin1'),
]

const types = [
  ...['text/plain', 'text/plain; charset=utf-8', 'text/plain; charset=utf-16', 'text/html'],
  ...['text/plain; charset=nonsense; format=flowed', 'application/ms-tnef', 'message/rfc822'],
  ...['text/csv; name=phones.csv', 'text/calendar', 'application/octet-stream', 'x', ''],
]

const encodings = ['7bit', 'base64', 'quoted-printable', 'x-uuencode', 'nonsense', '']

/** Always from `from`, with a Message-ID of its own; what follows is anything. */
export function fuzzedMail(fuzz: Fuzz, from: string, id: string): Buffer {
  const mail = [
    `From: ${from}`,
    `Message-ID: <${id}@fuzz.test>`,
    `Subject: ${fuzz.one(subjects)}`,
    ...(fuzz.whole(4) === 0 ? [`To: ${fuzzedRecipient(fuzz)}`] : []),
    ...(fuzz.whole(10) === 0 ? Array.from({ length: 900 }, (_, n) => `X-${n}: ${n}`) : []),
    ...(fuzz.whole(10) === 0 ? ['In-Reply-To: <x@y>', 'References: <a@b> <c@d>'] : []),
    part(fuzz, fuzz.whole(6)),
  ].join('\r\n')
  const head = mail.indexOf('\r\nSubject: ')
  const bytes = Buffer.from(mail)
  return fuzz.whole(2) === 0
    ? bytes
    : Buffer.concat([bytes.subarray(0, head), mutate(fuzz, bytes.subarray(head), 20)])
}

function part(fuzz: Fuzz, depth: number): string {
  if (depth > 3) {
    const boundary = fuzz.one(['b', 'b'.repeat(70), '"a b"', ''])
    const kind = fuzz.one(['mixed', 'alternative', 'related', 'report', 'signed', 'digest'])
    const parts = Array.from(
      { length: fuzz.one([0, 1, 2, 5]) },
      () => `--${boundary.replaceAll('"', '')}\r\n${part(fuzz, depth - 1 - fuzz.whole(2))}\r\n`,
    )
    return `Content-Type: multipart/${kind}; boundary=${boundary}\r\n\r\n${parts.join('')}--${boundary}--`
  }
  const type = fuzz.one(types)
  const encoding = fuzz.one(encodings)
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${fuzz.one(bodies)}`
}

function mutate(fuzz: Fuzz, bytes: Buffer, most: number): Buffer {
  let mutated = bytes
  for (let change = fuzz.whole(most) + 1; change > 0; change--) {
    const at = fuzz.whole(mutated.length + 1)
    const length = fuzz.one([1, 1, 2, 10, 200])
    const [before, slice, after] = [
      mutated.subarray(0, at),
      mutated.subarray(at, at + length),
      mutated.subarray(at + length),
    ]
    const noise = Buffer.from(Array.from({ length: Math.min(length, 10) }, () => fuzz.whole(256)))
    mutated = fuzz.one([
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, slice, slice, after]),
      () => Buffer.concat([before, noise, after]),
      () => Buffer.concat([before, noise, slice, after]),
      () => Buffer.concat([slice, before, after]),
    ])()
  }
  return mutated
}

const commands = [
  ...['EHLO a', 'HELO b', 'EHLO', 'MAIL FROM:<fuzz@example.test>', 'MAIL FROM:<>', 'RSET', 'NOOP'],
  ...['RCPT TO:<46701740605@sms.test>', 'RCPT TO:<x@sms.test>', 'RCPT TO:', 'DATA', 'DATA', '.'],
  ...[
    'QUIT',
    'VRFY x',
    'AUTH PLAIN AHgAeA==',
    'STARTTLS',
    'BDAT 5 LAST',
    'HELP',
    '',
    '\0\0',
    '\xff',
  ],
  ...[
    'MAIL FROM:<fuzz@example.test> SIZE=999999999',
    'RCPT TO:<46701740605@sms.test> NOTIFY=NEVER',
  ],
  ...['From: fuzz@example.test', 'Subject: x', '..', 'x'.repeat(3_000)],
]

/** Lines in one write, in no order that makes sense. */
export function fuzzedDialogue(fuzz: Fuzz): Buffer {
  const lines = Array.from({ length: 3 + fuzz.whole(25) }, () => fuzz.one(commands))
  const end = fuzz.one(['\r\n', '\r\n', '\r\n', '\n', '\r'])
  const bytes = Buffer.from(`${lines.join(end)}${end}`, 'latin1')
  return fuzz.whole(3) === 0 ? mutate(fuzz, bytes, 5) : bytes
}
