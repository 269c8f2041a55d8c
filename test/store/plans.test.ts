// What mails, dispatch, reports and answers ask of a database full of old messages: no statement reads a
// table that grows from end to end. A new statement is looked at here by itself when a flow uses it.
import { test, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import pg from 'pg'
import { claimMessages } from '../../lib/store/claims.ts'
import { writersTo } from '../../lib/store/conversations.ts'
import { expireMessages } from '../../lib/store/due.ts'
import { waitingFor } from '../../lib/store/rechoosing.ts'
import { all } from '../../lib/store/rows.ts'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { addDemoAccount, openGateway, type TestGateway } from '../support/gateway.ts'
import { countAccounts, fillHistory, fillQueue } from '../support/history.ts'
import { recordStatements, type Statement } from '../support/statements.ts'
import { withStore } from '../support/store.ts'

const growing = [
  ...['messages', 'mails', 'parts', 'conversations', 'fingerprints', 'outbox', 'mailbox'],
  ...['early_reports', 'pieces', 'joins', 'usage_hours', 'audit_log'],
]

/** Partial indexes hold what waits or is under way: to read one of them whole is no harm. */
const small =
  /USING (?:COVERING )?INDEX (?:messages_(?:line|scheduled|expiring|under_way)|outbox_(?:due|held)|joins_\w+)/

/** The page shows the latest rows: read backwards, and never beyond a limit. */
const latest = /order by id desc\s+limit \d+|order by "?id"? desc limit/

/** All statements that this process sends to its databases from now on, each once. */
function listen(t: TestContext): () => Statement[] {
  const recording = recordStatements()
  t.after(() => recording.stop())
  return () =>
    [...recording.statements.values()]
      .filter(({ sql }) => /^\s*(?:select|insert|update|delete|with)\b/i.test(sql))
      .map(({ sql, bindings }) => ({ sql: sql.replace(/\$\d+/g, '?'), bindings }))
}

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: nothing on the way of a mail reads a growing table whole`, async (t) => {
    const route = new PhoneRoute({ name: 'virtual', window: 16, clock: Date.now })
    const tested = await openGateway({ database: await openDatabaseUrl(), routes: [route] })
    t.after(() => tested.close())
    for (let index = 0; index < countAccounts; index++)
      await addDemoAccount(tested.gateway, `demo${index}@example.test`)
    await addDemoAccount(tested.gateway)
    await tested.gateway
      .administer('test')
      .addNumber({ number: '+46701740699', account: 'demo@example.test' })
    await fillHistory(tested.store, 20_000)
    const heard = listen(t)
    await useEverything(tested).catch((error: unknown) => {
      throw new Error(tested.log.slice(-20).join('\n'), { cause: error })
    })
    const statements = heard()
    assert.ok(statements.length > 25, `only ${statements.length} statements were heard`)
    const bad: string[] = []
    for (const statement of statements) {
      if (latest.test(statement.sql)) continue
      const plan = await planOf(tested, statement)
      bad.push(...plan.filter(readsWhole).map((line) => `${line}: ${statement.sql}`))
    }
    assert.deepEqual(bad, [])
  })

  test(`${name}: what is next in a line is not looked for among all that waits`, async (t) => {
    const url = await openDatabaseUrl()
    await withStore(url, async (store) => {
      await store.db('accounts').insert(
        Array.from({ length: countAccounts }, (_, index) => ({
          ...{ id: index + 1, group_id: 1, address: `demo${index}@example.test` },
          ...{ name: '', active: 1, created_at: 1 },
        })),
      )
      // What the database knows of its tables is from when nothing waited.
      await fillHistory(store, 5_000)
      await fillQueue(store, 20_000)
      const heard = listen(t)
      const claim = { route: 'virtual', token: 'none', free: 16, after: 0, now: Date.now() }
      await store.transaction((trx) => claimMessages(trx, store.dialect, claim))
      await waitingFor(store.db, { route: 'virtual', before: claim.now, after: 0, most: 10 })
      await store.transaction((trx) => expireMessages(trx, store.dialect, claim.now, 10))
      const plans: string[] = []
      for (const statement of heard())
        plans.push((await planOf({ store, url }, statement)).join('\n'))
      const [expiring, ...lines] = plans.reverse()
      // Two look for accounts, one claims, one chooses other routes.
      assert.equal(lines.length, 4)
      for (const plan of lines) {
        assert.match(plan, /messages_line/)
        assert.doesNotMatch(plan, /messages_expiring|messages_pkey on messages .*\n.*id >|rowid>/)
      }
      assert.match(expiring ?? '', /messages_expiring/)
    })
  })

  test(`${name}: who wrote to a phone is told by its conversations alone`, async (t) => {
    const url = await openDatabaseUrl()
    await withStore(url, async (store) => {
      await store.db('accounts').insert(
        Array.from({ length: countAccounts }, (_, index) => ({
          ...{ id: index + 1, group_id: 1, address: `demo${index}@example.test` },
          ...{ name: '', active: 1, created_at: 1 },
        })),
      )
      await fillHistory(store, 5_000)
      const heard = listen(t)
      await writersTo(store.db, '+46731000001')
      const [statement] = heard()
      assert.ok(statement)
      const plan = (await planOf({ store, url }, statement)).join('\n')
      assert.match(plan, /conversations_phone/)
      assert.doesNotMatch(plan, /messages/)
    })
  })
})

async function useEverything(tested: TestGateway): Promise<void> {
  const { gateway } = tested
  const phone = '+46701740605'
  await tested.send({ to: ['46701740605@sms.test', '46701740606@sms.test'], text: 'one' })
  await tested.send({ to: ['46701740605@sms.test', '4620@sms.test'], text: 'two' })
  await tested.send({ to: ['46701740605+at=235931122030@sms.test'], text: 'three' })
  await tested.send({ id: 'held', text: 'four', ordinaryRecipients: 1 })
  await gateway.release('held')
  await tested.send({ id: 'dropped', text: 'five', ordinaryRecipients: 1 })
  await gateway.drop('dropped')
  const again = { messageId: '<again@example.test>', text: 'again' }
  await tested.send(again)
  await tested.send(again)
  await eventually('messages to be delivered', async () => {
    const phones = (await gateway.phones?.list()) ?? []
    const mine = phones.find((one) => one.phone === phone)
    return (mine?.messages.length ?? 0) >= 2 ? true : undefined
  })
  await gateway.phones?.answer({ phone, to: '+46701740699', text: 'and back' })
  await eventually('the mail', () => (tested.mails.length > 0 ? true : undefined))
  await gateway.mailBounced(tested.mails[0]?.outboxId ?? 0, '550 no')
  await gateway.phones?.list()
}

function readsWhole(line: string): boolean {
  const scanned =
    /\bSCAN (\w+)(?! VIRTUAL)/.exec(line)?.[1] ?? /Seq Scan on (\w+)/.exec(line)?.[1] ?? ''
  return growing.includes(scanned) && !small.test(line)
}

async function planOf(
  { store, url }: Pick<TestGateway, 'store' | 'url'>,
  { sql, bindings }: Statement,
): Promise<string[]> {
  if (store.dialect.name === 'sqlite') {
    const rows = await all<{ detail: string }>(store.db, `explain query plan ${sql}`, bindings)
    return rows.map(({ detail }) => detail)
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Small tables it would rather read whole, whatever index there is.
    await client.query('set enable_seqscan = off')
    let bound = 0
    const numbered = sql.replace(/\?/g, () => `$${++bound}`)
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${numbered}`, [
      ...bindings,
    ])
    return rows.map((row) => row['QUERY PLAN'])
  } finally {
    await client.end()
  }
}
