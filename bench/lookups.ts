// How long it takes to look up who is who, with 100,000 accounts, 1,000 groups six deep and 10,000 keys,
// on both databases: what one RCPT with a key and a number asks, and all that one mail asks about its sender.
//   npm run bench:lookups [-- --quick] [-- --json]
//
// 250 questions a second, nearly all for the first time, so that little is remembered: on a busy server
// most senders have just written before. The first second does not count.
// Milliseconds: median, 99th percentile, worst. The aim is a 99th percentile below 5. Beside it stands how
// long the same database takes to answer nothing at all: on a busy machine that is most of it.
import { setTimeout as delay } from 'node:timers/promises'
import { readSettings } from '../lib/config/settings.ts'
import { checkRecipient } from '../lib/gateway/check-recipient.ts'
import { Directory } from '../lib/gateway/directory.ts'
import { noEvidence } from '../lib/gateway/evidence.ts'
import { readRoutes } from '../lib/gateway/route-table.ts'
import { KeyGuesses } from '../lib/gateway/key-guesses.ts'
import { digestKey } from '../lib/gateway/secrets.ts'
import { identifySender } from '../lib/gateway/trust.ts'
import { realWorld } from '../lib/routes/real-world.ts'
import { insertRows } from '../lib/store/rows.ts'
import { Store } from '../lib/store/store.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { percentile, rounded, switches } from './support/figures.ts'

const flags = switches('quick', 'json')
const accounts = flags.quick ? 10_000 : 100_000
const questions = flags.quick ? 1_000 : 5_000
const keys = 10_000
const groups = 1_000
const depth = 6
/** Of senders that have not written for a while. */
const perSecond = 250

const addressOf = (n: number): string => `person${n}@org${n % 100}.example`
/** 26 characters of base32, with a letter. */
const keyOf = (n: number): string =>
  `k${n.toString(8).replace(/[018]/g, 'x')}y${n.toString(5).replace(/\d/g, (d) => 'abcde'[Number(d)] ?? 'a')}`.padEnd(
    26,
    'z',
  )

async function fill(store: Store): Promise<void> {
  await store.transaction(async (trx) => {
    const { dialect } = store
    // Chains of six below Master.
    const tree = Array.from({ length: groups }, (_, n) => ({
      id: n + 2,
      parent_id: n % depth === 0 ? 1 : n + 1,
      name: `Group ${n}`,
      created_at: 0,
    }))
    await insertRows(
      trx,
      dialect,
      'groups',
      { id: 'bigint', parent_id: 'bigint', name: 'text', created_at: 'bigint' },
      tree,
    )
    const people = Array.from({ length: accounts }, (_, n) => ({
      group_id: (n % groups) + 2,
      address: addressOf(n),
      name: '',
      active: 1,
      created_at: 0,
    }))
    await insertRows(
      trx,
      dialect,
      'accounts',
      { group_id: 'bigint', address: 'text', name: 'text', active: 'int', created_at: 'bigint' },
      people,
    )
    const secrets = Array.from({ length: keys }, (_, n) => ({
      group_id: (n % groups) + 2,
      name: '',
      prefix: keyOf(n).slice(0, 6),
      digest: digestKey(keyOf(n)),
      active: 1,
      created_at: 0,
    }))
    await insertRows(
      trx,
      dialect,
      'keys',
      {
        group_id: 'bigint',
        name: 'text',
        prefix: 'text',
        digest: 'text',
        active: 'int',
        created_at: 'bigint',
      },
      secrets,
    )
    const said = Array.from({ length: groups }, (_, n) => ({
      scope: 'group',
      scope_id: n + 2,
      name: 'language',
      value: 'da',
    }))
    await insertRows(
      trx,
      dialect,
      'group_settings',
      { scope: 'text', scope_id: 'bigint', name: 'text', value: 'text' },
      said,
    )
  })
}

interface Figures {
  readonly median: number
  readonly p99: number
  readonly worst: number
}

async function measure(ask: (n: number) => Promise<void>, most = questions): Promise<Figures> {
  const times: number[] = []
  const asked: Promise<void>[] = []
  const start = performance.now()
  while (asked.length < most) {
    const due = Math.min(most, Math.floor(((performance.now() - start) * perSecond) / 1_000))
    for (let n = asked.length; n < due; n++) {
      const began = performance.now()
      asked.push(ask(n).then(() => void times.push(performance.now() - began)))
    }
    await delay(1)
  }
  await Promise.all(asked)
  const sorted = times.slice(perSecond).sort((a, b) => a - b)
  const at = (share: number): number => rounded(percentile(sorted, share), 2)
  return { median: at(0.5), p99: at(0.99), worst: at(1) }
}

async function run(
  databases: BenchDatabases,
  kind: DatabaseName,
): Promise<Record<string, Figures>> {
  const store = new Store(await databases.make(kind), '/', (error) => console.error(error))
  try {
    await store.migrate()
    await fill(store)
    // What PostgreSQL does by itself within a minute.
    await store.db.raw('analyze')
    const reading = readSettings('country = DK\n[domains]\nsms.test =\n')
    if (!reading.ok) throw new Error(reading.problems.join('\n'))
    const routes = readRoutes('[phones]\ntype = phone\n', realWorld())
    if (!routes.ok) throw new Error(routes.problems.join('\n'))
    const settings = (): typeof reading.settings => reading.settings
    const directory = new Directory(store, settings, Date.now)
    const guesses = new KeyGuesses(Date.now, (ms) => delay(ms))
    const check = {
      settings,
      directory,
      routes: routes.table,
      guesses,
      clock: Date.now,
    }
    const rcpt = await measure(async (n) => {
      const address = `${keyOf((n * 7919) % keys)}.4520643064@sms.test`
      const refusal = await checkRecipient(
        { address, envelopeFrom: addressOf(n), remoteIp: '192.0.2.1' },
        check,
      )
      if (refusal !== undefined) throw new Error(refusal.text)
    })
    const sender = await measure(async (n) => {
      const from = addressOf((n * 104_729) % accounts)
      const claims = {
        from: [{ name: '', address: from }],
        envelopeFrom: from,
        authUser: from,
        remoteIp: '192.0.2.1',
        keys: [],
        evidence: noEvidence,
      }
      const found = await identifySender(claims, directory, Date.now())
      if (found.kind !== 'sender' || found.sender.proof === undefined)
        throw new Error(`${from} was not found`)
    })
    const nothing = await measure(async () => {
      await store.db.raw('select 1')
    }, 1_000)
    return {
      'nothing (select 1)': nothing,
      'a key and a number at RCPT': rcpt,
      'the sender of a mail': sender,
    }
  } finally {
    await store.close()
  }
}

const databases = await BenchDatabases.open()
try {
  const results: Record<string, Record<string, Figures>> = {}
  for (const kind of databaseNames) results[kind] = await run(databases, kind)
  if (flags.json) console.log(JSON.stringify(results))
  else {
    for (const [kind, figures] of Object.entries(results))
      for (const [what, { median, p99, worst }] of Object.entries(figures))
        console.log(
          `${kind.padEnd(9)} ${what.padEnd(26)} median ${median} ms, p99 ${p99} ms, worst ${worst} ms`,
        )
  }
} finally {
  await databases.close()
}
