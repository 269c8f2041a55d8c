import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeHarakaDirectory } from '../../lib/cli/haraka-directory.ts'
import { reachable, readProfile, type Profile } from '../../lib/cli/profile.ts'

const shipped = fileURLToPath(new URL('../../../haraka.ini', import.meta.url))

function profileOf(text: string): Profile {
  const reading = readProfile(text)
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.profile
}

test('the shipped haraka.ini is the demo', async () => {
  const profile = profileOf(await readFile(shipped, 'utf8'))
  assert.deepEqual(profile.smtp, { host: '127.0.0.1', port: 2525 })
  assert.deepEqual(profile.pages, { host: '127.0.0.1', port: 8025 })
  assert.equal(profile.data, 'var')
  assert.deepEqual([...profile.settings.domains.keys()], ['sms.test'])
  assert.equal(profile.settings.demo.mailbox, 'example.test')
  assert.equal(profile.settings.demo.smtp, '127.0.0.1:2525')
  assert.match(profile.routesIni, /^\[virtual\]\ntype = phone$/m)
})

const mistakes: [string, string][] = [
  [
    '[server]\nsmtp = 2525\n',
    'haraka.ini [server] smtp: "2525" is not an address and port such as 127.0.0.1:2525',
  ],
  [
    '[server]\nport = 1\n',
    'haraka.ini [server] port: no such setting; there are smtp, pages, name, nodes, log_level, data',
  ],
  [
    '[server]\nlog_level = loud\n',
    'haraka.ini [server] log_level: "loud" is none of debug | info | notice | warn | error',
  ],
  ['[tls]\nkey = key.pem\n', 'haraka.ini [tls]: key and cert belong together'],
  [
    '[server]\nsmtp = 0.0.0.0:2525\npages = 127.0.0.1:2525\n',
    'haraka.ini [server]: smtp and pages cannot both have port 2525',
  ],
  ['[limits]\nmax_recipients = 0\n', 'haraka.ini [limits] max_recipients: 0 is below 1'],
  ['[route x]\ntype = phone\nwindow = 0\n', 'haraka.ini [route x] window: 0 is below 1'],
  [
    '[route x]\ntype = phone\n[route x]\nwindow = 5\n',
    'haraka.ini line 3: [route x] is there twice',
  ],
  [
    '[mian]\nlanguage = da\n',
    'haraka.ini [mian]: no such section; there are server, tls, outgoing, route NAME, domains, main, trust, accounts, numbers, text, limits, delivery, alarms, demo',
  ],
  ['hello\n', 'haraka.ini line 1 is neither key = value nor a [section]'],
]
for (const [text, problem] of mistakes) {
  test(`${JSON.stringify(text)}: ${problem}`, () => {
    assert.deepEqual(readProfile(text), { ok: false, problems: [problem] })
  })
}

const listeners: [string, string][] = [
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
  ['192.0.2.1', '192.0.2.1'],
]
for (const [host, from] of listeners) {
  test(`a server that listens on ${host} is reached on ${from}`, () => {
    assert.deepEqual(reachable({ host, port: 25 }), { host: from, port: 25 })
  })
}

async function written(text: string): Promise<Record<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), 'sms-directory-'))
  try {
    await writeHarakaDirectory(directory, profileOf(text))
    await writeFile(join(directory, 'sms.db'), 'mine')
    await writeFile(join(directory, 'config', 'stale.ini'), 'old')
    await writeHarakaDirectory(directory, profileOf(text))
    assert.equal(await readFile(join(directory, 'sms.db'), 'utf8'), 'mine')
    const config = join(directory, 'config')
    const files = (await readdir(config)).map(async (name) => [
      name,
      await readFile(join(config, name), 'utf8'),
    ])
    return Object.fromEntries(await Promise.all(files)) as Record<string, string>
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

test('the Haraka directory is made anew, and what is not configuration stays', async () => {
  const files = await written('[domains]\nsms.test =\n')
  assert.deepEqual(Object.keys(files).sort(), [
    'connection.ini',
    'http.ini',
    'log.ini',
    'me',
    'outbound.ini',
    'plugins',
    'sms.ini',
    'sms.routes.ini',
    'smtp.ini',
  ])
  for (const [name, text] of Object.entries(files))
    if (name !== 'me') assert.match(text, /^[;#] Made from haraka\.ini at each start/, name)
})

test('TLS files and a smarthost bring the plugins they need', async () => {
  const files = await written(
    '[tls]\nkey = /etc/key.pem\ncert = /etc/cert.pem\n[outgoing]\nsmarthost = smtp://me:secret@mail.example.org:587\n',
  )
  assert.deepEqual(files['plugins']?.split('\n').slice(1, -1), ['tls', 'sms', 'relay'])
  assert.match(files['tls.ini'] ?? '', /^key=\/etc\/key\.pem\ncert=\/etc\/cert\.pem$/m)
  assert.match(
    files['relay_dest_domains.ini'] ?? '',
    /^any=\{"action":"continue","nexthop":"smtp:\/\/me:secret@mail\.example\.org:587"\}$/m,
  )
})
