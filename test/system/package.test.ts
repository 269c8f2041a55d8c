// The package as it is published, in a directory that `haraka -i` made: one line in config/plugins and
// one domain in config/sms.ini switch it on, and taking the line away switches it off.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../../lib/cli/free-ports.ts'
import { findHaraka } from '../../lib/cli/haraka-directory.ts'
import { PhonePage } from '../../lib/cli/phone-page.ts'
import { runHaraka, stopServer, untilServing } from '../../lib/cli/server.ts'
import { SmtpClient } from '../../lib/cli/smtp-client.ts'
import { patient } from '../support/patience.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))
const anna = 'anna@example.org'
const listener = { host: '127.0.0.1', port: 0 }
const pages = { host: '127.0.0.1', port: 0 }
let scratch: string
let haraka: string

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sms-package-'))
  haraka = join(scratch, 'haraka')
  ;[listener.port = 0, pages.port = 0] = await freePorts(2)
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch], {
    cwd: root,
  })
  await run(process.execPath, [join(findHaraka(), 'bin', 'haraka'), '-i', haraka])
  const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', [...install, '--silent', join(scratch, 'haraka-plugin-sms-0.1.0.tgz')], {
    cwd: haraka,
  })
  await takeCompiledSqlite()
  // A test has no DNS to resolve anybody in.
  await changePlugins((lines) => lines.replace(/^mail_from\.is_resolvable$/m, ''))
  await configure('smtp.ini', `\nlisten=127.0.0.1:${listener.port}\nnodes=0\n`)
  await configure('http.ini', `listen=127.0.0.1:${pages.port}\n`)
})
after(() => rm(scratch, { recursive: true, force: true }))

/** Compiling takes minutes; it was done when this repository was installed. */
async function takeCompiledSqlite(): Promise<void> {
  const ours = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))
  const theirs = join(haraka, 'node_modules', 'better-sqlite3')
  await cp(join(ours, 'build'), join(theirs, 'build'), { recursive: true })
}

function configure(file: string, lines: string): Promise<void> {
  return appendFile(join(haraka, 'config', file), lines)
}

async function changePlugins(change: (lines: string) => string): Promise<void> {
  const path = join(haraka, 'config', 'plugins')
  await writeFile(path, change(await readFile(path, 'utf8')))
}

function harakaSms(...args: string[]): Promise<{ stdout: string }> {
  return run(join(haraka, 'node_modules', '.bin', 'haraka-sms'), args, { cwd: haraka })
}

async function rcpt(to: string, data: string): Promise<string> {
  const client = await SmtpClient.connect(listener)
  await client.command('EHLO client.test')
  const reply = await client.sendMail({ from: anna, to: [to], data })
  await client.quit()
  return `${reply.code} ${reply.lines[0] ?? ''}`
}

test('switched on by one line and one domain, it turns mail into SMS', async () => {
  await configure('plugins', '\nsms\n')
  await configure('sms.ini', '[domains]\nsms.test =\n')
  await configure('sms.routes.ini', '[virtual]\ntype = phone\n')
  await harakaSms('account', 'add', anna)
  const key = /[a-z2-7]{26}/.exec((await harakaSms('key', 'add')).stdout)?.[0]
  const log: string[] = []
  const server = runHaraka(haraka, (record) => log.push(record))
  try {
    await untilServing(server, { smtp: listener, pages })
    const said = await rcpt(`${key}.46701740611@sms.test`, `From: ${anna}\n\nfrom the tarball\n`)
    assert.match(said, /^250 2\.0\.0 1 SMS queued/, log.join('\n'))
    const page = new PhonePage(`http://127.0.0.1:${pages.port}`)
    const text = await page.until(({ phones }) => phones[0]?.messages[0]?.text, patient())
    assert.equal(text, 'from the tarball')
  } finally {
    await stopServer(server)
  }
})

test('without the line it is gone', async () => {
  await changePlugins((lines) => lines.replace(/^sms$/m, ''))
  const server = runHaraka(haraka, () => undefined)
  try {
    await untilServing(server, { smtp: listener, pages: undefined })
    assert.match(await rcpt('46701740611@sms.test', ''), /^550 I cannot deliver/)
  } finally {
    await stopServer(server)
  }
})
