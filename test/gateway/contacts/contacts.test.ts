// Contacts and contact groups: mail to a name, in the address and in the Subject; whose they are; what a
// phone that wants no more SMS does to them; the name in the mails of its SMS.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { forEachDatabase } from '../../support/databases.ts'
import { eventually } from '../../support/eventually.ts'
import { FakeRoute } from '../../support/fake-route.ts'
import { openGateway, type TestGateway } from '../../support/gateway.ts'
import { recordStatements } from '../../support/statements.ts'
import { all } from '../../../lib/store/rows.ts'

const [anna, ole, per] = ['+4520643064', '+4520643065', '+4520643066']

forEachDatabase((name, openDatabaseUrl) => {
  const route = new FakeRoute()
  let gateway: TestGateway
  let key = ''
  const demo = 'demo@example.test'
  const desk = () => gateway.gateway.administer('test')

  before(async () => {
    gateway = await openGateway({
      database: await openDatabaseUrl(),
      routes: [route],
      settings: '[limits]\nmax_recipients = 3\n[main]\n',
    })
    await desk().addGroup('Office')
    await desk().addAccount({ address: demo, group: 'Office', networks: ['127.0.0.1'] })
    await desk().addAccount({ address: 'other@example.test', networks: ['127.0.0.1'] })
    key = await desk().addKey({ group: 'Office', name: 'test' })
    await desk().addContact(demo, { name: 'Anna Hansen', phone: anna, groups: ['Kitchen'] })
    await desk().addContact(demo, { name: 'Ole', phone: ole, groups: ['Kitchen', 'Night-shift'] })
    await desk().addContact(demo, { name: 'Ole at work', phone: ole, groups: ['Kitchen'] })
    await desk().addContactGroup(demo, 'Empty')
    await eventually('the route to be open', () => route.sinks)
  })
  after(() => gateway.close())

  async function sent(mail: Parameters<TestGateway['send']>[0]): Promise<unknown[] | string> {
    const known = (await gateway.messages()).length
    const verdict = await gateway.send({ text: `text ${known}`, ...mail })
    if (verdict.kind === 'refused')
      return `${verdict.reply.code} ${verdict.reply.enhanced} ${verdict.reply.text}`
    return (await gateway.messages())
      .slice(known)
      .map(({ phone }) => phone)
      .sort()
  }

  const cases: [string, () => Parameters<TestGateway['send']>[0], unknown[]][] = [
    ['a contact', () => ({ to: ['anna.hansen@sms.test'] }), [anna]],
    ['in any spelling', () => ({ to: ['ANNA_Hansen@sms.test'] }), [anna]],
    ['in quotes', () => ({ to: ['"Anna Hansen"@sms.test'] }), [anna]],
    ['a group, equal phones once', () => ({ to: ['kitchen@sms.test'] }), [anna, ole]],
    ['a group of two words', () => ({ to: ['night.shift@sms.test'] }), [ole]],
    ['a group and a member', () => ({ to: ['kitchen@sms.test', 'ole@sms.test'] }), [anna, ole]],
    ['sms.KEY', () => ({ to: [`sms.${key}@sms.test`], subject: 'Kitchen' }), [anna, ole]],
    ['KEY:group', () => ({ to: ['sms@sms.test'], subject: `${key}:Night-Shift` }), [ole]],
    [
      'names and numbers in the Subject',
      () => ({ to: [`${key}@sms.test`], subject: `Anna Hansen, ${per}` }),
      [anna, per],
    ],
    [
      'a name beside a key, words in the Subject',
      () => ({ to: [`${key}@sms.test`, 'ole@sms.test'], subject: 'Lunch is ready' }),
      [ole],
    ],
  ]
  describe('a mail goes to', () => {
    for (const [name, mail, phones] of cases)
      test(name, async () => assert.deepEqual(await sent(mail()), phones))
  })

  test('refuses what the account does not have, whoever else does', async () => {
    const unknown = await sent({ to: ['olga@sms.test'] })
    assert.match(String(unknown), /^550 5\.1\.3 .*"olga"/)
    const others = await sent({ from: 'other@example.test', to: ['ole@sms.test'] })
    assert.equal(others, String(unknown).replaceAll('olga', 'ole'))
    assert.match(String(await sent({ to: ['empty@sms.test'] })), /^550 5\.1\.3 .*"empty"/)
    assert.match(
      String(await sent({ from: 'nobody@else.test', remoteIp: '192.0.2.1', to: ['ole@sms.test'] })),
      /^550 5\.7/,
    )
  })

  test('RCPT leaves names to the end of data', async () => {
    const facts = { envelopeFrom: demo, remoteIp: '127.0.0.1' }
    for (const name of ['ole', 'olga'])
      assert.equal(
        await gateway.gateway.checkRecipient({ ...facts, address: `${name}@sms.test` }),
        undefined,
      )
  })

  test('sends nothing to a group that is larger than a mail may be', async () => {
    for (const n of [1, 2, 3, 4])
      await desk().addContact(demo, {
        name: `Many ${n}`,
        phone: `+452067000${n}`,
        groups: ['Many'],
      })
    assert.match(String(await sent({ to: ['many@sms.test'] })), /^4/)
  })

  test('names an SMS after the contact', async () => {
    await sent({ to: ['anna.hansen@sms.test'] })
    await route.sinks?.incoming({
      ...{ phone: anna, to: '', text: 'Coming', at: Date.now(), reference: 'named' },
    })
    const mail = await eventually('the mail', () =>
      gateway.mails.find(({ contents }) => contents.includes('Coming')),
    )
    assert.match(mail.contents, /^From: "?Anna Hansen"? </m)
  })

  test('a phone that wants no more leaves the groups and cannot come back', async () => {
    await desk().addBlock('Office', ole)
    const groups = await desk().listContactGroups(demo)
    assert.deepEqual(
      groups.filter(({ name }) => name !== 'Many'),
      [
        { name: 'Empty', members: 0 },
        { name: 'Kitchen', members: 1 },
        { name: 'Night-shift', members: 0 },
      ],
    )
    await assert.rejects(
      desk().joinContactGroup(demo, { contact: 'Ole', group: 'kitchen' }),
      /"Ole" wants no more SMS/,
    )
    await desk().addContact(demo, { name: 'Ole', phone: ole, groups: ['Kitchen'] })
    assert.deepEqual(await sent({ to: ['kitchen@sms.test'] }), [anna])
  })

  test('refuses names that cannot be reached', async () => {
    for (const name of [
      'sms',
      'Help',
      'p123',
      '12',
      'a@b',
      '<b>',
      'x'.repeat(65),
      'a+flash',
      'Hold 7.30',
      'Team-123015092026',
      'Kitchen',
    ])
      await assert.rejects(desk().addContact(demo, { name, phone: anna }), /name of/)
    await assert.rejects(desk().addContactGroup(demo, 'ole'), /name of another/)
    await assert.rejects(desk().addContact(demo, { name: 'Lis', phone: '+46812345678' }), /mobile/)
  })

  test('goes with its account', async () => {
    await desk().addContact('other@example.test', { name: 'Lis', phone: per, groups: ['All'] })
    await desk().removeAccount('other@example.test')
    const left = gateway.store.db('contacts').where({ name: 'Lis' })
    assert.deepEqual(await left, [])
  })

  test('a large file is stored whole, and others have their turn meanwhile', async () => {
    const lines = Array.from(
      { length: 3_000 },
      (_, n) => `Guest ${n};+45206${10_000 + n};Night ${n % 9}`,
    )
    const content = Buffer.from(`Name;Mobile;Groups\n${lines.join('\n')}`)
    let turns = 0
    let goesOn = true
    const count = (): void => {
      turns++
      if (goesOn) setImmediate(count)
    }
    setImmediate(count)
    const { stored, wrong } = await desk().importContacts(demo, { content }, false)
    goesOn = false
    assert.deepEqual([stored, wrong], [3_000, []])
    assert.ok(turns > 30, `others had ${turns} turns`)
    assert.equal((await desk().listContacts(demo, 'Night 3')).length, 333)
  })

  test('SQLite finds each member of a group by its key', { skip: name !== 'SQLite' }, async () => {
    const recording = recordStatements()
    await desk().joinContactGroup(demo, { contact: 'Guest 1', group: 'Night 3' })
    recording.stop()
    const written = [...recording.statements.values()].find(({ sql }) =>
      sql.includes('insert into contact_members'),
    )
    const plan = await all<{ detail: string }>(
      gateway.store.db,
      `explain query plan ${written?.sql ?? ''}`,
      written?.bindings,
    )
    assert.match(plan[0]?.detail ?? '', /^SCAN/)
    for (const { detail } of plan.slice(1)) assert.match(detail, /account_id=\? AND key=\?/)
  })
})
