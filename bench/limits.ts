// What a rolling limit costs over many messages, against none.
//   npm run bench:limits [-- --quick] [-- --json]
//
// The same mails are taken in over a limit of 30 days twice: by an account that has sent nothing, and
// by one behind which stand ten million messages, sent in every hour of a year. In turn, so that both
// meet the same machine; the figure is the median of the rounds' ratios.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countParts, lockCounters, readUsage } from '../lib/store/usage.ts'
import { Store } from '../lib/store/store.ts'
import { startPostgres } from '../test/support/postgres.ts'
import { median, rounded, switches } from './support/figures.ts'

const flags = switches('quick', 'json')
const rounds = flags.quick ? 9 : 31
const checks = flags.quick ? 100 : 300
const messages = flags.quick ? 100_000 : 10_000_000
const hour = 500_000
const window = 30 * 24
const empty = { group_id: 1, account_id: 1 }
const busy = { group_id: 1, account_id: 2 }

await main()

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'sms-limits-'))
  const postgres = await startPostgres()
  const figures: Record<string, { none: number; many: number; ratio: number }> = {}
  try {
    for (const [name, url] of [
      ['sqlite', `sqlite:${join(dir, 'sms.db')}`],
      ['postgres', postgres.url],
    ] as const) {
      figures[name] = await measure(url)
      const { none, many, ratio } = figures[name]
      if (!flags.json)
        console.log(
          `${name.padEnd(9)} none sent ${none} us a check, ${messages} sent ${many} us, ratio ${ratio}`,
        )
    }
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function measure(url: string): Promise<{ none: number; many: number; ratio: number }> {
  const store = new Store(url, '/', (error) => console.error(error))
  try {
    await store.migrate()
    await fill(store)
    await time(store, empty)
    await time(store, busy)
    const pairs: [none: number, many: number][] = []
    for (let round = 0; round < rounds; round++)
      pairs.push([await time(store, empty), await time(store, busy)])
    return {
      none: rounded(median(pairs.map(([none]) => none))),
      many: rounded(median(pairs.map(([, many]) => many))),
      ratio: rounded(median(pairs.map(([none, many]) => many / none)), 3),
    }
  } finally {
    await store.close()
  }
}

/** Every hour of the window and a year before it has its share of the messages. */
async function fill(store: Store): Promise<void> {
  const hours = 24 * 365
  const parts = Math.ceil(messages / hours)
  await store.transaction(async (trx) => {
    for (let ago = hours; ago > 0; ago--)
      await countParts(trx, store.dialect, [{ ...busy, parts, limited: 1 }], hour - ago)
  })
  await store.db.raw('analyze')
}

/** Microseconds to look at a limit and charge it, as the intake does. */
async function time(
  store: Store,
  scope: { readonly group_id: number; readonly account_id: number },
): Promise<number> {
  const begin = performance.now()
  await store.transaction(async (trx) => {
    for (let n = 0; n < checks; n++) {
      await lockCounters(trx, store.dialect, [scope])
      await readUsage(trx, store.dialect, [{ ...scope, since: hour - window }])
      await countParts(trx, store.dialect, [{ ...scope, parts: 1, limited: 1 }], hour)
    }
  })
  return ((performance.now() - begin) / checks) * 1000
}
