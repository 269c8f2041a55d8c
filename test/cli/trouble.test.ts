// What a command says when a file or the database is in the way: one sentence, never a stack.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { troubleOf } from '../../lib/cli/trouble.ts'
import { Store } from '../../lib/store/store.ts'
import { harakaDirectory, runCommand, type HarakaDirectory, type Ran } from '../support/command.ts'
import { unprivilegedUser } from '../support/postgres.ts'

const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
let haraka: HarakaDirectory
before(async () => {
  haraka = await harakaDirectory({ 'sms.ini': '' })
})
after(() => haraka.remove())

function saysOnly({ code, out, err }: Ran, sentence: RegExp): void {
  assert.match(err, sentence)
  assert.doesNotMatch(err, /\n\s+at |\[object/)
  assert.deepEqual([code, out], [1, ''])
}

const settings = (text: string): Promise<void> =>
  writeFile(join(haraka.path, 'config', 'sms.ini'), text)

test('settings that cannot be read are a sentence', async () => {
  const file = join(haraka.path, 'config', 'sms.ini')
  await rm(file)
  await mkdir(file)
  const read = /^\/.*\/config\/sms\.ini cannot be read: it is a directory\n$/
  for (const words of [['account', 'list'], ['route', 'list'], ['dispatch']])
    saysOnly(await haraka.run(...words), read)
  await rm(file, { recursive: true })
  await settings('')
})

test('a list of mails that is not there is a sentence', async () => {
  saysOnly(
    await haraka.run('preview', '--files', '/nothing/here'),
    /^\/nothing\/here cannot be used: it is not there\.\n$/,
  )
})

test('a database that no waiting mends ends a command at once, with the reason', async () => {
  await writeFile(join(haraka.path, 'garbage'), 'no database at all, but some text '.repeat(200))
  const later = new Store('sqlite:later.db', haraka.path, () => undefined)
  await later.migrate()
  await later.db.raw('insert into schema_version (version) values (10000)')
  await later.close()
  for (const [database, why] of [
    [
      '/nothing/here/sms.db',
      /^The database cannot be opened: \/nothing\/here\/sms\.db: .*directory/,
    ],
    ['garbage', /^The database cannot be opened: \/.*\/garbage: file is not a database\.\n$/],
    ['config', /^The database cannot be opened: \/.*\/config: unable to open database file\.\n$/],
    ['later.db', /^The database cannot be opened: .* changed by a later version/],
  ] as const) {
    await settings(`[main]\ndatabase = sqlite:${database}\n`)
    saysOnly(await haraka.run('account', 'list'), why)
    saysOnly(await haraka.run('route', 'list'), why)
  }
  await settings('')
})

test('the database is made for its owner alone; who may not write it is told', async () => {
  await haraka.run('account', 'list')
  const modes = ['sms.db'].map(async (name) => (await stat(join(haraka.path, name))).mode & 0o777)
  assert.deepEqual(await Promise.all(modes), [0o600])
  await chmod(join(haraka.path, 'sms.db'), 0o444)
  await chmod(haraka.path, 0o755)
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : {}
  saysOnly(
    await runCommand(['account', 'list'], haraka.path, user),
    /^The database cannot be opened: \/.*sms\.db: attempt to write a readonly database \(permission denied to .*\)\.\n$/,
  )
  await rm(join(haraka.path, 'sms.db'))
})

test('a server that does not answer is told by its address, whatever its name has of them', async () => {
  const socket = connect(1, '127.0.0.1')
  const [refused] = (await once(socket, 'error')) as [Error]
  const said = /^127\.0\.0\.1:1 does not answer: connect ECONNREFUSED 127\.0\.0\.1:1\.$/
  assert.match(troubleOf(refused) ?? '', said)
  assert.match(troubleOf(new AggregateError([refused], '')) ?? '', said)
  assert.equal(troubleOf(new TypeError('undefined is not a function')), undefined)
})

const ofDatabase: [code: string, message: string, sentence: string][] = [
  [
    'SQLITE_FULL',
    'insert into `groups` (`name`) values (?) - database or disk is full',
    'The database cannot be used: database or disk is full; make room, and try again.',
  ],
  [
    'SQLITE_BUSY',
    'database is locked',
    'The database cannot be used: database is locked; another program holds it, try again.',
  ],
  [
    '57P01',
    'select 1 - terminating connection due to administrator command',
    'The database cannot be used: terminating connection due to administrator command.',
  ],
]
for (const [code, message, sentence] of ofDatabase)
  test(`${code} of a database is a sentence`, () => {
    assert.equal(troubleOf(Object.assign(new Error(message), { code })), sentence)
  })

test('who reads no more ends a command without a word', () => {
  for (const words of ['--help', 'preview --help', 'account --help']) {
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" ${words} | true`])
    assert.equal(String(stderr), '')
  }
})
