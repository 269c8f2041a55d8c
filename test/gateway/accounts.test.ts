// Groups, accounts, keys and numbers: what cannot be made, and the sentence that says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Complaint, type Administration } from '../../lib/gateway/administration/index.ts'
import { forEachDatabase } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const mistakes: [what: string, try_: (a: Administration) => Promise<unknown>, says: RegExp][] = [
  ['a group that is there', (a) => a.addGroup('Office'), /^The group Office is there already\.$/],
  ['a group without a name', (a) => a.addGroup('Office/ '), /needs a name of 1 to 60 characters/],
  ['a group below none', (a) => a.addGroup('No/Sales'), /no group No\. Make it first with: /],
  ['Master moved', (a) => a.moveGroup('Master', 'Office'), /^Master is the root/],
  [
    'a group below itself',
    (a) => a.moveGroup('Office', 'Office/Inner'),
    /^Office\/Inner is Office/,
  ],
  ['a group moved where its name is', (a) => a.moveGroup('Office', ''), /Office is there already/],
  ['a path as a name', (a) => a.renameGroup('Office', 'a/b'), /takes a name, not a path/],
  ['a group with a number', (a) => a.removeGroup('Office'), /1 groups below it, 1 numbers\. Move/],
  ['an address in an SMS domain', (a) => a.addAccount({ address: 'a@sms.test' }), /an SMS domain/],
  ['an alias in one', (a) => a.addAlias('anna@x.test', 'b@sms.test'), /an SMS domain/],
  ['a key that has ended', (a) => a.addKey({ expiresAt: 1 }), /cannot end in the past/],
  ['an address without @', (a) => a.addAccount({ address: 'anna' }), /"anna" is not a mail addr/],
  ['an address with +', (a) => a.addAccount({ address: 'a+b@x.test' }), /address without \+/],
  [
    'an address with a NUL',
    (a) => a.addAccount({ address: 'a\u0000b@x.test' }),
    /is not a mail address/,
  ],
  ['an account that is there', (a) => a.addAccount({ address: 'ANNA@x.test' }), /an account alr/],
  ['the alias of another', (a) => a.addAccount({ address: 'alias@x.test' }), /an account already/],
  [
    'an alias that is another account',
    (a) => a.addAccount({ address: 'b@x.test', aliases: ['Anna@x.test'] }),
    /^anna@x\.test belongs to an account already\.$/,
  ],
  [
    'a group that is not there',
    (a) => a.addAccount({ address: 'b@x.test', group: 'No' }),
    /There is no group No/,
  ],
  [
    'a network that is none',
    (a) => a.addAccount({ address: 'b@x.test', networks: ['192.0.2.0/33'] }),
    /^"192\.0\.2\.0\/33" is not a network/,
  ],
  [
    'a time zone that is none',
    (a) => a.addAccount({ address: 'b@x.test', timeZone: 'Mars' }),
    /"Mars" is not a time zone/,
  ],
  ['a group named Master', (a) => a.addGroup('Master'), /The group Master is there already/],
  ['a group renamed Master', (a) => a.renameGroup('Office', 'Master'), /Master is there already/],
  [
    'a limit over 00 days',
    (a) => a.setSetting({ group: 'Office' }, { name: 'limit_group', value: '5/00d' }),
    /"5\/00d" is none of/,
  ],
  ['an account to pause', (a) => a.setAccountActive('no@x.test', false), /no account no@x\.test/],
  ['a key to pause', (a) => a.setKeyActive('zzzzzz', false), /There is no key zzzzzz/],
  ['a key of no group', (a) => a.addKey({ group: 'No' }), /There is no group No/],
  ['a number with letters', (a) => a.addNumber({ number: 'twelve' }), /"twelve" is not a number/],
  [
    'a number of 16 digits',
    (a) => a.addNumber({ number: `+${'1'.repeat(16)}` }),
    /not a number of ours/,
  ],
  ['a number that is there', (a) => a.addNumber({ number: '004599900001' }), /is there already/],
  [
    'a number of no account',
    (a) => a.addNumber({ number: '+4599900002', account: 'no@x.test' }),
    /no account no@x\.test/,
  ],
]

forEachDatabase((_name, openDatabaseUrl) => {
  let gateway: TestGateway
  before(async () => {
    gateway = await openGateway({ database: await openDatabaseUrl(), routes: [] })
    const administration = gateway.gateway.administer('test')
    await administration.addGroup('Office')
    await administration.addGroup('Office/Inner')
    await administration.addAccount({ address: 'anna@x.test', aliases: ['alias@x.test'] })
    await administration.addNumber({ number: '+4599900001', group: 'Office' })
  })
  after(() => gateway.close())

  for (const [what, tryIt, says] of mistakes) {
    test(`${what} is refused with a sentence, and nothing is made`, async () => {
      const administration = gateway.gateway.administer('test')
      const everything = async (): Promise<unknown> => [
        await administration.listGroups(),
        await administration.listAccounts(),
        await administration.listKeys(),
        await administration.listNumbers(),
        await administration.listAudit(1000),
      ]
      const before = await everything()
      await assert.rejects(tryIt(administration), (error: unknown) => {
        assert.ok(error instanceof Complaint, String(error))
        assert.match(error.message, says)
        return true
      })
      assert.deepEqual(await everything(), before)
    })
  }

  test('a group is renamed, moved with what is below it, and removed when it is empty', async () => {
    const administration = gateway.gateway.administer('mover')
    for (const path of ['One', 'One/Two', 'One/Two/Three', 'Other'])
      await administration.addGroup(path)
    await administration.setSetting({ group: 'One/Two' }, { name: 'max_parts', value: '3' })
    await administration.renameGroup('One/Two', 'Zwei')
    await administration.moveGroup('One/Zwei', 'Other')
    const paths = async (): Promise<string[]> =>
      (await administration.listGroups())
        .map(({ path }) => path)
        .filter((path) => /O[nt]/.test(path))
    assert.deepEqual((await paths()).sort(), ['One', 'Other', 'Other/Zwei', 'Other/Zwei/Three'])
    await administration.removeGroup('Other/Zwei/Three')
    await administration.removeGroup('Other/Zwei')
    assert.deepEqual((await paths()).sort(), ['One', 'Other'])
    const audit = (await administration.listAudit(4)).reverse()
    assert.deepEqual(
      audit.map(({ action, subject, after }) => [action, subject, after]),
      [
        ['group rename', 'group One/Two', 'One/Zwei'],
        ['group move', 'group One/Zwei', 'Other/Zwei'],
        ['group remove', 'group Other/Zwei/Three', null],
        ['group remove', 'group Other/Zwei', null],
      ],
    )
  })

  test('an alias or a network that is named twice counts once, the address itself is no alias', async () => {
    const administration = gateway.gateway.administer('test')
    await administration.addAccount({
      address: 'carl@x.test',
      aliases: ['c@x.test', 'C@x.test', 'Carl@x.test'],
      networks: ['192.0.2.1', '192.0.2.1'],
    })
    const account = (await administration.listAccounts()).find(
      ({ address }) => address === 'carl@x.test',
    )
    assert.deepEqual(account?.aliases, ['c@x.test'])
    assert.deepEqual(account.networks, ['192.0.2.1'])
  })

  test('an account and a key are paused and resumed, whatever the case', async () => {
    const administration = gateway.gateway.administer('test')
    await administration.addAccount({ address: 'dora@x.test' })
    const prefix = (await administration.addKey({ group: 'Office' })).slice(0, 6)
    const actives = async (): Promise<(boolean | undefined)[]> => [
      (await administration.listAccounts()).find(({ address }) => address === 'dora@x.test')
        ?.active,
      (await administration.listKeys()).find((key) => key.prefix === prefix)?.active,
    ]
    assert.deepEqual(await actives(), [true, true])
    await administration.setAccountActive('Dora@x.test', false)
    await administration.setKeyActive(prefix.toUpperCase(), false)
    assert.deepEqual(await actives(), [false, false])
    await administration.setAccountActive('dora@x.test', true)
    await administration.setKeyActive(prefix, true)
    assert.deepEqual(await actives(), [true, true])
  })

  test('a key that was revoked cannot be revived', async () => {
    const administration = gateway.gateway.administer('test')
    const prefix = (await administration.addKey({ group: 'Office' })).slice(0, 6)
    await administration.revokeKey(prefix)
    await assert.rejects(administration.setKeyActive(prefix, true), /has ended: make a new one/)
    await assert.rejects(administration.changeKey(prefix, { expiresAt: null }), /has ended/)
  })

  test('what a group forwards counts for nobody with rights beyond that group', async () => {
    const administration = gateway.gateway.administer('test')
    const address = 'seated@x.test'
    await administration.addAccount({ address, group: 'Office/Inner' })
    const to = 'else@where.test'
    await administration.setSetting({ group: 'Office' }, { name: 'forward_to', value: to })
    const forwards = async () =>
      (await administration.listSettings({ account: address })).find(
        ({ name }) => name === 'forward_to',
      )?.value
    await administration.grantRights({ address, group: 'Office', rights: ['logs'] })
    assert.equal(await forwards(), to)
    await administration.grantRights({ address, group: '', rights: ['operator'] })
    assert.equal(await forwards(), '')
    await administration.setSetting({ account: address }, { name: 'forward_to', value: to })
    assert.equal(await forwards(), to)
    await administration.unsetSetting({ group: 'Office' }, 'forward_to')
  })

  test('an account is found by the alias, and a number of 15 digits is one of ours', async () => {
    const administration = gateway.gateway.administer('test')
    const number = '+467190012345678'
    await administration.addNumber({ number, account: 'Alias@x.test' })
    const [account] = await administration.listAccounts()
    assert.equal(account?.number, number)
  })
})
