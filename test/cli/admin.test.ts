// Groups, accounts, keys and numbers from the command line, each command in a process of its own.
// What can be wrong with them is tried in test/gateway/accounts.test.ts, which needs no processes.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { harakaDirectory, runCommand, type HarakaDirectory } from '../support/command.ts'
import { forEachDatabase } from '../support/databases.ts'

forEachDatabase((_name, _open, openEmptyDatabaseUrl) => {
  let haraka: HarakaDirectory

  before(async () => {
    haraka = await harakaDirectory({
      'sms.ini': `[main]\ndatabase = ${await openEmptyDatabaseUrl()}\n`,
    })
  })
  after(() => haraka.remove())

  test('what is made by one command, also on a fresh database, is listed by the next', async () => {
    assert.deepEqual(await haraka.run('group', 'add', 'Office'), {
      code: 0,
      out: 'The group Office is there.\n',
      err: '',
    })
    const made = await haraka.json(
      ...['account', 'add', 'Anna@Example.org', '--group', 'Office', '--name', 'Anna'],
      ...['--language', 'da', '--time-zone', 'Europe/Copenhagen', '--alias', 'a@example.org'],
      ...['--network', '192.0.2.0/24', '2001:db8::/32'],
    )
    assert.deepEqual(made, { address: 'Anna@Example.org' })
    assert.deepEqual(await haraka.json('account', 'list'), [
      {
        address: 'anna@example.org',
        name: 'Anna',
        group: 'Office',
        number: null,
        aliases: ['a@example.org'],
        networks: ['192.0.2.0/24', '2001:db8::/32'],
        automatic: false,
        active: true,
      },
    ])
  })

  test('networks that prove nothing, and files that name a group by its old path, are told at once', async () => {
    const idle =
      'Networks prove nothing there, as trust does not name ip. For a group: haraka-sms setting set trust "auth, dkim, key, ip" --group PATH\n'
    const add = ['account', 'add', 'alarm@example.org', '--network', '192.0.2.7', '--automatic']
    assert.equal((await haraka.run(...add)).err, idle)
    const networks = ['setting', 'set', 'networks', '192.0.2.7', '--group', 'Office']
    assert.equal((await haraka.run(...networks)).err, idle)
    await haraka.run('setting', 'set', 'trust', 'ip', '--group', 'Office')
    assert.equal((await haraka.run(...networks)).err, '')
    const routes = join(haraka.path, 'config', 'sms.routes.ini')
    await writeFile(routes, '[a]\ntype = phone\ngroups = School, Office/Sales\n')
    const old =
      'The old path still stands in groups of [a] in sms.routes.ini: change it there too.\n'
    assert.deepEqual(await haraka.run('group', 'rename', 'Office', 'Kontor'), {
      code: 0,
      out: 'The group Office is now called Kontor.\n',
      err: old,
    })
    assert.equal((await haraka.run('group', 'rename', 'Kontor', 'Office')).err, '')
    await rm(routes)
  })

  test('a key is shown once, and later only its first letters', async () => {
    const { key } = (await haraka.json('key', 'add', '--name', 'Alarm')) as { key: string }
    assert.match(key, /^(?=.*[a-z])[a-z2-7]{26}$/)
    const listed = await haraka.run('key', 'list')
    assert.ok(!listed.out.includes(key))
    const [heading, row] = listed.out.split('\n')
    assert.match(heading ?? '', /^PREFIX +NAME +GROUP +ACTIVE +USED +EXPIRES$/)
    assert.match(row ?? '', new RegExp(`^${key.slice(0, 6)} +Alarm +Master +yes$`))
  })

  test('a mistake is answered with a sentence, the exit code 1 and nothing else', async () => {
    assert.deepEqual(await haraka.run('audit', 'list', '--most', 'abc'), {
      code: 1,
      out: '',
      err: '"abc" is not a number such as 20.\n',
    })
    assert.deepEqual(await haraka.run('price', 'set', '0045', '50'), {
      code: 1,
      out: '',
      err: '"0045" is no prefix: write digits such as 45 or 4670, or default.\n',
    })
    assert.deepEqual(await haraka.run('account', 'pause', 'nobody@example.org'), {
      code: 1,
      out: '',
      err: 'There is no account nobody@example.org. See them with: haraka-sms account list\n',
    })
  })
})

test('a key cannot end on a day that does not exist, or that has passed', async () => {
  const haraka = await harakaDirectory({ 'sms.ini': '' })
  const says = async (day: string): Promise<string> =>
    (await haraka.run('key', 'add', '--expires', day)).err
  assert.equal(await says('2099-02-30'), '"2099-02-30" is not a date such as 2027-01-01.\n')
  assert.match(await says('2020-01-01'), /^A key cannot end in the past\./)
  await haraka.remove()
})

test('a TLS file that is missing ends the start with a sentence', async () => {
  const haraka = await harakaDirectory({})
  const ini = join(haraka.path, 'haraka.ini')
  await writeFile(ini, '[tls]\nkey = none.pem\ncert = none.pem\n')
  const { code, err } = await haraka.run('start', '--ini', ini)
  assert.equal(code, 1)
  assert.match(err, /^none\.pem, the key in \[tls\] of haraka\.ini, cannot be read as a PEM file\./)
  await haraka.remove()
})

test('a word that is no command is answered with the exit code 1', async () => {
  const { code, out, err } = await runCommand(['account', 'ad', 'x@example.org'], '/')
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /unknown command 'ad'/)
})

test('without a Haraka directory the command says how to name one', async () => {
  const { code, err } = await runCommand(['account', 'list', '--config', '/nowhere'], '/')
  assert.equal(code, 1)
  assert.equal(
    err,
    'There is no config/sms.ini in /nowhere. Name the directory of your Haraka with --config DIR.\n',
  )
})

test('a wrong setting is told by file, section and key', async () => {
  const haraka = await harakaDirectory({ 'sms.ini': '[limits]\nmax_mail = 0\n' })
  const { code, err } = await haraka.run('key', 'list')
  assert.equal(code, 1)
  assert.equal(err, 'sms.ini [limits] max_mail: 0 is below 1\n')
  await haraka.remove()
})

test('a directory that nobody named and that Haraka does not run in is not taken for one', async () => {
  const sources = await mkdtemp(join(tmpdir(), 'sms-sources-'))
  await mkdir(join(sources, 'config'))
  await writeFile(join(sources, 'config', 'sms.ini'), '')
  const { code, err } = await runCommand(['account', 'list'], sources)
  await rm(sources, { recursive: true })
  assert.equal(code, 1)
  assert.equal(
    err,
    `There is no config/smtp.ini in ${sources} and no config/sms.ini in ${join(sources, 'var')}. Name the directory of your Haraka with --config DIR.\n`,
  )
})
