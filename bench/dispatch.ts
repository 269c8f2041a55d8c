// How many messages a second go from the line to a web service that answers in 0 or in 50 ms.
//   npm run bench:dispatch [-- --quick] [-- --json] [-- --profile]
//
// The command `haraka-sms dispatch` sends what waits in the database over HTTP connections that stay open, to a
// peer in a process of its own. At 50 ms a window of W can let W / 0.05 s through: `ofIdeal` is the share
// of that. A bare loop that makes the same calls and stores nothing says what this machine lets
// through at that moment.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { openPool } from '../lib/routes/http/pool.ts'
import { measureDispatch } from './measure/dispatch.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { median, rounded, switches } from './support/figures.ts'
import { describeProfiles, profileWhile } from './support/profile-server.ts'

const flags = switches('quick', 'json', 'profile')
const rounds = flags.quick ? 1 : 5
const say = flags.json ? () => undefined : console.log
const latencies = [0, 50]
const windows = [16, 100]

interface Figure {
  readonly latency: number
  readonly window: number
  readonly messagesPerSecond: number
  /** Of window / latency; undefined at 0 ms, which has no ideal. */
  readonly ofIdeal: number | undefined
}

const peer = fork(fileURLToPath(new URL('support/web-peer.js', import.meta.url)))
const [port] = (await once(peer, 'message')) as [number]
try {
  await main()
} finally {
  await end(peer)
}

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  try {
    const bare = await measureAll('a bare loop', measureBare)
    const figures: Partial<Record<DatabaseName, readonly Figure[]>> = {}
    for (const name of databaseNames) {
      const database = await databases.make(name)
      figures[name] = await measureAll(name, (latency, window) =>
        measureDispatch({
          database,
          messages: countFor(latency, window),
          route: routeTo(latency, window),
        }),
      )
      if (flags.profile) await profile(databases, name)
    }
    if (flags.json) console.log(JSON.stringify({ bare, ...figures }))
  } finally {
    await databases.close()
  }
}

/** Some seconds of work. */
function countFor(latency: number, window: number): number {
  const fast = flags.quick ? 2_000 : 10_000
  const seconds = flags.quick ? 2 : 6
  return latency === 0 ? fast : Math.round((seconds * window * 1_000) / latency)
}

function routeTo(latency: number, window: number): string {
  return `type = http
url = http://127.0.0.1:${port}/${latency}
body = {"to": "{phone}", "text": "{text}", "reference": "{id}"}
id = id
window = ${window}`
}

async function measureAll(
  who: string,
  once: (latency: number, window: number) => Promise<number>,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const latency of latencies) {
    for (const window of windows) {
      const rates: number[] = []
      for (let round = 0; round < rounds; round++) rates.push(await once(latency, window))
      const rate = median(rates)
      const ofIdeal = latency === 0 ? undefined : rounded((rate * latency) / 1_000 / window, 3)
      figures.push({ latency, window, messagesPerSecond: rounded(rate), ofIdeal })
      const ideal = ofIdeal === undefined ? '' : `, ${ofIdeal} of the ideal`
      say(`${who.padEnd(11)} ${latency} ms, window ${window}: ${rounded(rate)} messages/s${ideal}`)
    }
  }
  return figures
}

/** The calls alone, by the connections that routes use. The first of each connection are not counted. */
async function measureBare(latency: number, window: number): Promise<number> {
  const origin = `http://127.0.0.1:${port}`
  const pool = openPool({ origin, connections: window, timeout: 30_000 })
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ to: '+4673000000', text: 'x'.repeat(63), reference: '1000000' })
  const each = Math.ceil(countFor(latency, window) / window)
  const callInTurn = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done++)
      await pool.send({ method: 'POST', path: `/${latency}`, headers, body })
  }
  const callAll = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: window }, () => callInTurn(count)))
  try {
    await callAll(5)
    const began = performance.now()
    await callAll(each)
    return (each * window * 1_000) / (performance.now() - began)
  } finally {
    await pool.close(true)
  }
}

async function profile(databases: BenchDatabases, name: DatabaseName): Promise<void> {
  const database = await databases.make(name)
  const plan = { database, messages: countFor(0, 100), route: routeTo(0, 100) }
  await measureDispatch(plan, async (dispatcher, sent) => {
    const seen = await profileWhile(dispatcher, () => sent)
    say(`\n${name}, 0 ms, window 100\n${describeProfiles(seen)}\n`)
  })
}

async function end(child: ChildProcess): Promise<void> {
  child.disconnect()
  await once(child, 'exit')
}
