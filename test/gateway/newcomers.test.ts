// Accounts that come into being, keys that are paused or limited, machines that may send alerts, and
// domains that groups own.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  Complaint,
  createAdministration,
  type Administration,
} from '../../lib/gateway/administration/index.ts'
import { readSettings } from '../../lib/config/settings.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway, type TestMail } from '../support/gateway.ts'
import { handIn, told } from '../support/traffic.ts'

const outside = '198.51.100.9'
const home = '192.0.2.10'

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  let route: FakeRoute
  let administration: Administration
  let now = Date.now()

  before(async () => {
    route = new FakeRoute()
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: 'country = DK\n',
      clock: () => now,
    })
    administration = gateway.gateway.administer('test')
    for (const path of ['Office', 'Office/Sales', 'Few', 'Other'])
      await administration.addGroup(path)
    await administration.setDomain({ domain: 'office.test', group: 'Office' })
    await administration.setDomain({ domain: 'few.test', group: 'Few' })
    const few = { group: 'Few' }
    await administration.setSetting(few, { name: 'new_accounts_per_day', value: '2' })
    const office = { group: 'Office' }
    await administration.setSetting(office, { name: 'assign_number', value: 'first_mail' })
    await administration.setSetting(office, { name: 'networks', value: '192.0.2.0/24' })
    await administration.setSetting(office, { name: 'language', value: 'da' })
    await administration.addNumber({ number: '+4599900001', group: 'Office' })
  })
  after(() => gateway.close())

  const by = (address: string, more: TestMail = {}): TestMail => ({
    from: address,
    authUser: address,
    remoteIp: outside,
    ...more,
  })
  const tell = async (mail: TestMail): Promise<string> =>
    told((await handIn(gateway, mail)).verdict)
  const listed = async (address: string) =>
    (await administration.listAccounts()).find((account) => account.address === address)
  const later = (ms = 2_000): void => void (now += ms)

  test('the first mail of an address whose domain a group owns makes its account, number and welcome', async () => {
    assert.equal(await tell(by('Erik+work@Office.test', { authUser: 'erik@office.test' })), 'taken')
    const account = await listed('erik@office.test')
    assert.deepEqual([account?.group, account?.number], ['Office', '+4599900001'])
    const welcome = await eventually('a welcome', () =>
      Promise.resolve(gateway.mails.find(({ to }) => to === 'erik@office.test')),
    )
    assert.match(welcome.contents, /Subject: \[SMS\] Du kan sende sms/)
    assert.match(welcome.contents, /\+45 99900001/)
    assert.match(welcome.contents, /Auto-Submitted: auto-generated/)
    assert.equal(welcome.from, '')
    const [audit] = (await administration.listAudit(20)).filter(
      ({ action }) => action === 'account came',
    )
    assert.equal(audit?.subject, 'account erik@office.test')
  })

  test('an envelope sender with a tag of BATV is the address itself, and hears reports with the tag', async () => {
    const envelopeFrom = 'prvs=0123abcdef=tagged@office.test'
    assert.equal(await tell(by('tagged@office.test', { envelopeFrom })), 'taken')
    const account = await listed('tagged@office.test')
    assert.equal(account?.group, 'Office')
    const mails = await gateway.store.db('mails').where({ envelope_from: envelopeFrom })
    assert.equal(mails.length, 1)
    const command = by('tagged@office.test', { envelopeFrom, to: ['help@sms.test'] })
    assert.equal(told(await gateway.send(command)), 'taken')
    await eventually('the answer', () => gateway.mails.find(({ to }) => to === envelopeFrom))
  })

  test('the second mail makes no second account, also when both come at once', async () => {
    const twins = [by('twin@office.test'), by('twin@office.test')]
    assert.deepEqual(await Promise.all(twins.map(tell)), ['taken', 'taken'])
    const accounts = (await administration.listAccounts()).filter(
      ({ address }) => address === 'twin@office.test',
    )
    assert.equal(accounts.length, 1)
  })

  const refusals: [what: string, mail: TestMail, says: string][] = [
    [
      'nobody proved it',
      { from: 'new1@office.test', remoteIp: outside },
      '550 5.7.1 sender_not_trusted',
    ],
    [
      'somebody else logged in',
      by('new1@office.test', { authUser: 'erik@office.test' }),
      '550 5.7.1 sender_unknown',
    ],
    ['no group owns the domain', by('new1@nowhere.test'), '550 5.7.1 sender_unknown'],
    ['the domain only looks like one', by('new1@xoffice.test'), '550 5.7.1 sender_unknown'],
    [
      'the envelope is somebody else’s',
      by('new1@office.test', { envelopeFrom: 'eve@evil.test' }),
      '550 5.7.1 sender_unknown',
    ],
    [
      'the network is another group’s',
      { from: 'new1@few.test', remoteIp: home },
      '550 5.7.1 sender_not_trusted',
    ],
    [
      'the mail is automatic',
      by('new1@office.test', { headers: ['Auto-Submitted: auto-generated'] }),
      '550 5.7.1 automatic_mail',
    ],
  ]
  for (const [what, mail, says] of refusals) {
    test(`no account comes into being when ${what}`, async () => {
      const before = (await administration.listAccounts()).length
      assert.equal(await tell(mail), says)
      assert.equal((await administration.listAccounts()).length, before)
    })
  }

  test('a network of the group and a domain below the one that it owns count', async () => {
    assert.equal(await tell({ from: 'net@lab.office.test', remoteIp: home }), 'taken')
    assert.equal((await listed('net@lab.office.test'))?.group, 'Office')
  })

  test('only so many accounts come into being in a group within a day', async () => {
    for (const name of ['one', 'two']) assert.equal(await tell(by(`${name}@few.test`)), 'taken')
    assert.equal(await tell(by('three@few.test')), '550 5.7.1 accounts_used_up')
    later(86_400_000)
    assert.equal(await tell(by('three@few.test')), 'taken')
  })

  test('a key with domains makes accounts, which pause and resume with it', async () => {
    const key = await administration.addKey({ group: 'Office', domains: ['@Branch.test'] })
    await administration.addNumber({ number: '+4599900002', group: 'Office' })
    const keyed = (more: TestMail = {}): TestMail => ({
      from: 'lena@branch.test',
      remoteIp: outside,
      to: [`${key}.4520643099@sms.test`],
      ...more,
    })
    assert.equal(await tell(keyed()), 'taken')
    const number = (await listed('lena@branch.test'))?.number ?? ''
    const { messages } = await handIn(
      gateway,
      keyed({ to: [`${key}.4520643099+at=180024122099@sms.test`] }),
    )
    const waits = async (): Promise<string> =>
      (await administration.showMessage(Number(messages[0]?.['id']))).state
    await administration.setKeyActive(key, false)
    later()
    assert.equal(await waits(), 'held')
    assert.equal((await listed('lena@branch.test'))?.active, false)
    assert.equal(await tell(keyed()), '550 5.7.1 key_unknown')
    assert.equal(await tell(by('lena@branch.test')), '550 5.7.1 account_paused')
    assert.equal(
      await tell({ from: 'lena@branch.test', remoteIp: outside }),
      '550 5.7.1 sender_not_trusted',
    )
    const text = `While paused ${now}`
    await route.sinks?.incoming({
      phone: '+4520643099',
      to: number,
      text,
      reference: `paused-${now}`,
      at: now,
    })
    const waiting = await eventually('a mail that waits', () =>
      gateway.store.db('outbox').where({ state: 'waiting' }).first<object | undefined>('id'),
    )
    assert.ok(waiting)
    assert.ok(!gateway.mails.some(({ contents }) => contents.includes(text)))
    await administration.setKeyActive(key, true)
    later()
    assert.equal(await waits(), 'scheduled')
    await eventually('the mail that waited', () =>
      Promise.resolve(gateway.mails.find(({ contents }) => contents.includes(text))),
    )
    assert.equal(await tell(keyed()), 'taken')
  })

  test('who came by a key that was revoked is resumed without it', async () => {
    const [from, to] = ['mia@branch.test', '4520643097@sms.test']
    const keyed = (key: string): TestMail => ({ from, remoteIp: outside, to: [`${key}.${to}`] })
    const old = await administration.addKey({ group: 'Office', domains: ['branch.test'] })
    assert.equal(await tell(keyed(old)), 'taken')
    await administration.revokeKey(old)
    later()
    const text = `While revoked ${now}`
    const comes = { phone: '+4520643097', to: '', text, reference: text, at: now }
    await route.sinks?.incoming(comes)
    const key = await administration.addKey({ group: 'Office' })
    assert.equal(await tell(keyed(key)), '550 5.7.1 sender_unknown')
    assert.equal(await tell(by(from)), '550 5.7.1 account_paused')
    await administration.setAccountActive(from, true)
    later()
    assert.equal((await listed(from))?.active, true)
    await eventually('the mail that waited', () =>
      gateway.mails.find(({ contents }) => contents.includes(text)),
    )
    for (const mail of [keyed(key), by(from)]) assert.equal(await tell(mail), 'taken')
    assert.equal(await tell(keyed(old)), '550 5.7.1 key_unknown')
    await administration.setAccountActive(from, false)
    later()
    assert.equal(await tell(by(from)), '550 5.7.1 account_paused')
  })

  test('a key may be for one account, some countries, a time; and is said to have been used', async () => {
    const key = await administration.addKey({ account: 'erik@office.test', prefixes: ['46'] })
    const keyed = (from: string, phone: string): TestMail => ({
      from,
      remoteIp: outside,
      to: [`${key}.${phone}@sms.test`],
    })
    assert.equal(await tell(keyed('twin@office.test', '46701740611')), '550 5.7.1 sender_unknown')
    assert.equal(
      await tell(keyed('erik@office.test', '4520643064')),
      '550 5.7.1 prefix_not_allowed',
    )
    assert.equal(await tell(keyed('erik@office.test', '46701740611')), 'taken')
    await administration.changeKey(key, { account: '', prefixes: [], expiresAt: now + 5_000 })
    later()
    assert.equal(await tell(keyed('twin@office.test', '4520643064')), 'taken')
    later(10_000)
    assert.equal(await tell(keyed('twin@office.test', '4520643064')), '550 5.7.1 key_unknown')
    const seen = (await administration.listKeys()).find(({ prefix }) => prefix === key.slice(0, 6))
    assert.deepEqual([seen?.active, seen?.domains, seen?.prefixes], [false, [], []])
  })

  test('a key that needs DKIM or SPF is of no use to who only saw it', async () => {
    const key = await administration.addKey({ group: 'Few' })
    await administration.setSetting({ group: 'Few' }, { name: 'key_needs', value: 'spf' })
    later()
    const keyed: TestMail = {
      from: 'one@few.test',
      remoteIp: outside,
      to: [`${key}.4520643064@sms.test`],
    }
    assert.equal(await tell(keyed), '550 5.7.1 sender_not_trusted')
    assert.equal(await tell({ ...keyed, findings: { spf: 'few.test' } }), 'taken')
  })

  test('machines that may send automatic mail do, but never answers or mails of ours', async () => {
    const alert = { headers: ['Auto-Submitted: auto-generated'], remoteIp: home }
    const machine = { from: 'erik@office.test', ...alert }
    const key = await administration.addKey({ group: 'Office', automatic: true })
    const to = [`${key}.4520643064@sms.test`]
    assert.equal(await tell(machine), '550 5.7.1 automatic_mail')
    assert.equal(await tell({ ...machine, to }), 'taken')
    assert.equal(
      await tell({ ...machine, to, headers: ['X-SMS-Id: 1'] }),
      '550 5.7.1 automatic_mail',
    )
    assert.equal(await tell({ ...machine, to, envelopeFrom: '' }), 'taken')
    await administration.setAutomatic('erik@office.test', true)
    later()
    assert.equal(await tell(machine), 'taken')
    assert.equal(await tell({ ...machine, remoteIp: outside }), '550 5.7.1 automatic_mail')
    await administration.setAutomatic('erik@office.test', false)
    await administration.setSetting(
      { group: 'Office' },
      { name: 'automatic_networks', value: home },
    )
    later()
    assert.equal(await tell(machine), 'taken')
    assert.equal(await tell({ ...machine, remoteIp: '192.0.2.11' }), '550 5.7.1 automatic_mail')
    const { tag, phone } = await gateway.store
      .db('conversations')
      .first<{ tag: string; phone: string }>('tag', 'phone')
    const answer = { ...machine, to: [`${phone.slice(1)}-${tag}@sms.test`] }
    assert.equal(await tell(answer), '550 5.7.1 automatic_mail')
  })

  test('alerts whose words are those of a bounce go out, or their machine hears that they do not', async () => {
    await administration.addAccount({ address: 'postmaster@office.test', group: 'Office' })
    const alert = {
      from: 'postmaster@office.test',
      subject: 'Mailbox full',
      text: 'Of Anna, and of Bo.',
      remoteIp: '192.0.2.11',
    }
    assert.equal(await tell(alert), '550 5.7.1 automatic_mail')
    await administration.setAutomatic(alert.from, true)
    later()
    assert.equal((await handIn(gateway, alert)).messages.length, 1)
  })

  test('accounts of a domain move to its group, but for those of its own groups', async () => {
    for (const [address, group] of [
      ['free@moves.test', ''],
      ['theirs@sub.moves.test', 'Other'],
      ['own@moves.test', 'Office/Sales'],
    ] as const)
      await administration.addAccount({ address, group })
    assert.equal(await administration.setDomain({ domain: 'moves.test', group: 'Office' }), 2)
    const groups = await Promise.all(
      ['free@moves.test', 'theirs@sub.moves.test', 'own@moves.test'].map(
        async (one) => (await listed(one))?.group,
      ),
    )
    assert.deepEqual(groups, ['Office', 'Office', 'Office/Sales'])
    assert.deepEqual(
      (await administration.listDomains()).map(({ domain }) => domain),
      ['few.test', 'moves.test', 'office.test'],
    )
    await administration.removeDomain('moves.test')
    later()
    assert.equal(await tell(by('late@moves.test')), '550 5.7.1 sender_unknown')
  })

  test('an account moves, is renamed, gets and loses addresses, and ends', async () => {
    await administration.addAccount({ address: 'mia@change.test' })
    await administration.addNumber({ number: '+4599900009', account: 'mia@change.test' })
    await administration.moveAccount('mia@change.test', 'Office/Sales')
    await administration.addAlias('mia@change.test', 'M.Berg@change.test')
    await administration.renameAccount('mia@change.test', 'm.berg@change.test')
    await administration.addAlias('m.berg@change.test', 'mia@change.test')
    const account = await listed('m.berg@change.test')
    assert.deepEqual(
      [account?.group, account?.aliases, account?.number],
      ['Office/Sales', ['mia@change.test'], '+4599900009'],
    )
    later()
    assert.equal(await tell(by('mia@change.test')), 'taken')
    await administration.removeAlias('m.berg@change.test', 'mia@change.test')
    await assert.rejects(
      administration.removeAlias('m.berg@change.test', 'mia@change.test'),
      Complaint,
    )
    await administration.removeAccount('m.berg@change.test')
    later()
    assert.equal(await tell(by('m.berg@change.test')), '550 5.7.1 sender_unknown')
    await administration.addAccount({ address: 'm.berg@change.test' })
    const actions = (await administration.listAudit(8)).map(({ action }) => action)
    assert.ok(actions.includes('account remove') && actions.includes('account rename'))
  })

  test('who administers one organisation changes nothing outside of it', async () => {
    const settings = readSettings('')
    assert.ok(settings.ok)
    const office = await gateway.store
      .db('groups')
      .where({ name: 'Office' })
      .first<{ id: number }>('id')
    const sub = createAdministration({
      store: gateway.store,
      settings: () => settings.settings,
      clock: () => now,
      actor: 'erik@office.test',
      within: [office.id],
    })
    await administration.addAccount({ address: 'far@far.test', group: 'Other' })
    await administration.addAccount({ address: 'none@far.test' })
    const outsideOfIt: (() => Promise<unknown>)[] = [
      () => sub.moveAccount('far@far.test', 'Office'),
      () => sub.moveAccount('erik@office.test', 'Other'),
      () => sub.setAccountActive('far@far.test', false),
      () => sub.addAlias('far@far.test', 'x@far.test'),
      () => sub.removeAccount('far@far.test'),
      () => sub.addAccount({ address: 'x@far.test', group: 'Other' }),
      () => sub.addKey({ group: 'Other' }),
      () => sub.addKey({}),
      () => sub.setDomain({ domain: 'far.test', group: 'Office' }),
      () => sub.setDomain({ domain: 'office.test', group: 'Office/Sales' }),
      () => sub.removeDomain('office.test'),
      () => sub.removeDomain('few.test'),
    ]
    for (const attempt of outsideOfIt) await assert.rejects(attempt(), Complaint)
    await sub.moveAccount('none@far.test', 'Office/Sales')
    await sub.moveAccount('erik@office.test', 'Office/Sales')
    assert.equal(await sub.setDomain({ domain: 'sales.office.test', group: 'Office/Sales' }), 0)
    await sub.addKey({ group: 'Office/Sales' })
  })

  test('who administers a group takes no domain and no account of another one', async () => {
    await administration.addGroup('Office/Boss')
    for (const [address, group] of [
      ['boss@boss.office.test', 'Office/Boss'],
      ['out@boss.office.test', 'Other'],
      ['root@boss.office.test', 'Office/Boss'],
      ['free@boss.office.test', ''],
    ] as const)
      await administration.addAccount({ address, group })
    const groups = await administration.listGroups()
    const within = (group: string): Administration =>
      gateway.gateway.administer('sub', [groups.find(({ path }) => path === group)?.id ?? 0])
    const takes = (group: string, to: string): Promise<number> =>
      within(group).setDomain({ domain: 'boss.office.test', group: to })
    await administration.grantRights({
      address: 'root@boss.office.test',
      group: '',
      rights: ['logs'],
    })
    await assert.rejects(takes('Office/Sales', 'Office/Sales'), /you do not administer/)
    assert.equal(await takes('Office', 'Office/Boss'), 1)
    await assert.rejects(takes('Office/Sales', 'Office/Sales'), /you do not administer/)
    await assert.rejects(
      within('Office/Sales').removeDomain('boss.office.test'),
      /you do not administer/,
    )
    assert.equal(await takes('Office', 'Office/Sales'), 2)
    const at = (await administration.listAccounts()).filter(({ address }) => /@boss/.test(address))
    assert.deepEqual(
      at.map(({ address, group }) => `${address} ${group}`),
      [
        'boss@boss.office.test Office/Sales',
        'free@boss.office.test Office/Sales',
        'out@boss.office.test Other',
        'root@boss.office.test Office/Boss',
      ],
    )
  })
})
