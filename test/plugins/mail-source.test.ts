import assert from 'node:assert/strict'
import type { EventEmitter } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Transaction } from '../../plugins/haraka.ts'
import { MailSources } from '../../plugins/mail-source.ts'
import { eventually } from '../support/eventually.ts'

/** Haraka's own, which ships no types. */
interface Receiving extends Transaction {
  readonly message_stream: Transaction['message_stream'] & EventEmitter
  add_data(line: Buffer): void
  end_data(done: () => void): void
  add_header(name: string, value: string): void
  add_leading_header(name: string, value: string): void
  remove_header(name: string): void
  add_body_filter(
    type: string,
    filter: (type: string, charset: string, text: Buffer) => Buffer,
  ): void
}

const haraka = createRequire(import.meta.url)('haraka/transaction.js') as {
  createTransaction(id: string, cfg?: object): Receiving
}

type Change = (transaction: Receiving) => void
const nothing: Change = () => undefined

/** What plugins do to a mail. */
interface Plugins {
  readonly before?: Change
  readonly during?: Change
  readonly after?: Change
}

/** What is read of a mail that comes in line by line. */
async function read(
  data: string | Buffer,
  isNoted: boolean,
  { before = nothing, during = nothing, after = nothing }: Plugins,
): Promise<{ source: string; isPiped: boolean }> {
  const transaction = haraka.createTransaction('0815')
  const sources = new MailSources()
  before(transaction)
  transaction.add_data(Buffer.from('Received: from here\r\n\tby there\r\n'))
  if (isNoted) sources.note(transaction)
  for (const line of Buffer.from(data)
    .toString('latin1')
    .split(/(?<=\n)/))
    if (line !== '') transaction.add_data(Buffer.from(line, 'latin1'))
  during(transaction)
  await new Promise<void>((resolve) => transaction.end_data(resolve))
  after(transaction)
  const stream = transaction.message_stream
  const pipe = stream.pipe.bind(stream)
  let isPiped = false
  stream.pipe = (destination) => {
    isPiped = true
    pipe(destination)
  }
  return { source: (await sources.read(transaction)).toString('latin1'), isPiped }
}

async function same(data: string | Buffer, plugins: Plugins = {}): ReturnType<typeof read> {
  const asked = await read(data, false, plugins)
  const noted = await read(data, true, plugins)
  assert.equal(noted.source, asked.source)
  assert.equal(asked.isPiped, true)
  return noted
}

const head = 'From: Anna <anna@example.org>\r\nSubject: Möte\r\n\t i morgon\r\n'

test('a small mail is what Haraka would give out, without asking for it', async () => {
  const { source, isPiped } = await same(`${head}\r\nHej\r\n..dot\r\n...\r\nslut\r\n`)
  assert.equal(isPiped, false)
  assert.match(source, /\r\n\r\nHej\r\n\.dot\r\n\.\.\r\nslut\r\n$/)
})

test('bare line feeds, no text, no header and no end of the header are read the same', async () => {
  for (const data of [
    'From: a@b.example\n\nHej\n..\n',
    `${head}\r\n`,
    head,
    'Hej\r\nutan huvud\r\n',
    '\r\n..Hej\r\n',
    '',
    `${head}..X: dot\r\n\r\nHej`,
    `${head}\r\n\r\n\r\n..\r\n`,
  ])
    assert.equal((await same(data)).isPiped, false, JSON.stringify(data))
})

test('what plugins change in the header counts, however late', async () => {
  const change: Change = (transaction) => {
    transaction.add_header('X-Spam', 'no')
    transaction.add_leading_header('Received', 'from here\r\n\tby there')
    transaction.remove_header('Subject')
  }
  const { source, isPiped } = await same(`${head}\r\nHej\r\n`, { after: change })
  assert.equal(isPiped, false)
  assert.match(
    source,
    /^Received: from here\r\n\tby there\r\nReceived: .*\r\nFrom: .*\r\nX-Spam: no\r\n\r\nHej/s,
  )
})

test('a text that a plugin rewrites is read as it is rewritten', async () => {
  const rewrite: Change = (transaction) =>
    transaction.add_body_filter('text/plain', (_type, _charset, text) =>
      Buffer.from(text.toString().replace('Hej', '.Hello\n.you')),
    )
  const { source } = await same(`${head}Content-Type: text/plain\r\n\r\nHej\r\n..x\r\n`, {
    before: rewrite,
  })
  assert.match(source, /\.Hello\r\n\.you\r\n\.x/)
})

test('a large mail is asked for, and so is one to which a line was added unseen', async () => {
  const large = await same(`${head}\r\n${'0123456789\r\n'.repeat(12_000)}`)
  assert.equal(large.isPiped, true)
  const unseen = await same(`${head}\r\nHej\r\n`, {
    during: ({ message_stream: stream }) => {
      const { add_line } = Object.getPrototypeOf(stream) as typeof stream
      add_line.call(stream, 'unseen\r\n')
    },
  })
  assert.equal(unseen.isPiped, true)
  assert.match(unseen.source, /Hej\r\nunseen\r\n$/)
})

test('a mail is read the same a second time', async () => {
  const transaction = haraka.createTransaction('0815')
  const sources = new MailSources()
  sources.note(transaction)
  for (const line of ['Subject: x\r\n', '\r\n', '..Hej\r\n'])
    transaction.add_data(Buffer.from(line))
  await new Promise<void>((resolve) => transaction.end_data(resolve))
  const first = await sources.read(transaction)
  assert.deepEqual(await sources.read(transaction), first)
})

test('a disk is asked to remove the file of a large mail only', () => {
  for (const [lines, isAsked] of [
    [100, false],
    [12_000, true],
  ] as const) {
    const transaction = haraka.createTransaction('0815')
    const stream = transaction.message_stream
    let wasAsked = false
    stream.destroy = () => (wasAsked = true)
    new MailSources().note(transaction)
    for (let sent = 0; sent < lines; sent++) transaction.add_data(Buffer.from('X: 6789012\r\n'))
    stream.destroy()
    assert.equal(wasAsked, isAsked)
  }
})

test('a mail that another plugin puts in the place of one is read, however alike their lengths', async () => {
  const other = haraka.createTransaction('0816')
  for (const line of ['Received: from here\r\n\tby there\r\n', head, '\r\n', 'Hoj\r\n'])
    other.add_data(Buffer.from(line, 'utf8'))
  await new Promise<void>((resolve) => other.end_data(resolve))
  const { source } = await same(`${head}\r\nHej\r\n`, {
    after: (transaction) => Object.assign(transaction, { message_stream: other.message_stream }),
  })
  assert.match(source, /Hoj\r\n$/)
})

test('the file of a mail is removed when the client hangs up just as it was made', async (t) => {
  for (const spool_after of [65_536, '65536', 262_144]) {
    const directory = await mkdtemp(join(tmpdir(), 'sms-spool-'))
    t.after(() => rm(directory, { recursive: true }))
    const transaction = haraka.createTransaction('0815', {
      main: { spool_after, spool_dir: directory },
    })
    // A stream that is destroyed between opening its file and writing to it opens it again, and complains
    // when it is still there. Haraka's connection logs that.
    transaction.message_stream.on('error', () => undefined)
    new MailSources().note(transaction)
    const begin = `${head}\r\n`
    transaction.add_data(Buffer.from(begin))
    const rest = Number(spool_after) + 1 - Buffer.byteLength(begin)
    for (let left = rest; left > 0; left -= 1_000)
      transaction.add_data(Buffer.from(`${'x'.repeat(Math.min(left, 1_000) - 1)}\n`))
    const files = await eventually('the file', async () => {
      const found = await readdir(directory)
      return found.length > 0 ? found : undefined
    })
    assert.deepEqual(files, ['0815.eml'], String(spool_after))
    transaction.message_stream.destroy()
    await eventually('the file to be gone', async () =>
      (await readdir(directory)).length === 0 ? true : undefined,
    )
  }
})

test('any lines are read the same', async () => {
  const piece = fc.constantFrom('.', '..', '\r', 'a: b', ' x', '\xe5', '--b', '\0', ':')
  // What SMTP takes as the end of the data is no line of it.
  const line = fc
    .tuple(fc.array(piece, { maxLength: 3 }), fc.constantFrom('\r\n', '\n'))
    .map(([pieces, end]) => pieces.join('') + end)
    .filter((one) => one !== '.\r\n')
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
      const { isPiped } = await same(Buffer.from(lines.join(''), 'latin1'))
      assert.equal(isPiped, false)
    }),
    { numRuns: 500 },
  )
})
