// npm start and npm run demo, as a person at a terminal meets them.
import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { PhonePage } from '../../lib/cli/phone-page.ts'
import { SmtpClient } from '../../lib/cli/smtp-client.ts'
import { patient } from '../support/patience.ts'

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
const shipped = fileURLToPath(new URL('../../../haraka.ini', import.meta.url))

interface Terminal {
  readonly process: ChildProcess
  output: string
  says(pattern: RegExp): Promise<void>
  exit(): Promise<number | null>
}

function run(t: TestContext, ...args: string[]): Terminal {
  const process_ = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => process_.kill('SIGKILL'))
  const heard = new EventEmitter()
  const exited = once(process_, 'exit') as Promise<[number | null]>
  const terminal: Terminal = {
    process: process_,
    output: '',
    async says(pattern) {
      const signal = patient()
      while (!pattern.test(terminal.output)) await once(heard, 'heard', { signal })
    },
    async exit() {
      return (await exited)[0]
    },
  }
  for (const stream of [process_.stdout, process_.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      terminal.output += chunk.toString()
      heard.emit('heard')
    })
  }
  return terminal
}

async function scratch(
  t: TestContext,
  ini = '',
): Promise<{ ini: string; dir: string; smtp: number; pages: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-start-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const [smtp = 0, pages = 0] = await freePorts(2)
  const path = join(directory, 'haraka.ini')
  const listeners = `[server]\nsmtp = 127.0.0.1:${smtp}\npages = 127.0.0.1:${pages}\n`
  await writeFile(path, `${await readFile(shipped, 'utf8')}\n${listeners}${ini}`)
  return { ini: path, dir: join(directory, 'var'), smtp, pages }
}

/** What the curl line says, without curl. */
async function sendAsShown(output: string, smtp: number): Promise<void> {
  const said = /printf '(.*)' \|/.exec(output)?.[1]?.replaceAll('\\n', '\n') ?? ''
  const [, from = '', to = ''] = /--mail-from (\S+) --mail-rcpt (\S+)/.exec(output) ?? []
  assert.match(output, new RegExp(`curl .*--crlf smtp://127\\.0\\.0\\.1:${smtp} `))
  const client = await SmtpClient.connect({ host: '127.0.0.1', port: smtp })
  await client.command('EHLO terminal.test')
  const reply = await client.sendMail({ from, to: [to], data: said })
  await client.quit()
  assert.equal(reply.code, 250, reply.lines.join(' '))
}

test('npm start serves, shows what to try, stops when asked, and goes on when started again', async (t) => {
  const { ini, dir, smtp, pages } = await scratch(t)
  const first = run(t, 'start', '--ini', ini, '--dir', dir)
  await first.says(/Ctrl-C/)
  await sendAsShown(first.output, smtp)
  const page = new PhonePage(`http://127.0.0.1:${pages}`)
  const texts = await page.until(
    ({ phones }) => phones[0]?.messages.map(({ text }) => text),
    patient(),
  )
  assert.deepEqual(texts, ['Hello from a mail.'])
  const nowhere = await fetch(`http://127.0.0.1:${pages}/nowhere`)
  const said = await nowhere.text()
  assert.deepEqual([nowhere.status, said.includes(dir)], [404, false])
  assert.match(said, /There is no such page\./)
  first.process.kill('SIGTERM')
  assert.equal(await first.exit(), 0)
  assert.match(first.output, /Stopped\./)

  const second = run(t, 'start', '--ini', ini, '--dir', dir, '--json')
  await second.says(/^\{.*\}$/m)
  assert.deepEqual(JSON.parse(/^\{.*\}$/m.exec(second.output)?.[0] ?? ''), {
    directory: dir,
    smtp: `127.0.0.1:${smtp}`,
    pages: `http://127.0.0.1:${pages}`,
  })
  const { phones } = await page.read()
  assert.deepEqual(
    phones[0]?.messages.map(({ text }) => text),
    ['Hello from a mail.'],
  )
  second.process.kill('SIGINT')
  assert.equal(await second.exit(), 0)
})

test('what it prints is for people: no warnings, nothing about its own loading', async (t) => {
  const { ini, dir } = await scratch(t)
  const terminal = run(t, 'start', '--ini', ini, '--dir', dir)
  await terminal.says(/Ctrl-C/)
  terminal.process.kill('SIGTERM')
  await terminal.exit()
  assert.doesNotMatch(terminal.output, /warn|error|deprecat|loglevel|iconv/i)
})

test('a port that is taken gets a sentence', async (t) => {
  const { ini, dir, pages } = await scratch(t)
  const squatter = createServer().listen(pages, '127.0.0.1')
  await once(squatter, 'listening')
  t.after(() => squatter.close())
  const terminal = run(t, 'start', '--ini', ini, '--dir', dir)
  assert.equal(await terminal.exit(), 1)
  assert.equal(
    terminal.output,
    `127.0.0.1:${pages} is taken by another program. Stop that one, or write another pages = into haraka.ini.\n`,
  )
})

test('a mistake in haraka.ini stops the start and names file, section, key and bound', async (t) => {
  const { ini, dir } = await scratch(
    t,
    '[text]\nmax_parts = 0\n[route two]\ntype = phone\nwindow = 0\n',
  )
  const terminal = run(t, 'start', '--ini', ini, '--dir', dir)
  assert.equal(await terminal.exit(), 1)
  assert.deepEqual(terminal.output.trim().split('\n'), [
    `${ini} [text] max_parts: 0 is below 1`,
    `${ini} [route two] window: 0 is below 1`,
  ])
})

test('dispatch says by which routes it sends, and stops when asked', async (t) => {
  const { ini, dir } = await scratch(t)
  const server = run(t, 'start', '--ini', ini, '--dir', dir)
  await server.says(/Ctrl-C/)
  const terminal = run(t, 'dispatch', '--config', dir, '--json')
  await terminal.says(/^\{.*\}$/m)
  assert.match(terminal.output, /^\{"routes":\["virtual"\]\}$/m)
  terminal.process.kill('SIGTERM')
  assert.equal(await terminal.exit(), 0)
  server.process.kill('SIGTERM')
  await server.exit()
})

test('the demo runs the whole loop and prints it as one JSON object', async (t) => {
  const terminal = run(t, 'demo', '--json')
  assert.equal(await terminal.exit(), 0, terminal.output)
  const result = JSON.parse(terminal.output) as Record<string, Record<string, unknown>>
  const { firstMail, firstSms, answerMail, secondMail, secondSms, milliseconds } = result
  assert.equal(firstSms?.['to'], '+46701740605')
  assert.equal(firstSms['encoding'], 'gsm7')
  assert.equal(answerMail?.['inReplyTo'], firstMail?.['messageId'])
  assert.equal(secondMail?.['to'], answerMail?.['replyTo'])
  assert.equal(secondSms?.['text'], 'At the harbour.')
  assert.deepEqual(Object.keys(milliseconds ?? {}), ['mailToSms', 'smsToMail', 'replyToSms'])
})
