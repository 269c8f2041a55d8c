// The doctor on a real Haraka in a scratch directory: as it should be, and with one thing after the
// other broken. Name servers, addresses, USB sticks and the clock are the test's.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer as createPageServer } from 'node:http'
import { createServer as createMailServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { judgeSpf } from '../../lib/cli/doctor/spf-record.ts'
import { examine, type DoctorWorld } from '../../lib/cli/doctor/examine.ts'
import { formatFindings, type Finding } from '../../lib/cli/doctor/finding.ts'
import { HarakaFiles } from '../../lib/cli/doctor/house.ts'
import { namesOf } from '../../lib/cli/doctor/names.ts'
import { openInstallation } from '../../lib/cli/installation.ts'
import { readRoutesOf } from '../../lib/cli/routes.ts'
import { findUsb } from '../../lib/routes/streams/serial.ts'
import { Store } from '../../lib/store/store.ts'
import { runCommand } from '../support/command.ts'
import { forEachDatabase } from '../support/databases.ts'
import { DnsAnswerer } from '../support/dns-answerer.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const domain = 'sms.doctor.net'
const here = '198.51.100.7'

let dns: DnsAnswerer
let world: DoctorWorld

before(async () => {
  dns = await DnsAnswerer.open()
  world = {
    names: namesOf(`127.0.0.1:${dns.port}`),
    addresses: [here],
    usbPath: async (port) => findUsb(port, await Promise.resolve([])),
    clock: { now: Date.now, isKept: () => Promise.resolve(true) },
  }
})
after(() => dns.close())

/** `says`: what stands in each finding that is no good one. */
async function examined(directory: string, changed: Partial<DoctorWorld> = {}): Promise<Finding[]> {
  const installation = openInstallation(directory)
  const files = new HarakaFiles(directory)
  const house = { ...installation, files, routes: readRoutesOf(installation) }
  return examine(house, { ...world, ...changed })
}

const wrong = (findings: readonly Finding[]): string[] =>
  findings.filter(({ level }) => level !== 'good').map(({ level, says }) => `${level}: ${says}`)

async function change({ profile, directory }: TestHaraka, sql: string): Promise<void> {
  const store = new Store(profile.settings.main.database, directory, () => undefined)
  await store.db.raw(sql)
  await store.close()
}

const soundProfile = `
[main]
operator = op@example.org
public_url = https://sms.doctor.net
web_proxies = 127.0.0.1
[domains]
${domain} =
[trust]
trust = key
[route stick]
type = modem
port = tcp://127.0.0.1:1
`

async function writeKey(directory: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const folder = join(directory, 'config', 'dkim', domain)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'selector'), 'mail\n')
  await writeFile(join(folder, 'private'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}

test('DNS that brings mail here and proves what goes out has no fault', async () => {
  const haraka = await TestHaraka.prepare({ say: soundProfile })
  const { directory } = haraka
  try {
    await writeFile(join(directory, 'config', 'plugins'), 'dkim\nsms\n')
    await writeFile(join(directory, 'config', 'dkim.ini'), '[sign]\nenabled=true\n')
    const key = await writeKey(directory)
    const onDns = async (changed: Partial<DoctorWorld> = {}): Promise<string[]> =>
      wrong((await examined(directory, changed)).filter(({ area }) => area === 'dns'))
    assert.deepEqual(
      (await onDns()).map((one) => one.slice(0, 45)),
      [
        `fault: ${domain} has neither an MX nor an address`.slice(0, 45),
        `advice: ${domain} has no SPF record: answers`.slice(0, 45),
        `fault: mail._domainkey.${domain} has no key`.slice(0, 45),
        `advice: ${domain} has no DMARC record: nobody`.slice(0, 45),
      ],
    )
    dns.exchanges.set(domain, 'mx.doctor.net')
    dns.addresses.set('mx.doctor.net', here)
    dns.texts.set(domain, 'v=spf1 mx -all')
    dns.texts.set(`mail._domainkey.${domain}`, `v=DKIM1; k=rsa; p=${key}`)
    dns.texts.set('_dmarc.doctor.net', 'v=DMARC1; p=none')
    assert.deepEqual(await onDns(), [])
    dns.texts.set(`mail._domainkey.${domain}`, 'v=DKIM1; k=rsa; p=AAAA')
    dns.texts.set(domain, 'v=spf1 ip4:203.0.113.1 -all')
    dns.addresses.set('mx.doctor.net', '203.0.113.9')
    assert.deepEqual(
      (await onDns()).map((one) => one.replace(/ \(.*/, '')),
      [
        `advice: Mail to ${domain} goes to mx.doctor.net`,
        `fault: The SPF record of ${domain} does not name this machine`,
        `fault: mail._domainkey.${domain} holds another key than the one that signs.`,
      ],
    )
    const silent = (): Promise<never> => Promise.reject(new Error('queryMx ETIMEOUT'))
    assert.match(
      (await onDns({ names: { exchanges: silent, addresses: silent, texts: silent } }))[0] ?? '',
      /^fault: The name servers do not answer about .*ETIMEOUT/,
    )
  } finally {
    await haraka.close()
  }
})

test('SPF is judged by addresses, hosts, includes and redirects; what is not simple is unsure', async () => {
  dns.addresses.set('a.spf.net', here)
  dns.exchanges.set('spf.net', 'a.spf.net')
  dns.texts.set('in.spf.net', 'v=spf1 ip4:198.51.100.0/24 -all')
  dns.texts.set('loop.spf.net', 'v=spf1 include:loop.spf.net -all')
  const verdicts: [string, string][] = [
    ['v=spf1 -all', 'no'],
    ['v=spf1 mx -all', 'yes'],
    ['v=spf1 a:a.spf.net ~all', 'yes'],
    ['v=spf1 -ip4:198.51.100.7 +all', 'no'],
    ['v=spf1 ip6:2001:db8::/32 -all', 'no'],
    ['v=spf1 include:in.spf.net -all', 'yes'],
    ['v=spf1 redirect=in.spf.net', 'yes'],
    ['v=spf1 exists:%{i}.spf.net -all', 'unsure'],
    ['v=spf1 include:loop.spf.net -all', 'unsure'],
    ['v=spf1 include:none.spf.net -all', 'unsure'],
  ]
  for (const [record, verdict] of verdicts)
    assert.equal(await judgeSpf(record, 'spf.net', here, world.names), verdict, record)
})

forEachDatabase((name, openDatabaseUrl) => {
  test('a Haraka that runs is sound; what is broken is told, and it goes on running', async () => {
    const database = await openDatabaseUrl()
    const say = `[main]\ndatabase = ${database}\noperator = op@example.org\npublic_url = https://x.org\nweb_proxies = 127.0.0.1\n[domains]\nsms.test =\n[trust]\ntrust = key\n[route virtual]\ntype = phone\n`
    const haraka = await TestHaraka.start({ say })
    const { directory } = haraka
    try {
      await haraka.ready()
      await haraka.administer((administration) => administration.addAccount({ address: 'a@x.org' }))
      assert.deepEqual(wrong(await examined(directory)), [])
      await haraka.administer((administration) => administration.setRouteMode('virtual', 'paused'))
      assert.deepEqual(wrong(await examined(directory)), [
        'advice: The route virtual is paused: what is for it waits.',
      ])
      const skewed = { now: () => Date.now() - 60_000, isKept: () => Promise.resolve(false) }
      await haraka.administer(async (administration) => {
        await administration.addGroup('Office')
        await administration.setSetting(
          { group: 'Office' },
          { name: 'networks', value: '0.0.0.0/0' },
        )
      })
      await haraka.administer((administration) =>
        administration.setSetting({ group: 'Office' }, { name: 'key_needs', value: 'dkim' }),
      )
      await writeFile(join(directory, 'config', 'plugins'), '# none\n')
      await writeFile(join(directory, 'config', 'connection.ini'), '[message]\nhelo=Hi\n')
      await rm(join(directory, 'config', 'sms.routes.ini'))
      assert.deepEqual(
        wrong(await examined(directory, { clock: skewed })).map((one) => one.replace(/ 60 s/, '')),
        [
          'fault: 0.0.0.0/0 in the networks of a group is so wide that strangers are inside.',
          'advice: The networks of the group Office prove nothing: trust does not name ip there.',
          'fault: config/plugins does not name sms.',
          'advice: No plugin finds out the proof dkim, which stands in trust or key_needs of a group.',
          'fault: connection.ini lacks close in [message]: each connection fails.',
          'fault: The clock of the database is ahead of that of this machine.',
          'advice: Nothing keeps the clock of this machine right.',
          'fault: No way to phones is switched on: every message is refused.',
        ],
      )
      await change(haraka, 'insert into schema_version (version) values (10000)')
      assert.match(wrong(await examined(directory)).join(), /changed by a later version/)
      await assert.rejects(
        haraka.administer(() => Promise.resolve()),
        /changed by a later version/,
      )
      assert.ok(haraka.running, name)
    } finally {
      await haraka.close()
    }
  })
})

test('files that the user of Haraka, or who asks, cannot use are faults beside the others', async () => {
  const haraka = await TestHaraka.prepare({ say: soundProfile })
  const { directory } = haraka
  const place = (name: string): string => join(directory, name)
  const about = (findings: readonly Finding[], area: string): string[] =>
    wrong(findings.filter((one) => one.area === area)).map((one) => one.replaceAll(directory, '.'))
  try {
    assert.deepEqual(about(await examined(directory), 'database'), [])
    await writeFile(place('config/smtp.ini'), 'listen=127.0.0.1:1\nuser=nobody\n')
    for (const name of ['', 'queue']) await chmod(place(name), 0o755)
    const isOurs = process.getuid?.() === 0
    if (isOurs) {
      const found = await examined(directory)
      assert.match(
        about(found, 'database').join(),
        /^fault: .\/sms\.db cannot be made: nobody may not write \.\.$/,
      )
      assert.match(
        about(found, 'haraka').join('\n'),
        /^fault: nobody may not write \.\/queue, where Haraka keeps mails/m,
      )
      await rm(place('queue'), { recursive: true })
      assert.match(
        about(await examined(directory), 'haraka').join('\n'),
        /^fault: nobody cannot make \.\/queue, .*: Haraka does not start\.$/m,
      )
      await mkdir(place('queue'))
      await chmod(place('queue'), 0o777)
      assert.doesNotMatch(about(await examined(directory), 'haraka').join('\n'), /queue/)
    }
    await writeFile(place('config/smtp.ini'), 'listen=127.0.0.1:1\n')
    await haraka.administer(() => Promise.resolve())
    await chmod(place('sms.db'), 0o644)
    assert.deepEqual(about(await examined(directory), 'database'), [
      'advice: ./sms.db holds texts, phones and sessions, and can be read by every user of this machine.',
    ])
    await chmod(place('sms.db'), 0o600)
    for (const name of ['connection.ini', 'dkim.ini']) {
      await rm(place(`config/${name}`), { force: true })
      await mkdir(place(`config/${name}`))
    }
    await writeFile(place('config/plugins'), 'dkim\nsms\n')
    const unread = about(await examined(directory), 'haraka')
    for (const name of ['connection.ini', 'dkim.ini'])
      assert.ok(
        unread.includes(`fault: ./config/${name} cannot be read: it is a directory.`),
        unread.join(),
      )
    assert.doesNotMatch(unread.join(), /lacks/)
    await writeFile(place('config/sms.ini'), '[main]\ndatabase = sqlite:nothing/here/sms.db\n')
    assert.match(
      about(await examined(directory), 'database').join(),
      /^fault: .*sms\.db cannot be made: there is no directory \.\/nothing\/here/,
    )
  } finally {
    await haraka.close()
  }
})

test('another program on the ports of Haraka is not taken for it', async (t) => {
  const haraka = await TestHaraka.prepare({ say: soundProfile })
  t.after(() => haraka.close())
  const { directory } = haraka
  const config = (name: string, text: string): Promise<void> =>
    writeFile(join(directory, 'config', name), text)
  const mail = createMailServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.write('250 well\r\n'))
    socket.write('220 mx.doctor.net ESMTP Postfix\r\n')
  }).listen(0, '127.0.0.1')
  const pages = createPageServer((_, response) => response.end('It works!')).listen(0, '127.0.0.1')
  t.after(() => [mail, pages].map((server) => server.close()))
  await Promise.all([mail, pages].map((server) => once(server, 'listening')))
  const [at, page] = [mail, pages].map((server) => (server.address() as AddressInfo).port)
  await config('smtp.ini', `listen=127.0.0.1:${at}\n`)
  await config('http.ini', `listen=127.0.0.1:${page}\n`)
  const ports = async (): Promise<string[]> =>
    wrong((await examined(directory)).filter(({ area }) => area === 'ports'))
      .filter((one) => !one.includes('port 25'))
      .sort()
  const strangers = [
    `fault: Another program answers on 127.0.0.1:${at}, where Haraka takes mail.`,
    `fault: Another program answers on 127.0.0.1:${page}, where the pages are.`,
  ].sort()
  assert.deepEqual(await ports(), strangers)
  await config('connection.ini', '[message]\nhelo=hi\nclose=bye\ngreeting[]=Postfix\n')
  assert.deepEqual(
    await ports(),
    strangers.filter((one) => one.includes('pages')),
  )
})

test('networks with strangers, open files with secrets, and proofs that a made server never finds', async () => {
  const haraka = await TestHaraka.prepare({ say: soundProfile })
  const { directory } = haraka
  try {
    await writeFile(
      join(directory, 'config', 'sms.ini'),
      `[main]\nweb_proxies = 0.0.0.0/0\nmetrics_networks = ::/0\nphone_networks = 0.0.0.0/1\n[domains]\n${domain} = Office\nold.test = Office/Old\n[trust]\ntrust = dkim\n[accounts]\nsign_up_group = Guests\n`,
    )
    const routes = join(directory, 'config', 'sms.routes.ini')
    await writeFile(
      routes,
      '[a]\ntype = http\nurl = https://x.org/?p={phone}&t={text}\nheaders = Key: abc\ngroups = office, Old, Master\n',
    )
    await chmod(routes, 0o644)
    await haraka.administer(async (administration) => {
      await administration.addGroup('Office')
      const wide = { name: 'automatic_networks', value: '0.0.0.0/0' } as const
      await administration.setSetting({ group: 'Office' }, wide)
      const [address, networks] = ['alarm@example.org', ['192.0.2.7']]
      await administration.addAccount({ address, networks, group: 'Office' })
    })
    const findings = await examined(directory)
    for (const expected of [
      'fault: 0.0.0.0/0 in web_proxies is so wide that strangers are inside.',
      'fault: ::/0 in metrics_networks is so wide that strangers are inside.',
      'fault: 0.0.0.0/1 in phone_networks is so wide that strangers are inside.',
      'fault: 0.0.0.0/0 in the automatic_networks of a group is so wide that strangers are inside.',
      'advice: sms.routes.ini holds a password or PIN and can be read by every user of this machine.',
      'advice: The networks of alarm@example.org prove nothing: trust does not name ip there.',
      'fault: There is no group Office/Old, which stands in [domains] old.test in sms.ini: nobody may write to it.',
      'fault: There is no group Guests, which stands in [accounts] sign_up_group in sms.ini: nobody can sign up there.',
      'fault: There is no group Old, which stands in groups of [a] in sms.routes.ini: it takes nothing from there.',
    ])
      assert.ok(wrong(findings).includes(expected), wrong(findings).join('\n'))
    assert.equal(findings.filter(({ says }) => says.startsWith('There is no group')).length, 3)
    const dkim = findings.find(({ says }) => says.startsWith('No plugin finds out the proof dkim'))
    assert.match(dkim?.todo ?? '', /haraka\.ini has no such plugin/)
    await writeFile(
      routes,
      '[a]\ntype = http\nurl = https://x.org/?p={phone}&t={text}\nheaders =\n',
    )
    assert.doesNotMatch(wrong(await examined(directory)).join(), /sms\.routes\.ini holds/)
  } finally {
    await haraka.close()
  }
})

test('a Haraka that does not run: ports, routes, TLS files, and settings that are unwise', async () => {
  const haraka = await TestHaraka.prepare({ say: soundProfile })
  const { directory } = haraka
  try {
    const config = (name: string, text: string): Promise<void> =>
      writeFile(join(directory, 'config', name), text)
    await haraka.administer(() => Promise.resolve())
    await config('plugins', 'tls\nsms\nsms\n')
    await config('outbound.ini', 'disabled=true\n')
    await config(
      'sms.ini',
      '[main]\noperator = op@sms.test\n[domains]\nsms.test =\n[trust]\nfront_server_id = mx.example.org\ntrust = spf\n',
    )
    await config(
      'sms.routes.ini',
      '[a]\ntype = modem\nport = usb:12d1:1506\npin = 1234\n[b]\ntype = modem\nport = /dev/nothing-here, usb:12d1:1506\n[c]\ntype = pigeon\n',
    )
    await chmod(join(directory, 'config', 'sms.routes.ini'), 0o644)
    const found = wrong(await examined(directory))
    for (const expected of [
      /^fault: The operator, op@sms.test, has an address in an SMS domain/,
      /^advice: public_url is not set/,
      /^fault: front_server_id is set without front_servers/,
      /^fault: config\/plugins names sms more than once/,
      /^advice: No plugin finds out the proof spf, which stands in trust in sms.ini\./,
      /^fault: outbound.ini is disabled/,
      /^advice: sms.routes.ini holds a password or PIN/,
      /^fault: Nothing takes mail on 127/,
      /^fault: The file .*tls_key.pem of tls.ini cannot be read/,
      /^fault: The pages do not answer on 127/,
      /^fault: usb:12d1:1506 in \[b\] is the port of another route or modem too/,
      /^fault: The port of \[a\], usb:12d1:1506, is not there/,
      /^fault: The port of \[b\], \/dev\/nothing-here, is not there/,
      /^fault: No process holds the route a/,
      /^fault: sms\.routes\.ini \[c\] type: "pigeon" is none of phone/,
    ])
      assert.ok(
        found.some((one) => expected.test(one)),
        `${expected} in\n${found.join('\n')}`,
      )
    await config('sms.ini', '[main]\npublic_url = https://sms.example.org\n[domains]\nsms.test =\n')
    assert.match(
      wrong(await examined(directory)).join('\n'),
      /fault: .* web_proxies names no proxy/,
    )
    await config(
      'sms.ini',
      '[main]\npublic_url = https://sms.example.org\nweb_proxies = 127.0.0.1\n[domains]\nsms.test =\n',
    )
    assert.doesNotMatch(wrong(await examined(directory)).join('\n'), /web_proxies/)
  } finally {
    await haraka.close()
  }
})

test('the command fits 80 columns, ends with 1 at a fault, and tells settings that cannot be read', async () => {
  const haraka = await TestHaraka.prepare({})
  try {
    const { code, out } = await runCommand(['doctor', '-c', haraka.directory], '/')
    assert.equal(code, 1)
    assert.match(out, /FAULT {3}Nothing takes mail on/)
    for (const line of out.split('\n')) assert.ok(line.length <= 80, line)
    await writeFile(join(haraka.directory, 'config', 'sms.ini'), '[limits]\nmax_mail = 0\n')
    const broken = await runCommand(['doctor', '-c', haraka.directory, '--json'], '/')
    assert.equal(broken.code, 1)
    const { faults, findings } = JSON.parse(broken.out) as { faults: number; findings: Finding[] }
    assert.equal(faults, 1)
    assert.match(findings[0]?.says ?? '', /max_mail: 0 is below 1/)
    const odd = await runCommand(['doctor', '-c', dirname(haraka.directory), '--dns', 'x'], '/')
    assert.equal(odd.code, 1)
  } finally {
    await haraka.close()
  }
})

test('what is found is counted at the end', () => {
  const good = { area: 'dns', level: 'good', says: 'fine' } as const
  const fault = { area: 'dns', level: 'fault', says: 'bad', todo: 'mend it' } as const
  assert.match(formatFindings([good]), /All is well\.\n$/)
  assert.match(formatFindings([good, fault]), /-> mend it\n\n1 fault, 0 pieces of advice\.\n$/)
})
