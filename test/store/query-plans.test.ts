// No statement reads a whole table that grows: every one that a gateway sends while it does all that it
// can do is explained by the database, with thousands of finished rows in it. New statements are
// covered as soon as something in here makes the gateway send them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../lib/routes/route.ts'
import type { ColumnType } from '../../lib/store/dialect.ts'
import type { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { FakeRoute } from '../support/fake-route.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { explainPostgres, explainSqlite, recordStatements } from '../support/statements.ts'
import { handIn, told } from '../support/traffic.ts'

/** Tables that grow with what is sent, or with the people who send. */
const growing = [
  ...[
    'accounts',
    'aliases',
    'keys',
    'numbers',
    'networks',
    'conversations',
    'mails',
    'fingerprints',
  ],
  ...['messages', 'parts', 'outbox', 'joins', 'pieces', 'counters', 'usage_hours', 'blocks'],
]

/** Statements that may read what is listed: each has its reason. */
const allowed: readonly RegExp[] = [
  // SQLite lists what it would read to mend foreign keys that are broken for a while: there are none.
  /^insert into `(?:groups|accounts)`/,
  // What this test asks itself.
  /^select \* from .outbox. where .(?:mail_id. = \S+ order by .id. asc|state. in \(\S+ \S+\))$/,
]

const many = 4_000

/** Rows as they are left by mails that were sent and answered long ago. */
async function fill(store: Store): Promise<void> {
  const rows = (table: string, row: (n: number) => Record<string, string | number | null>) =>
    store.transaction(async (trx) => {
      const made = Array.from({ length: many }, (_, n) => row(n + 1_000))
      const columns = Object.fromEntries(
        Object.entries(made[0] ?? {}).map(([name, value]): [string, ColumnType] => [
          name,
          typeof value === 'string' ? 'text' : 'bigint',
        ]),
      )
      const names = Object.keys(columns).join(', ')
      const from = store.dialect.rows(columns)
      await trx.raw(`insert into ${table} (${names}) select ${names} from ${from}`, [
        JSON.stringify(made),
      ])
    })
  const phone = (n: number): string => `+45306${10_000 + n}`
  await rows('accounts', (n) => ({
    id: n,
    group_id: 1,
    address: `a${n}@old.test`,
    name: '',
    active: 1,
    created_at: 1,
  }))
  await rows('aliases', (n) => ({ address: `alias${n}@old.test`, account_id: n }))
  await rows('networks', (n) => ({ account_id: n, cidr: '192.0.2.0/24' }))
  await rows('keys', (n) => ({
    group_id: 1,
    name: '',
    prefix: 'aaaaaa',
    digest: `digest ${n}`,
    active: 1,
    created_at: 1,
  }))
  await rows('numbers', (n) => ({ number: `+4599${n}`, group_id: 1, account_id: n, created_at: 1 }))
  await rows('conversations', (n) => ({
    id: n,
    account_id: n,
    phone: phone(n),
    tag: `tag ${n}`,
    domain: 'sms.test',
    created_at: 1,
  }))
  await rows('mails', (n) => ({
    id: n,
    ref: `ref ${n}`,
    account_id: n,
    held: 0,
    envelope_from: `a${n}@old.test`,
    subject: '',
    headers: '',
    created_at: 1,
  }))
  await rows('fingerprints', (n) => ({
    digest: `digest ${n}`,
    expires_at: 9_000_000_000_000,
  }))
  await rows('messages', (n) => ({
    ...{ id: n, direction: 'out', account_id: n, group_id: 1, conversation_id: n, mail_id: n },
    ...{
      phone: phone(n),
      own: '',
      text: '',
      encoding: 'gsm7',
      parts: 1,
      state: 'delivered',
      route: 'fake',
    },
    ...{
      due_at: 1,
      expires_at: 2,
      attempts: 1,
      claim: 'old',
      flash: 0,
      created_at: 1,
      changed_at: 1,
    },
  }))
  await rows('parts', (n) => ({
    message_id: n,
    seq: 1,
    route: 'fake',
    reference: `old ${n}`,
    fate: 'delivered',
  }))
  await rows('outbox', (n) => ({
    kind: 'report',
    account_id: n,
    mail_id: n,
    content: '{}',
    ref: `report.${n}`,
    state: 'done',
    attempts: 1,
    due_at: 1,
    created_at: 1,
    changed_at: 1,
  }))
  await rows('counters', (n) => ({
    id: n,
    group_id: 1,
    account_id: n,
    slot: 0,
    total: 1,
    hour: 1,
    hour_before: 0,
  }))
  await rows('usage_hours', (n) => ({ counter_id: n, hour: 9_000_000, before: 0 }))
  await rows('joins', (n) => ({
    ...{ id: n, route: 'fake', phone: phone(n), own: '', ref: 1, ref_bits: 8, total: 2 },
    ...{ due_at: 9_000_000_000_000, message_id: n },
  }))
  await rows('pieces', (n) => ({
    route: 'fake',
    reference: `old ${n}`,
    join_id: n,
    seq: 1,
    text: '',
  }))
  await rows('blocks', (n) => ({ group_id: 1, phone: phone(n), source: 'STOP', created_at: 1 }))
  if (store.dialect.name === 'postgres')
    for (const table of ['accounts', 'conversations', 'mails', 'messages', 'counters'])
      await store.db.raw(`select setval(pg_get_serial_sequence('${table}', 'id'), 100000)`)
}

/** Whatever a gateway can be made to do. */
async function doEverything(
  gateway: TestGateway,
  route: FakeRoute,
  later: () => void,
): Promise<void> {
  const administration = gateway.gateway.administer('test')
  await administration.addGroup('Office')
  await administration.setSetting({ group: 'Office' }, { name: 'duplicate_guard', value: 'yes' })
  await administration.addAccount({
    address: 'anna@x.test',
    group: 'Office',
    networks: ['127.0.0.1'],
    aliases: ['a@x.test'],
  })
  await administration.addNumber({ number: '+4588000001', group: 'Office' })
  const key = await administration.addKey({ group: 'Office' })
  const from = 'anna@x.test'
  const states = (state: string): Promise<true> =>
    eventually(`a message that is ${state}`, async () =>
      (await gateway.store.db('messages').where({ state })).length > 0 ? true : undefined,
    )
  const answers: Outcome[] = [
    { kind: 'temporary', reason: 'busy', references: ['one'] },
    { kind: 'unknown', reason: 'time-out' },
    { kind: 'permanent', reason: 'no' },
  ]
  route.answer = (message) =>
    answers.shift() ?? { kind: 'accepted', references: [`r${message.id}`] }
  await gateway.send({ from, text: 'one', to: ['+4520643064@sms.test', 'anna@sms.test'] })
  await states('scheduled')
  await gateway.send({ from, text: 'two', messageId: '<two@x.test>' })
  await states('uncertain')
  await gateway.send({ from, text: 'two', messageId: '<two@x.test>' })
  await gateway.send({ from, text: 'three', to: [`${key}.4530643064@sms.test`] })
  await states('unsent')
  later()
  gateway.store.wake('queue')
  await states('sent')
  const [message] = route.submitted.slice(-1)
  for (const reference of [`r${message?.id ?? 0}`, 'nobody’s'])
    await route.sinks?.report({ reference, fate: 'delivered', at: 1 })
  const about = { phone: '+4520643064', takenAt: 1 }
  await route.sinks?.report({ reference: 'in doubt', fate: 'undelivered', at: 1, about })
  for (const id of ['held-1', 'held-2']) {
    const handled = await handIn(gateway, { id, from, text: id, ordinaryRecipients: 1 })
    assert.equal(told(handled.verdict), 'held')
  }
  await gateway.gateway.release('held-1')
  await gateway.gateway.drop('held-2')
  for (const [reference, to] of [
    ['in-1', '+4588000001'],
    ['in-2', '1963'],
    ['in-3', '+991000'],
  ] as const)
    await route.sinks?.incoming({
      reference,
      phone: reference === 'in-3' ? 'Name' : '+4520643064',
      to,
      text: 'Hi',
      at: 1,
    })
  for (const seq of [1, 2])
    await route.sinks?.incoming({
      ...{ reference: `part-${seq}`, phone: '+4520643064', to: '+4588000001', text: 'part', at: 1 },
      part: { ref: 7, refBits: 8, total: 2, seq },
    })
  await route.sinks?.incoming({
    reference: 'stop',
    phone: '+4520643065',
    to: '+4588000001',
    text: 'STOP',
    at: 1,
  })
  const answer = await eventually('the mail of an answer', () =>
    gateway.mails.find(({ contents }) => contents.includes('X-SMS-From: +4520643064')),
  )
  await gateway.send({
    from: 'a@x.test',
    envelopeFrom: from,
    to: [answer.from],
    text: 'by TAG',
    remoteIp: '198.51.100.1',
  })
  await gateway.gateway.checkRecipient({ address: answer.from, envelopeFrom: from, remoteIp: '' })
  await gateway.send({
    from: 'bounces@x.test',
    envelopeFrom: '',
    to: [answer.from],
    subject: 'Undelivered Mail Returned to Sender',
  })
  await gateway.gateway.mailBounced(answer.outboxId, 'no such user')
  await gateway.gateway.phones?.list()
  await eventually('the outbox to be empty', async () =>
    (await gateway.store.db('outbox').whereIn('state', ['queued', 'writing'])).length === 0
      ? true
      : undefined,
  )
}

forEachDatabase((_name, openDatabaseUrl) => {
  test('no statement reads a whole table that grows', async () => {
    const database = await openDatabaseUrl()
    let now = Date.now()
    const first = await openGateway({ database, routes: [] })
    await fill(first.store)
    await first.close()
    const recorder = recordStatements()
    const route = new FakeRoute()
    const settings = 'operator = operator@x.test\n[delivery]\nretry_first = 1h\nretry_most = 1h\n'
    const gateway = await openGateway({ database, routes: [route], settings, clock: () => now })
    try {
      await doEverything(gateway, route, () => {
        now += 3_600_000
      })
    } finally {
      await gateway.close()
      recorder.stop()
    }
    const { explain, close } = database.startsWith('sqlite:')
      ? explainSqlite(database.slice('sqlite:'.length))
      : await explainPostgres(database)
    const asked = [...recorder.statements.values()].filter(
      ({ sql }) =>
        /^\s*(?:select|insert|update|delete|with)\b/i.test(sql) &&
        !/\bfrom pg_|schema_version/.test(sql),
    )
    assert.ok(asked.length > 60, `${asked.length} statements were heard`)
    const guilty: string[] = []
    try {
      for (const statement of asked) {
        const tables = (await explain(statement)).filter((table) => growing.includes(table))
        if (tables.length > 0 && !allowed.some((pattern) => pattern.test(statement.sql)))
          guilty.push(`${tables.join(', ')}: ${statement.sql.replace(/\s+/g, ' ')}`)
      }
    } finally {
      await close()
    }
    assert.deepEqual(guilty, [])
  })
})
