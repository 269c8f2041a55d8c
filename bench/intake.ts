// How many mails a second are taken in: parsed, checked, committed and answered 250.
//   npm run bench:intake [-- --quick] [-- --json] [-- --html] [-- --cores] [-- --profile]
//
// The same Haraka in turn, logging as haraka.ini has it: bare (it reads each mail and drops it), with our plugin on
// SQLite, bare again, with our plugin on PostgreSQL; 20 connections that stay open, from a process of its own. Several
// rounds; the ratio is the median of the rounds' ratios, each to the bare turn just before it. The line to the virtual
// phone rests meanwhile: what is measured is taking mails in. A second figure says how many are taken in while their messages are sent,
// in the same process; what is left of them is waited for before the next turn. smtp-source of Postfix cannot write to
// many phones, so that its mails would be one conversation: the load is our own.
import { LoadGenerator } from './load/load-generator.ts'
import { measureIntake, restLine, resumeLine, type IntakeTurn } from './measure/intake.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { timeDisk } from './support/disk.ts'
import { median, percentile, rounded, switches } from './support/figures.ts'
import { describeProfiles, profileWhile } from './support/profile-server.ts'
import { describeTime, medianRate, timeForEach, type Rate } from './support/processor.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'

const names = ['bare', 'sqlite', 'postgres'] as const
type Name = (typeof names)[number]
/** A turn of ours, and the one of bare before it. */
interface Pair {
  readonly own: IntakeTurn
  readonly bare: IntakeTurn
}
type Pairs = Record<DatabaseName, Pair[]>

const flags = switches('quick', 'json', 'html', 'cores', 'profile')
const kind = flags.html ? 'html' : 'text'
/** Short, as a machine's speed changes within seconds, and what rests for long is slow at first. */
const seconds = flags.quick ? 0.5 : 2
/** Some thousand mails: a server that runs is warm. */
const warmUp = {
  bare: flags.quick ? 2 : 4,
  sqlite: flags.quick ? 6 : 12,
  postgres: flags.quick ? 8 : 12,
}
const rounds = flags.quick ? 5 : 15
const say = flags.json ? () => undefined : console.log

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  const load = new LoadGenerator()
  const servers: Partial<Record<Name, BenchServer>> = {}
  try {
    await Promise.all(
      names.map(async (name) => {
        servers[name] = await startServer(name, databases)
      }),
    )
    const all = servers as Record<Name, BenchServer>
    await Promise.all(names.map((name) => restLine(all[name])))
    for (const name of names) await measureIntake(all[name], load, { seconds: warmUp[name], kind })
    say('the line to the phone rests:')
    const turns = await takeTurns(all, load, rounds)
    await Promise.all(names.map((name) => resumeLine(all[name])))
    say('while their messages are sent:')
    const sending = await takeTurns(all, load, flags.quick ? 1 : 5)
    tell(turns, sending)
    if (flags.profile) for (const name of names) await profile(name, all[name], load)
  } finally {
    for (const server of Object.values(servers)) await server.stop()
    load.close()
    await databases.close()
  }
}

async function takeTurns(
  servers: Record<Name, BenchServer>,
  load: LoadGenerator,
  count: number,
): Promise<Pairs> {
  const pairs: Pairs = { sqlite: [], postgres: [] }
  const take = (name: Name): Promise<IntakeTurn> =>
    measureIntake(servers[name], load, { seconds, kind })
  for (let round = 0; round < count; round++) {
    const disk = await timeDisk()
    say(`a write made safe: median ${disk.median.toFixed(2)} ms, mean ${disk.mean.toFixed(2)} ms`)
    for (const name of databaseNames) {
      const pair = { bare: await take('bare'), own: await take(name) }
      pairs[name].push(pair)
      say(describeTurn('bare', pair.bare))
      say(describeTurn(name, pair.own))
    }
    say('')
  }
  return pairs
}

async function startServer(name: Name, databases: BenchDatabases): Promise<BenchServer> {
  const nodes = flags.cores ? 'cpus' : '0'
  const database = name === 'bare' ? undefined : await databases.make(name)
  return startBenchServer({ database, nodes })
}

async function profile(name: Name, server: BenchServer, load: LoadGenerator): Promise<void> {
  let mailsPerSecond = 0
  const seen = await profileWhile(server.haraka, async () => {
    mailsPerSecond = (await measureIntake(server, load, { seconds, kind })).mailsPerSecond
  })
  say(`\n${name}, ${rounded(mailsPerSecond)} mails/s while profiled`)
  say(describeProfiles(seen))
}

function describeTurn(name: Name, done: IntakeTurn): string {
  const { result, mailsPerSecond } = done
  const wait = (share: number): string => percentile(result.waits, share).toFixed(1)
  return [
    name.padEnd(9),
    `${rounded(mailsPerSecond)} mails/s`.padStart(13),
    `  end of data to 250: median ${wait(0.5)} ms, p99 ${wait(0.99)} ms`,
    `  load used ${rounded(result.load * 100)} % of a processor`,
    `  a mail: ${describeWork(done)}`,
    done.drained > 0.1 ? `  phones had the rest after ${done.drained.toFixed(1)} s` : '',
  ].join('')
}

/** Time on a processor for each mail. With `--cores` Haraka's own thread is the one without mails. */
function describeWork({ result, worked }: IntakeTurn): string {
  return describeTime(timeForEach(worked, result.accepted), 2)
}

interface Figures extends Rate {
  readonly ratio: number
}

function rateOf(turns: readonly IntakeTurn[]): Rate {
  return medianRate(
    turns.map(({ mailsPerSecond, worked, result }) => ({
      mailsPerSecond,
      processor: timeForEach(worked, result.accepted),
    })),
  )
}

function figuresOf(pairs: readonly Pair[]): Figures {
  const ratios = pairs.map(({ own, bare }) => own.mailsPerSecond / bare.mailsPerSecond)
  return { ratio: rounded(median(ratios), 3), ...rateOf(pairs.map(({ own }) => own)) }
}

function tell(pairs: Pairs, sending: Pairs): void {
  const ours = (name: DatabaseName): Figures & { whileSending: Figures } => ({
    ...figuresOf(pairs[name]),
    whileSending: figuresOf(sending[name]),
  })
  const bare = rateOf(Object.values(pairs).flatMap((all) => all.map(({ bare }) => bare)))
  const figures = { sqlite: ours('sqlite'), postgres: ours('postgres'), bare }
  if (flags.json) console.log(JSON.stringify(figures))
  say(`bare      ${bare.mailsPerSecond} mails/s`)
  for (const name of databaseNames) {
    const { ratio, mailsPerSecond, whileSending } = figures[name]
    say(
      `${name.padEnd(9)} ${mailsPerSecond} mails/s, ratio ${ratio}; ` +
        `while their messages are sent ${whileSending.mailsPerSecond}, ratio ${whileSending.ratio}`,
    )
  }
}
