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

  test('an account is found by the alias, and a number of 15 digits is one of ours', async () => {
    const administration = gateway.gateway.administer('test')
    const number = '+467190012345678'
    await administration.addNumber({ number, account: 'Alias@x.test' })
    const [account] = await administration.listAccounts()
    assert.equal(account?.number, number)
  })
})
