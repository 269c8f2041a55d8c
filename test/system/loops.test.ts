// Mail loops that must end before they begin: two real servers, machines that answer at the other one,
// and two gateways that would answer each other. At most one SMS and one mail each.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Store } from '../../lib/store/store.ts'
import { startPair, type Pair } from '../support/answering-haraka.ts'
import { eventually } from '../support/eventually.ts'
import type { TestHaraka } from '../support/test-haraka.ts'

const cases: [who: string, robot: string, over: string, sms: number][] = [
  ['a vacation answer as RFC 3834 wants it', 'vacation', 'was taken', 0],
  ['an answer that only says Precedence: junk', 'old', 'came back', 0],
  ['an absence note without any header', 'rude', 'came back', 0],
  ['a bounce', 'bouncer', 'was taken', 0],
  ['a bounce in the old form, with a sender', 'oldbouncer', 'was taken', 0],
  ['a forwarding ring', 'ring', 'came back', 0],
  ['a redirection that nothing tells from a person', 'redirect', 'was taken', 1],
]

const numberOf = (index: number): string => `+4670174060${index}`
const phoneOf = (index: number): string => `+4670174070${index}`
const farAccount = '46701740650@sms-b.test'

let pair: Pair
before(async () => {
  pair = await startPair()
  await pair.ours.administer(async (administration) => {
    for (const [index, [, robot]] of cases.entries()) {
      const address = `${robot}@people.test`
      await administration.addAccount({ address, networks: ['127.0.0.1'] })
      await administration.addNumber({ number: numberOf(index), account: address })
    }
    await administration.addAccount({ address: farAccount, networks: ['127.0.0.1'] })
    await administration.addNumber({ number: '+46701740609', account: farAccount })
  })
  await pair.theirs.administer(async (administration) => {
    await administration.addGroup('Far')
    await administration.setDomain({ domain: 'sms-a.test', group: 'Far' })
    await administration.setSetting({ group: 'Far' }, { name: 'networks', value: '127.0.0.1' })
  })
})
after(() => pair.close())

async function rows<R>(haraka: TestHaraka, read: (db: Store['db']) => Promise<R>): Promise<R> {
  const store = new Store(haraka.profile.settings.main.database, haraka.directory, () => undefined)
  try {
    return await read(store.db)
  } finally {
    await store.close()
  }
}

/** The account writes to the phone, and the phone answers: from here on no person does anything. */
async function talk(address: string, phone: string, number: string): Promise<void> {
  const reply = await pair.ours.send({
    from: address,
    to: [`${phone}@sms-a.test`],
    data: `From: ${address}\nMessage-ID: <first.${phone}@people.test>\n\nHello\n`,
  })
  assert.equal(reply.code, 250, reply.lines.join(' '))
  await pair.ours.texts(phone)
  await pair.ours.page.answer({ phone, to: number, text: 'Hello too' })
}

/** What an account got and sent since then; of a bounce the operator hears once. */
async function trafficOf(address: string): Promise<{ mails: number; sms: number }> {
  return rows(pair.ours, async (db) => {
    const account = await db('accounts').where({ address }).first<{ id: number }>('id')
    const where = { account_id: account.id }
    const sent = await db('messages')
      .where({ ...where, direction: 'out' })
      .select()
    const mails = await db<{ kind: string }>('outbox').where(where).select('kind')
    const toOperator = mails.filter(({ kind }) => kind === 'notice').length
    assert.ok(toOperator <= 1)
    return { mails: mails.length - toOperator, sms: sent.length - 1 }
  })
}

for (const [index, [who, robot, over, sms]] of cases.entries()) {
  test(`${who} makes ${sms === 0 ? 'no SMS' : 'one SMS'}, and no further mail`, async () => {
    await talk(`${robot}@people.test`, phoneOf(index), numberOf(index))
    await pair.theirs.logged(new RegExp(`the answer of ${robot} ${over}`))
    assert.deepEqual(await trafficOf(`${robot}@people.test`), { mails: 1, sms })
    const got = pair.theirs.log.filter((line) => line.includes(`a mail for ${robot}`))
    assert.ok(got.length <= 2, got.join('\n'))
  })
}

test('two gateways whose accounts are each other’s phones do not answer each other', async () => {
  await talk(farAccount, '+46701740709', '+46701740609')
  await eventually('the mail that came back', async () =>
    rows(pair.ours, (db) => db('outbox').where({ state: 'bounced' }).first<object | undefined>()),
  )
  assert.deepEqual(await trafficOf(farAccount), { mails: 1, sms: 0 })
  for (const table of ['messages', 'outbox', 'accounts']) {
    const found = await rows(pair.theirs, (db) => db<object>(table).select())
    assert.deepEqual(found, [], table)
  }
})
