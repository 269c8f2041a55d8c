// How many mails a second are taken in: parsed, checked, committed and answered 250.
//   npm run bench:intake [-- --quick] [-- --json] [-- --html] [-- --cores] [-- --profile]
//
// The same Haraka in turn, logging as haraka.ini has it: bare (it reads each mail and drops it), with our plugin on SQLite, with our
// plugin on PostgreSQL; 20 connections that stay open, from a process of its own. Several rounds; the
// ratio is the median of the rounds' ratios. Messages are dispatched to a virtual phone meanwhile; what
// is left of them is waited for before the next turn, and said. smtp-source of Postfix cannot write to
// many phones, so that its mails would be one conversation: the load is our own.
import { eventually } from '../test/support/eventually.ts'
import { startPostgres } from '../test/support/postgres.ts'
import { LoadGenerator } from './load/load-generator.ts'
import type { LoadResult } from './load/smtp-load.ts'
import { timeDisk } from './support/disk.ts'
import { median, percentile, rounded, switches } from './support/figures.ts'
import { describeProfile, profileWhile } from './support/profile-server.ts'
import { countWaiting, startBenchServer, type BenchServer } from './support/server.ts'

const names = ['bare', 'sqlite', 'postgres'] as const
type Name = (typeof names)[number]

const flags = switches('quick', 'json', 'html', 'cores', 'profile')
const seconds = flags.quick ? 2 : 6
const rounds = flags.quick ? 3 : 7
const say = flags.json ? () => undefined : console.log

interface Turn {
  readonly result: LoadResult
  readonly mailsPerSecond: number
  /** How long the virtual phone still got messages after the last mail, in seconds. */
  readonly drained: number
}

await main()

async function main(): Promise<void> {
  const postgres = await startPostgres({ durable: true })
  const load = new LoadGenerator()
  const servers: Partial<Record<Name, BenchServer>> = {}
  try {
    for (const name of names) servers[name] = await startBenchServer(planOf(name, postgres.url))
    const all = servers as Record<Name, BenchServer>
    for (const name of names) await turn(all[name], load, Math.min(seconds, 3))
    const turns: Record<Name, Turn[]> = { bare: [], sqlite: [], postgres: [] }
    for (let round = 0; round < rounds; round++) {
      const disk = await timeDisk()
      say(`a write made safe: median ${disk.median.toFixed(2)} ms, mean ${disk.mean.toFixed(2)} ms`)
      for (const name of names) turns[name].push(await turn(all[name], load, seconds))
      for (const name of names) say(describeTurn(name, turns[name].at(-1)))
      say('')
    }
    tell(turns)
    if (flags.profile) for (const name of names) await profile(name, all[name], load)
  } finally {
    for (const server of Object.values(servers)) await server.stop()
    load.close()
    await postgres.stop()
  }
}

function planOf(name: Name, postgresUrl: string): Parameters<typeof startBenchServer>[0] {
  const databases = {
    bare: undefined,
    sqlite: (directory: string) => `sqlite:${directory}/sms.db`,
    postgres: () => postgresUrl,
  }
  return { database: databases[name], nodes: flags.cores ? 'cpus' : '0' }
}

async function turn(server: BenchServer, load: LoadGenerator, length: number): Promise<Turn> {
  const kind = flags.html ? 'html' : 'text'
  const result = await load.hand({ port: server.port, connections: 20, seconds: length, kind })
  if (Object.keys(result.refused).length > 0)
    throw new Error(`mails were refused: ${JSON.stringify(result.refused)}`)
  const ended = performance.now()
  await drained(server)
  return {
    result,
    mailsPerSecond: result.accepted / result.seconds,
    drained: (performance.now() - ended) / 1000,
  }
}

async function drained({ store }: BenchServer): Promise<void> {
  if (store === undefined) return
  await eventually(
    'the virtual phone',
    async () => ((await countWaiting(store)) === 0 ? true : undefined),
    120_000,
  )
}

async function profile(name: Name, server: BenchServer, load: LoadGenerator): Promise<void> {
  let mailsPerSecond = 0
  const seen = await profileWhile(server.haraka, async () => {
    mailsPerSecond = (await turn(server, load, seconds)).mailsPerSecond
  })
  say(`\n${name}, ${rounded(mailsPerSecond)} mails/s while profiled`)
  say(describeProfile(seen))
}

function describeTurn(name: Name, done: Turn | undefined): string {
  if (done === undefined) return name
  const { result, mailsPerSecond } = done
  const wait = (share: number): string => percentile(result.waits, share).toFixed(1)
  return [
    name.padEnd(9),
    `${rounded(mailsPerSecond)} mails/s`.padStart(13),
    `  end of data to 250: median ${wait(0.5)} ms, p99 ${wait(0.99)} ms`,
    `  load used ${rounded(result.load * 100)} % of a processor`,
    done.drained > 0.1 ? `  phones had the rest after ${done.drained.toFixed(1)} s` : '',
  ].join('')
}

function tell(turns: Record<Name, Turn[]>): void {
  const rate = (name: Name): number => median(turns[name].map((one) => one.mailsPerSecond))
  const ratio = (name: Name): number =>
    median(
      turns[name].map(
        (one, round) => one.mailsPerSecond / (turns.bare[round]?.mailsPerSecond ?? 0),
      ),
    )
  const ours = (name: Name): { ratio: number; mailsPerSecond: number } => ({
    ratio: rounded(ratio(name), 3),
    mailsPerSecond: rounded(rate(name)),
  })
  const figures = {
    sqlite: ours('sqlite'),
    postgres: ours('postgres'),
    bare: { mailsPerSecond: rounded(rate('bare')) },
  }
  if (flags.json) console.log(JSON.stringify(figures))
  say(`bare      ${figures.bare.mailsPerSecond} mails/s`)
  say(`sqlite    ${figures.sqlite.mailsPerSecond} mails/s, ratio ${figures.sqlite.ratio}`)
  say(`postgres  ${figures.postgres.mailsPerSecond} mails/s, ratio ${figures.postgres.ratio}`)
}
