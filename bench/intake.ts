// How many mails a second are taken in: parsed, checked, committed and answered 250.
//   npm run bench:intake [-- --quick] [-- --json] [-- --html] [-- --cores] [-- --profile]
//
// The same Haraka in turn, logging as haraka.ini has it: bare (it reads each mail and drops it), with our plugin on SQLite, with our
// plugin on PostgreSQL; 20 connections that stay open, from a process of its own. Several rounds; the
// ratio is the median of the rounds' ratios. The line to the virtual phone rests meanwhile: what is
// measured is taking mails in. A second figure says how many are taken in while their messages are sent,
// in the same process; what is left of them is waited for before the next turn. smtp-source of Postfix cannot write to
// many phones, so that its mails would be one conversation: the load is our own.
import { LoadGenerator } from './load/load-generator.ts'
import { measureIntake, restLine, resumeLine, type IntakeTurn } from './measure/intake.ts'
import { BenchDatabases } from './support/databases.ts'
import { timeDisk } from './support/disk.ts'
import { median, percentile, rounded, switches } from './support/figures.ts'
import { describeProfiles, profileWhile } from './support/profile-server.ts'
import { startBenchServer, type BenchServer } from './support/server.ts'

const names = ['bare', 'sqlite', 'postgres'] as const
type Name = (typeof names)[number]
type Turns = Record<Name, IntakeTurn[]>

const flags = switches('quick', 'json', 'html', 'cores', 'profile')
const kind = flags.html ? 'html' : 'text'
const seconds = flags.quick ? 1.2 : 6
/** Some thousand mails: a server that runs is warm. */
const warmUp = {
  bare: flags.quick ? 1.5 : 4,
  sqlite: flags.quick ? 5 : 12,
  postgres: flags.quick ? 5 : 12,
}
const rounds = flags.quick ? 3 : 7
const say = flags.json ? () => undefined : console.log

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  const load = new LoadGenerator()
  const servers: Partial<Record<Name, BenchServer>> = {}
  try {
    for (const name of names) servers[name] = await startServer(name, databases)
    const all = servers as Record<Name, BenchServer>
    for (const name of names) await restLine(all[name])
    for (const name of names) await measureIntake(all[name], load, { seconds: warmUp[name], kind })
    say('the line to the phone rests:')
    const turns = await takeTurns(all, load, rounds)
    for (const name of names) await resumeLine(all[name])
    say('while their messages are sent:')
    const sending = await takeTurns(all, load, flags.quick ? 1 : 3)
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
): Promise<Turns> {
  const turns: Turns = { bare: [], sqlite: [], postgres: [] }
  for (let round = 0; round < count; round++) {
    const disk = await timeDisk()
    say(`a write made safe: median ${disk.median.toFixed(2)} ms, mean ${disk.mean.toFixed(2)} ms`)
    for (const name of names)
      turns[name].push(await measureIntake(servers[name], load, { seconds, kind }))
    for (const name of names) say(describeTurn(name, turns[name].at(-1)))
    say('')
  }
  return turns
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

function describeTurn(name: Name, done: IntakeTurn | undefined): string {
  if (done === undefined) return name
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
  return (['main', 'threads', 'postgres'] as const)
    .filter((part) => worked[part] > 0)
    .map((part) => `${part} ${(worked[part] / result.accepted).toFixed(2)} ms`)
    .join(', ')
}

interface Figures {
  readonly ratio: number
  readonly mailsPerSecond: number
  /** Time on a processor for each mail, in milliseconds. */
  readonly processor: Record<'main' | 'threads' | 'postgres', number>
}

function figuresOf(name: Name, turns: Turns): Figures {
  const own = turns[name]
  const ratios = own.map(
    (one, round) => one.mailsPerSecond / (turns.bare[round]?.mailsPerSecond ?? 0),
  )
  const worked = (part: keyof IntakeTurn['worked']): number =>
    rounded(median(own.map(({ worked, result }) => worked[part] / result.accepted)), 3)
  return {
    ratio: rounded(median(ratios), 3),
    mailsPerSecond: rounded(median(own.map((one) => one.mailsPerSecond))),
    processor: { main: worked('main'), threads: worked('threads'), postgres: worked('postgres') },
  }
}

function tell(turns: Turns, sending: Turns): void {
  const ours = (name: Name): Figures & { whileSending: Figures } => ({
    ...figuresOf(name, turns),
    whileSending: figuresOf(name, sending),
  })
  const { mailsPerSecond, processor } = figuresOf('bare', turns)
  const figures = {
    sqlite: ours('sqlite'),
    postgres: ours('postgres'),
    bare: { mailsPerSecond, processor },
  }
  if (flags.json) console.log(JSON.stringify(figures))
  say(`bare      ${mailsPerSecond} mails/s`)
  for (const name of ['sqlite', 'postgres'] as const) {
    const { ratio, mailsPerSecond, whileSending } = figures[name]
    say(
      `${name.padEnd(9)} ${mailsPerSecond} mails/s, ratio ${ratio}; ` +
        `while their messages are sent ${whileSending.mailsPerSecond}, ratio ${whileSending.ratio}`,
    )
  }
}
