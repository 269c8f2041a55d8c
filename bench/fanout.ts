// One mail with an attached list of 5,000 phones, while others send mails of their own.
//   npm run bench:fanout [-- --quick] [-- --json]
//
// A single process on each database, warmed by ordinary mails. Linux only: memory is read from /proc.
import { LoadGenerator } from './load/load-generator.ts'
import { measureFanout, type Fanout } from './measure/fanout.ts'
import { measureIntake } from './measure/intake.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { median, rounded, switches } from './support/figures.ts'
import { startBenchServer } from './support/server.ts'

const flags = switches('quick', 'json')
const phones = 5_000
const rounds = flags.quick ? 1 : 5
const patience = flags.quick ? 6_000 : 300_000
const say = flags.json ? () => undefined : console.log

interface Figures {
  readonly acceptedMs: number
  readonly memoryMb: number
  readonly othersP99Ms: number
}

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
  const server = await startBenchServer({ database: await databases.make(name), nodes: '0' })
  try {
    await measureIntake(server, load, { seconds: 2 })
    const turns: Fanout[] = []
    for (let round = 0; round < rounds; round++) {
      const turn = await measureFanout(server, load, {
        phones,
        first: 10_000_000 + round * phones,
        patience,
      })
      turns.push(turn)
      say(
        `${name.padEnd(9)} accepted after ${rounded(turn.accepted)} ms, memory +${rounded(turn.memory, 1)} MB,` +
          ` ${turn.others} other mails p99 ${rounded(turn.othersP99)} ms, ${turn.sent === undefined ? 'not all sent yet' : `all sent after ${rounded(turn.sent, 1)} s`}`,
      )
    }
    const middle = (value: (turn: Fanout) => number): number => median(turns.map(value))
    return {
      acceptedMs: rounded(middle((turn) => turn.accepted)),
      memoryMb: rounded(Math.max(...turns.map((turn) => turn.memory)), 1),
      othersP99Ms: rounded(middle((turn) => turn.othersP99)),
    }
  } finally {
    await server.stop()
  }
}
