// sms.ini and sms.routes.ini: what is read, what is refused and with which sentence, and that the files
// which we ship say what the tables say.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readProfile } from '../../lib/cli/profile.ts'
import { readIni } from '../../lib/config/ini.ts'
import { readSettings, settingsTable } from '../../lib/config/settings.ts'
import type { Setting } from '../../lib/config/table.ts'
import { readRoutes } from '../../lib/gateway/route-table.ts'
import { commonSettings, type RouteWorld } from '../../lib/routes/route-type.ts'
import { routeTypes } from '../../lib/routes/registry.ts'

const shipped = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../../config/${name}`, import.meta.url)), 'utf8')

const world: RouteWorld = {
  clock: () => 0,
  openStream: () => Promise.reject(new Error('no port is opened by reading')),
  lacksFor: () => undefined,
  openHttp: () => {
    throw new Error('no connection is made by reading')
  },
  publicUrl: () => '',
  runCommand: () => Promise.reject(new Error('no command is run by reading')),
}

const problemsOf = (reading: {
  readonly ok: boolean
  readonly problems?: readonly string[]
}): readonly string[] => reading.problems ?? []

const wrong: [source: string, sentence: RegExp][] = [
  ['[limits]\nmax_mail = 0', /^sms\.ini \[limits\] max_mail: 0 is below 1$/],
  ['[limits]\nmax_mail = 101', /^sms\.ini \[limits\] max_mail: 101 is above 100$/],
  ['[limits]\nmax_mail = many', /^sms\.ini \[limits\] max_mail: "many" is not a whole number$/],
  ['[limits]\nmax_mail = 1.5', /"1\.5" is not a whole number$/],
  ['[limits]\nmax_mail =', /"" is not a whole number$/],
  ['[delivery]\nmax_age = 31d', /^sms\.ini \[delivery\] max_age: 31d is above 30d$/],
  ['[delivery]\nmax_age = 59s', /max_age: 59s is below 1m$/],
  ['[delivery]\nmax_age = a week', /"a week" is not a time such as 90s, 15m, 6h or 7d$/],
  ['[delivery]\nresend_uncertain = maybe', /"maybe" is neither yes nor no$/],
  ['[text]\nsubject = drop', /^sms\.ini \[text\] subject: "drop" is none of prepend \| ignore$/],
  ['[text]\nend_marks = ## %%', /"%%" is none of ## \| \$\$ \| ###$/],
  ['[trust]\ntrust = auth, luck', /\[trust\] trust: "luck" is none of /],
  ['country = UK', /country: "UK" is not a country such as DK, or nothing; Great Britain is GB$/],
  ['country = ZZ', /^sms\.ini \[main\] country: "ZZ" is not a country such as DK, or nothing$/],
  ['country = dk', /^sms\.ini \[main\] country: "dk" is not a country such as DK, or nothing$/],
  [
    'database = mysql://x',
    /\[main\] database: what stands there is not a URL that begins with sqlite: or postgres:/,
  ],
  ['allowed_prefixes = 45, +46', /"\+46" is not one of prefixes of digits such as 45 or 4670$/],
  ['allowed_prefixes = 0045', /"0045" is not one of prefixes of digits such as 45 or 4670$/],
  ['[numbers]\nreply_numbers = UK:72323', /reply_numbers: "UK" is not a country$/],
  ['time_zone = Mars', /"Mars" is not a time zone such as Europe\/Copenhagen$/],
  ['operator = nobody', /"nobody" is not a mail address, or nothing$/],
  ['[demo]\nmailbox = Exa mple', /\[demo\] mailbox: /],
  ['[domains]\nsms_test =', /^sms\.ini \[domains\] sms_test: not a domain name$/],
  ['[domains]\nsms..test =', /not a domain name$/],
  [
    '[domains]\nsms.test = Office\nSMS.Test =',
    /^sms\.ini \[domains\] SMS\.Test: it is there twice$/,
  ],
  ['[mian]\nlanguage = da', /^sms\.ini \[mian\]: no such section; there are domains, main, trust/],
  ['[constructor]\na = b', /^sms\.ini \[constructor\]: no such section/],
  ['[main]\nlangauge = da', /^sms\.ini \[main\] langauge: no such setting; there are database, /],
  ['[main]\nconstructor = x', /^sms\.ini \[main\] constructor: no such setting/],
  ['language', /^sms\.ini line 1 is neither key = value nor a \[section\]$/],
  ['\n\n= da', /^sms\.ini line 3 is neither key = value nor a \[section\]$/],
]
for (const [source, sentence] of wrong) {
  test(`${JSON.stringify(source)} is refused with a sentence that names the place`, () => {
    const reading = readSettings(source)
    assert.equal(reading.ok, false)
    const problems = problemsOf(reading)
    assert.equal(problems.length, 1, problems.join('\n'))
    assert.match(problems[0] ?? '', sentence)
  })
}

const secrets: [source: string, read: (source: string) => { readonly ok: boolean }][] = [
  ['database = postgre://sms:7391sesame@db/sms', readSettings],
  ['database = postgres://sms:ab/7391sesame@db/sms', readSettings],
  ['database = postgres://sms:7391#sesame@db/sms', readSettings],
  ['database = postgres://sms:7391?sesame@db/sms', readSettings],
  ['database = postgres://sms:7391/sesame@db/sms', readSettings],
  ['database = postgres://sms:7391%sesame@db/sms', readSettings],
  ['[outgoing]\nsmarthost = smtps://sms:7391sesame@mail.test', readProfile],
  ['[outgoing]\nsmarthost = smtp://sms:7391 sesame@mail.test', readProfile],
  ['[a]\ntype = modem\nport = /dev/a\npin = 7391a', (source) => readRoutes(source, world)],
]
for (const [source, read] of secrets) {
  test(`${JSON.stringify(source)} is refused, and its secret is not repeated`, () => {
    const problems = problemsOf(read(source))
    assert.equal(problems.length, 1, problems.join('\n'))
    assert.doesNotMatch(problems[0] ?? '', /7391|sesame/)
  })
}

for (const url of [
  'postgres://sms:ab%2Fc%23d%3Fe%40f%25@db/sms',
  'postgresql://sms@db:5432/sms?sslmode=require',
  'postgres:///sms?host=/run/postgresql',
  'postgres://sms:x@/sms?host=/run/postgresql',
  'postgres://%2Frun%2Fpostgresql/sms',
  'sqlite:/var/lib/100%/a#b@c.db',
])
  test(`the database may be ${url}`, () => {
    const reading = readSettings(`database = ${url}`)
    assert.ok(reading.ok)
    assert.equal(reading.settings.main.database, url)
  })

test('every mistake is told, not only the first', () => {
  const reading = readSettings(
    'language = xx\n[limits]\nmax_mail = 0\nmax = 1\n[x]\n[domains]\n! =\n',
  )
  assert.equal(problemsOf(reading).length, 5)
})

test('values stay as they were written: leading zeros, equals signs, comment marks behind them', () => {
  const { ini, problems } = readIni(
    '\uFEFF; c\n# c\na = 0045\r\n[ s ]\nb = x=y ; z\nb2=\n[main]\na2=1',
  )
  assert.deepEqual(problems, [])
  assert.deepEqual(
    [...ini].map(([section, keys]) => [section, ...keys]),
    [
      ['main', ['a', '0045'], ['a2', '1']],
      ['s', ['b', 'x=y ; z'], ['b2', '']],
    ],
  )
})

test('choices, units and switches are read as they are meant', () => {
  const reading = readSettings(
    'language = DA\nallowed_prefixes = 45 46,4670\n[domains]\nSMS.Test = Office/Sales\nBücher.test = \n' +
      '[delivery]\nmax_age = 90 m\nresend_uncertain = On\n[trust]\ntrust =\n',
  )
  assert.ok(reading.ok)
  const { main, delivery, trust, domains } = reading.settings
  assert.equal(main.language, 'da')
  assert.deepEqual(main.allowed_prefixes, ['45', '46', '4670'])
  assert.equal(delivery.max_age, 5_400_000)
  assert.equal(delivery.resend_uncertain, true)
  assert.deepEqual(trust.trust, [])
  assert.deepEqual(
    [...domains],
    [
      ['sms.test', 'Office/Sales'],
      ['xn--bcher-kva.test', ''],
    ],
  )
})

test('a slash at the end of public_url is dropped', () => {
  for (const url of ['https://sms.example.org', 'https://example.org/sms']) {
    const reading = readSettings(`public_url = ${url}/`)
    assert.equal(reading.ok && reading.settings.main.public_url, url)
  }
  assert.equal(readSettings('public_url = https://sms.example.org//').ok, false)
})

test('an empty file gives every setting its default', () => {
  const reading = readSettings('')
  assert.ok(reading.ok)
  for (const [section, table] of Object.entries(settingsTable))
    assert.deepEqual(
      Object.keys(reading.settings[section as keyof typeof settingsTable]),
      Object.keys(table),
    )
})

/** The settings that a shipped file shows behind a comment mark, with the comments before each. */
function shown(source: string): { section: string; key: string; value: string; comment: string }[] {
  const found: { section: string; key: string; value: string; comment: string }[] = []
  let section = 'main'
  let comment: string[] = []
  for (const line of source.split('\n')) {
    const [, name] = /^;?\[([^\]]+)\]$/.exec(line) ?? []
    const [, key, value] = /^;(\w[\w.]*) =(.*)$/.exec(line) ?? []
    if (name !== undefined) section = name
    if (key !== undefined && value !== undefined)
      found.push({ section, key, value: value.trim(), comment: comment.join(' ') })
    if (line.startsWith('; ')) comment.push(line.slice(2))
    else comment = []
  }
  return found
}

test('the shipped sms.ini shows every setting with its default, its meaning and its values, and nothing else', async () => {
  const table = Object.entries(settingsTable).flatMap(([section, settings]) =>
    Object.entries<Setting<unknown>>(settings).map(([key, { default: value, about, type }]) => ({
      section,
      key,
      value,
      comment: `${about} ${type.describe}`,
    })),
  )
  const file = shown(await shipped('sms.ini'))
  assert.deepEqual(
    file.filter(({ section }) => section !== 'domains'),
    table,
  )
})

test('the shipped sms.ini changes nothing, as it is or with every comment mark taken away', async () => {
  const source = await shipped('sms.ini')
  const settings = readSettings('')
  assert.deepEqual(readSettings(source), settings)
  const open = readSettings(source.replace(/^;(?=\w[\w.]* =)/gm, ''))
  assert.ok(open.ok)
  assert.deepEqual([...open.settings.domains], [['sms.example.org', '']])
  assert.deepEqual({ ...open.settings, domains: new Map() }, settings.ok && settings.settings)
})

test('the shipped sms.routes.ini switches nothing on', async () => {
  const reading = readRoutes(await shipped('sms.routes.ini'), world)
  assert.ok(reading.ok)
  assert.deepEqual(reading.table.routes, [])
})

test('the examples of sms.routes.ini work when their comment marks are taken away', async () => {
  const source = await shipped('sms.routes.ini')
  const reading = readRoutes(source.replace(/^;(?=\[|\w[\w.]* =)/gm, ''), world)
  assert.deepEqual(problemsOf(reading), [])
  assert.ok(reading.ok)
  assert.ok(reading.table.routes.length >= 1)
  for (const { section, key, value } of shown(source)) {
    if (key === 'type') continue
    const type = routeTypes.find(({ name }) =>
      shown(source).some(
        (one) => one.section === section && one.key === 'type' && one.value === name,
      ),
    )
    const settings = { ...commonSettings, ...type?.settings }
    assert.ok(Object.hasOwn(settings, key), `[${section}] ${key} = ${value}`)
  }
})

test('no type of route has a setting with the name of one that every route has', () => {
  for (const { name, settings } of routeTypes)
    for (const key of Object.keys(settings))
      assert.ok(!Object.hasOwn(commonSettings, key) && key !== 'type', `${name} ${key}`)
})

const wrongRoutes: [source: string, sentence: RegExp][] = [
  ['[a]\ntype = pigeon', /^sms\.routes\.ini \[a\] type: "pigeon" is none of phone \| /],
  ['[a]\nwindow = 1', /^sms\.routes\.ini \[a\] type: "" is none of phone/],
  ['[a]\ntype = phone\nwindow = 0', /^sms\.routes\.ini \[a\] window: 0 is below 1$/],
  ['[a]\ntype = phone\nprefixes = +45', /\[a\] prefixes: "\+45" is not one of prefixes of digits/],
  [
    '[a]\ntype = phone\nspeed = 9',
    /^sms\.routes\.ini \[a\] speed: no such setting; there are type, .*priority/,
  ],
  ['[a]\ntype = phone\nprefixes = 0045', /\[a\] prefixes: "0045" is not one of prefixes/],
  ['[a]\ntype = phone\nprice = 0045: 1', /\[a\] price: "0045: 1" is not one of prices by prefix/],
  ['[a]\ntype = phone\nhours = Mon', /\[a\] hours: "Mon" is not hours such as Mon-Fri 08:00-18:00/],
  ['[a]\ntype = phone\nprice = 45=1', /\[a\] price: "45=1" is not one of prices by prefix/],
  ['[a]\ntype = phone\nvalid_from = 2026-02-30', /\[a\] valid_from: "2026-02-30" is not a date/],
  [
    '[a]\ntype = modem\nport = tcp://b:1, tcp://b:2\n[c]\ntype = modem\nport = tcp://b:2',
    /^sms\.routes\.ini \[c\] port: tcp:\/\/b:2 is that of \[a\], and one route alone can hold it$/,
  ],
  ['[a]\ntype = phone\n[a]\ntype = phone', /^sms\.routes\.ini line 3: \[a\] is there twice$/m],
  ['[a]\ntype = phone\ntype = http', /^sms\.routes\.ini line 3: \[a\] has type twice$/m],
  ['[a]\ntype: phone\n', /^sms\.routes\.ini line 2 is neither key = value nor a \[section\]$/m],
]
for (const [source, sentence] of wrongRoutes) {
  test(`${JSON.stringify(source)} is no route, and a sentence says why`, () => {
    const reading = readRoutes(source, world)
    assert.equal(reading.ok, false)
    assert.match(problemsOf(reading).join('\n'), sentence)
  })
}

test('the first route that takes a prefix gets the phone', () => {
  const reading = readRoutes(
    '[dk]\ntype = phone\nprefixes = 4520, 4530\n[north]\ntype = phone\nprefixes = 45 46\n[rest]\ntype = phone\nprefixes = 1',
    world,
  )
  assert.ok(reading.ok)
  const names = ['+4520643064', '+4521643064', '+46701740605', '+12025550123', '+33612345678'].map(
    (phone) => reading.table.choose({ phone })?.name,
  )
  assert.deepEqual(names, ['dk', 'north', 'north', 'rest', undefined])
})
