// How long it takes to read a mail and compose its text, on one core; and how far the event loop is
// held up by a large one, which is composed in a thread.
//   npm run bench:text [-- --quick] [-- --json]
//
// Everyday mails: the median of many runs, in milliseconds. Nasty ones: a megabyte each, once, the worst.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { automaticKind } from '../lib/mail/automatic.ts'
import { readMailNow } from '../lib/mail/read-mail.ts'
import { composeText, type TextOptions } from '../lib/mail/text/compose-text.ts'
import { createMailWork } from '../lib/mail/mail-work.ts'
import { median, switches } from './support/figures.ts'

const flags = switches('quick', 'json')
const runs = flags.quick ? 300 : 3000

const options: TextOptions = {
  subject: 'prepend',
  quotedHistory: 'cut',
  mailSignature: 'keep',
  disclaimers: 'cut',
  endMarks: [],
  smsSignature: '',
  fixedText: '',
  linkPlace: undefined,
  encoding: 'auto',
  maxParts: 9,
  maxChars: 0,
  tooLong: 'refuse',
}
const facts = { subjectUsed: false, isReply: false }

const head = (type: string): string =>
  [
    'Received: from mx.example.org (mx.example.org [192.0.2.1]) by sms.example.org; Sat, 21 Nov 2026 22:03:05 +0000',
    'From: "Anna Larsen" <anna@example.org>',
    'To: 4520643064@sms.example.org',
    'Subject: =?utf-8?Q?M=C3=B8de?=',
    'Message-ID: <1@example.org>',
    'Date: Sat, 21 Nov 2026 22:03:05 +0000',
    'MIME-Version: 1.0',
    `Content-Type: ${type}; charset=utf-8`,
    '',
    '',
  ].join('\r\n')

const reply = [
  'Hej Bo,',
  '',
  ...Array.from({ length: 5 }, () => 'ja, det passer fint på mandag, jeg tager kage med.'),
  '',
  'Venlig hilsen',
  'Anna',
  '',
  'Den 5. mar. 2026 kl. 10.12 skrev Bo Hansen <bo@example.org>:',
  ...Array.from({ length: 6 }, () => '> kan vi mødes på mandag?'),
].join('\r\n')

const paragraph = (text: string): string =>
  `<p class="MsoNormal" style="margin:0cm"><span lang="DA" style="font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif">${text}<o:p></o:p></span></p>\r\n`
const page = `<html><head><style>p.MsoNormal{margin:0cm}</style></head><body>${paragraph('Hej Bo, ja tak.').repeat(10)}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">${paragraph('<b>Fra:</b> Bo<br><b>Sendt:</b> 5. marts 2026<br><b>Til:</b> Anna<br><b>Emne:</b> Møde')}</div>${paragraph('Gammel tekst').repeat(170)}</body></html>`

const everyday = {
  'text of 800 bytes': Buffer.from(head('text/plain') + reply),
  'HTML of 30 kB': Buffer.from(head('text/html') + page),
}

const megabyte = (piece: string): string => piece.repeat(Math.ceil(1_000_000 / piece.length))
const nasty = {
  'one line': megabyte('a'),
  'lines of prose': megabyte('Hej med dig, det her er en linje.\n'),
  'short lines with colons': megabyte('a:\n'),
  'lines that end like attributions': megabyte('he wrote:\n'),
  'header blocks that are none': megabyte('Fra: noget her\n'),
  'quote marks': megabyte('> hej\nsvar\n'),
  disclaimers: megabyte(
    'This e-mail is confidential and intended only for the addressee, delete it.\n\n',
  ),
  'uuencode that is none': megabyte('begin 644 x\n'),
}
const nastyPages = {
  'nested elements': megabyte('<div>'),
  paragraphs: megabyte('<p>x'),
  brackets: megabyte('<'),
  'one long text': megabyte('hej '),
}

await main()

async function main(): Promise<void> {
  const usual = Object.entries(everyday).map(([name, source]) => ({ name, ms: medianOf(source) }))
  const worst = [
    ...Object.entries(nasty).map(([name, body]) => once(name, 'text/plain', body)),
    ...Object.entries(nastyPages).map(([name, body]) => once(`HTML: ${name}`, 'text/html', body)),
  ]
  const heldUp = await eventLoopDelay()
  if (flags.json) {
    const byName = (all: typeof usual) => Object.fromEntries(all.map(({ name, ms }) => [name, ms]))
    console.log(
      JSON.stringify({ everyday: byName(usual), megabyte: byName(worst), eventLoopMs: heldUp }),
    )
    return
  }
  for (const { name, ms } of usual) console.log(`${name}: ${ms.toFixed(3)} ms`)
  for (const { name, ms } of worst) console.log(`a megabyte, ${name}: ${ms.toFixed(0)} ms`)
  console.log(`longest hold of the event loop while they are composed: ${heldUp.toFixed(0)} ms`)
}

/** Reading, telling machines from people, and composing. */
function work(source: Buffer): void {
  const mail = readMailNow(source)
  automaticKind(mail, { envelopeFrom: 'anna@example.org', recipients: [] })
  composeText(mail, options, facts)
}

function medianOf(source: Buffer): number {
  for (let run = 0; run < runs / 3; run++) work(source)
  const times = Array.from({ length: runs }, () => time(() => work(source)))
  return median(times)
}

function once(name: string, type: string, body: string): { name: string; ms: number } {
  const source = Buffer.from(head(type) + body)
  return { name, ms: time(() => work(source)) }
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

async function eventLoopDelay(): Promise<number> {
  const work = createMailWork({
    onDeath: (error) => {
      throw error
    },
  })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (const [type, bodies] of [
    ['text/plain', nasty],
    ['text/html', nastyPages],
  ] as const) {
    for (const body of Object.values(bodies)) {
      const mail = readMailNow(Buffer.from(head(type) + body))
      await work.compose(mail, options, facts)
    }
  }
  delay.disable()
  await work.close()
  return delay.max / 1e6
}
