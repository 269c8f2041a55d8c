// The pages over a database full of messages: pages a second, how long each takes, the log in every
// filter, and a million rows exported.
//   npm run bench:web [-- --quick] [-- --json]
//
// A million messages on SQLite, ten million on PostgreSQL, over two years (with --quick fewer), in a tree
// of eight groups; asked for by the operator and by an administrator of one of the groups. The server is a
// real Haraka of one process. Marks: a page 100 ms, a search of the log 200 ms at p99. PostgreSQL needs
// 10 GB of disk and some minutes to be filled. Linux only: memory is read from /proc.
import { readSettings } from '../lib/config/settings.ts'
import { createAdministration } from '../lib/gateway/administration/index.ts'
import { createCounting } from '../lib/gateway/counting.ts'
import { dayAfter, dayOf, wholeDay } from '../lib/gateway/days.ts'
import { countDay } from '../lib/store/statistics.ts'
import type { Store } from '../lib/store/store.ts'
import { fillHistory } from '../test/support/history.ts'
import { senderAddress } from './load/mails.ts'
import {
  measureExport,
  measurePage,
  measureRate,
  type ExportFigures,
  type PageTimes,
} from './measure/web.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { openWithSenders } from './support/directory.ts'
import { rounded, switches } from './support/figures.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'
import { WebVisitor } from './support/web-visitor.ts'

const flags = switches('quick', 'json')
const history = flags.quick
  ? { sqlite: 30_000, postgres: 60_000 }
  : { sqlite: 1_000_000, postgres: 10_000_000 }
const samples = flags.quick ? 5 : 100
const seconds = flags.quick ? 1 : 10
const exported = 1_000_000
const groups = 8
const pageMark = 100
const searchMark = 200
const say = flags.json ? () => undefined : console.log

const pages = [
  ...['/messages', '/contacts', '/account', '/statistics', '/queue', '/users', '/groups'],
  ...[
    '/groups/2',
    '/rights',
    '/keys',
    '/numbers',
    '/keywords',
    '/credit',
    '/blocks',
    '/routes',
    '/alarms',
    '/audit',
  ],
  ...['/health', '/metrics'],
]

/** A search that finds much, one that finds little, and one that finds nothing, of each filter. */
function searches(now: number): string[] {
  const day = (ago: number): string => new Date(now - ago * 86_400_000).toISOString().slice(0, 10)
  const plain = [
    ...['', 'group=2', 'group=2&alone=1', `address=${senderAddress(7)}`, 'address=nobody%40x.test'],
    ...['phone=%2B46731000017', 'phone=000017', 'phone=99999999', 'direction=in', 'direction=out'],
    ...['state=delivered', 'state=undelivered', 'state=refused', 'state=queued', 'route=virtual'],
    ...['route=none', 'parts=1', 'parts=3', `from=${day(400)}&to=${day(390)}`],
    ...[
      `from=${day(365)}&to=${day(365)}&state=undelivered`,
      'group=3&state=undelivered&direction=out',
    ],
    ...[`address=${senderAddress(7)}&state=undelivered`, `group=4&phone=17&from=${day(300)}`],
  ]
  const orders = ['group', 'address', 'phone', 'direction', 'state', 'parts']
  return [
    ...plain,
    'up=1',
    ...orders.flatMap((order) => [
      ...[`order=${order}`, `order=${order}&up=1&group=2`],
      ...[`order=${order}&state=undelivered`, `order=${order}&direction=in&phone=17`],
    ]),
  ].map((query) => `/logs${query === '' ? '' : `?${query}`}`)
}

interface Figures {
  readonly messages: number
  readonly pagesPerSecond: number
  readonly pages: readonly PageTimes[]
  readonly searches: readonly PageTimes[]
  readonly branchSearches: readonly PageTimes[]
  readonly exports: Readonly<Record<string, ExportFigures>>
}

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  try {
    const figures: Partial<Record<DatabaseName, Figures>> = {}
    for (const name of databaseNames)
      figures[name] = await measure(await databases.make(name), name)
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    await databases.close()
  }
}

async function measure(database: string, name: DatabaseName): Promise<Figures> {
  const links = await fill(database, name)
  const server = await startBenchServer({ database, nodes: '0', pages: true, holdsMails: true })
  const origin = `http://127.0.0.1:${server.pages}`
  const [operator, branch] = [new WebVisitor(origin, 8), new WebVisitor(origin, 1)]
  try {
    await operator.signIn(links.operator)
    await branch.signIn(links.branch)
    return await measureServer(server, { operator, branch, count: history[name] })
  } finally {
    await Promise.all([operator.close(), branch.close()])
    await server.stop()
  }
}

async function measureServer(
  server: BenchServer,
  { operator, branch, count }: { operator: WebVisitor; branch: WebVisitor; count: number },
): Promise<Figures> {
  const found = searches(Date.now())
  const times = (visitor: WebVisitor, paths: readonly string[]) =>
    inTurn(paths, (path) => measurePage(visitor, path, samples))
  const figures: Figures = {
    messages: count,
    pages: tell('pages', await times(operator, pages), pageMark),
    searches: tell('searches, operator', await times(operator, found), searchMark),
    branchSearches: tell(
      'searches, administrator of a group',
      await times(
        branch,
        found.filter((path) => !/group=[34]/.test(path)),
      ),
      searchMark,
    ),
    pagesPerSecond: await measureRate(operator, [...pages, ...found], { atOnce: 8, seconds }),
    exports: await exportsOf(server, operator, count),
  }
  say(
    `  ${rounded(figures.pagesPerSecond, 1)} pages a second, eight at a time, all of them in turn`,
  )
  return figures
}

async function exportsOf(
  server: BenchServer,
  operator: WebVisitor,
  count: number,
): Promise<Figures['exports']> {
  const share = Math.min(1, exported / count)
  const from = new Date(Date.now() - share * 2 * 365 * 86_400_000).toISOString().slice(0, 10)
  const figures: Record<string, ExportFigures> = {}
  for (const format of ['csv', 'xlsx']) {
    const one = await measureExport(server, operator, `/logs/export?format=${format}&from=${from}`)
    figures[format] = one
    say(
      `  ${format} of ${Math.min(count, exported)} rows: ${rounded(one.seconds, 1)} s, ${rounded(one.megabytes)} MB, memory of the server +${rounded(one.memory)} MB, of it in the second half +${rounded(one.later)} MB`,
    )
  }
  return figures
}

async function fill(
  database: string,
  name: DatabaseName,
): Promise<{ operator: string; branch: string }> {
  const began = performance.now()
  const store = await openWithSenders(database)
  const desk = createAdministration({ store, settings, clock: Date.now, actor: 'bench' })
  for (let n = 1; n < groups; n++)
    await desk.addGroup(n % 2 === 0 ? `Group 1/Group ${n}` : `Group ${n}`)
  await fillHistory(store, history[name], groups)
  await count(store)
  say(
    `${name}: ${history[name]} messages written and counted in ${rounded((performance.now() - began) / 1000)} s`,
  )
  const [operator, branch] = [senderAddress(0), senderAddress(1)]
  await desk.grantRights({ address: operator, group: '', rights: ['operator'] })
  await desk.grantRights({ address: branch, group: 'Group 1', rights: ['logs', 'read_texts'] })
  const links = {
    operator: await desk.makeSignInLink(operator),
    branch: await desk.makeSignInLink(branch),
  }
  await store.close()
  return links
}

function settings() {
  const reading = readSettings('[main]\npublic_url = http://127.0.0.1')
  if (!reading.ok) throw new Error(reading.problems.join('\n'))
  return reading.settings
}

/** All days, or in a hurry those that the page shows. */
async function count(store: Store): Promise<void> {
  if (flags.quick) {
    const today = dayOf(Date.now(), 'UTC')
    await store.transaction(async (trx) => {
      for (let ago = 0; ago < 31; ago++)
        await countDay(trx, wholeDay(dayAfter(today, -ago), 'UTC'), Date.now())
    })
    return
  }
  const quiet = { debug() {}, info() {}, warn() {}, error: console.error }
  const counting = createCounting({ store, settings, clock: Date.now, log: quiet })
  await counting.run()
  await counting.close()
}

async function inTurn<T, R>(values: readonly T[], work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const value of values) results.push(await work(value))
  return results
}

/** The slowest first; those over the mark are named. */
function tell(what: string, times: readonly PageTimes[], mark: number): readonly PageTimes[] {
  const sorted = [...times].sort((a, b) => b.p99 - a.p99)
  const over = sorted.filter(({ p99 }) => p99 > mark)
  say(`  ${what}: ${times.length}, over the mark of ${mark} ms at p99: ${over.length}`)
  for (const { path, median, p99, kilobytes } of flags.quick ? sorted.slice(0, 5) : sorted)
    say(
      `    ${path}  median ${rounded(median, 1)} ms, p99 ${rounded(p99, 1)} ms, ${rounded(kilobytes)} kB`,
    )
  return sorted
}
