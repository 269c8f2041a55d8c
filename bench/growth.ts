// What old messages cost: intake, latency and dispatch with a full database against an empty one.
//   npm run bench:growth [-- --quick] [-- --json]
//
// A million old messages on SQLite, ten million on PostgreSQL (with --quick fewer), each with its mail
// and part. Both servers are there at once and take their turns. Ratios are full to empty: 1.2 means
// that a mail costs a fifth more. PostgreSQL needs 10 GB of disk and some minutes to be filled.
import { LoadGenerator } from './load/load-generator.ts'
import { measureDispatch } from './measure/dispatch.ts'
import { measureIntake } from './measure/intake.ts'
import { measureLatency } from './measure/latency.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { openWithSenders } from './support/directory.ts'
import { median, rounded, switches } from './support/figures.ts'
import { fillHistory } from '../test/support/history.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'

const flags = switches('quick', 'json')
const history = flags.quick
  ? { sqlite: 30_000, postgres: 60_000 }
  : { sqlite: 1_000_000, postgres: 10_000_000 }
const rounds = flags.quick ? 1 : 5
const seconds = flags.quick ? 1 : 5
const samples = flags.quick ? 15 : 200
const messages = flags.quick ? 300 : 5_000
const say = flags.json ? () => undefined : console.log

interface Figures {
  readonly messages: number
  /** Time for a mail, full to empty. */
  readonly intakeRatio: number
  readonly latencyRatio: number
  readonly dispatchRatio: number
}

type Sides<T> = Record<'empty' | 'full', T>

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  const load = new LoadGenerator()
  try {
    const figures: Partial<Record<DatabaseName, Figures>> = {}
    for (const name of databaseNames) figures[name] = await measure(databases, load, name)
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    load.close()
    await databases.close()
  }
}

async function measure(
  databases: BenchDatabases,
  load: LoadGenerator,
  name: DatabaseName,
): Promise<Figures> {
  const urls = { empty: await databases.make(name), full: await databases.make(name) }
  const began = performance.now()
  const store = await openWithSenders(urls.full)
  await fillHistory(store, history[name])
  await store.close()
  say(
    `${name}: ${history[name]} messages written in ${rounded((performance.now() - began) / 1000)} s`,
  )
  const [intake, latency] = await withServers(urls, (servers) => measureServers(servers, load))
  const dispatch = await inTurn((side) =>
    measureDispatch({ database: urls[side], messages, route: 'type = phone\nwindow = 16' }),
  )
  const figures = {
    messages: history[name],
    intakeRatio: rounded(intake.empty / intake.full, 2),
    latencyRatio: rounded(latency.full / latency.empty, 2),
    dispatchRatio: rounded(dispatch.empty / dispatch.full, 2),
  }
  tell('intake', 'mails/s', intake, figures.intakeRatio)
  tell('mail to phone, median', 'ms', latency, figures.latencyRatio)
  tell('dispatch', 'messages/s', dispatch, figures.dispatchRatio)
  return figures
}

async function withServers<T>(
  urls: Sides<string>,
  work: (servers: Sides<BenchServer>) => Promise<T>,
): Promise<T> {
  const plan = { nodes: '0', pages: true, holdsMails: true }
  const empty = await startBenchServer({ ...plan, database: urls.empty })
  const full = await startBenchServer({ ...plan, database: urls.full })
  try {
    return await work({ empty, full })
  } finally {
    await empty.stop()
    await full.stop()
  }
}

async function measureServers(
  servers: Sides<BenchServer>,
  load: LoadGenerator,
): Promise<[Sides<number>, Sides<number>]> {
  for (const server of Object.values(servers)) await measureIntake(server, load, { seconds })
  const intake = await inTurn(
    async (side) => (await measureIntake(servers[side], load, { seconds })).mailsPerSecond,
  )
  let first = 15_000_000
  const latency = await inTurn(async (side) => {
    first += samples * 2
    return (await measureLatency(servers[side], samples, first)).mailToPhone.median
  })
  return [intake, latency]
}

/** Empty and full take turns; the median of the rounds of each. */
async function inTurn(
  once: (side: keyof Sides<unknown>) => Promise<number>,
): Promise<Sides<number>> {
  const values: Sides<number[]> = { empty: [], full: [] }
  for (let round = 0; round < rounds; round++) {
    for (const side of ['empty', 'full'] as const) values[side].push(await once(side))
  }
  return { empty: median(values.empty), full: median(values.full) }
}

function tell(what: string, unit: string, { empty, full }: Sides<number>, ratio: number): void {
  say(
    `  ${what}: empty ${rounded(empty, 1)} ${unit}, full ${rounded(full, 1)} ${unit}, ratio ${ratio}`,
  )
}
