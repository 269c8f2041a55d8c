// How many mails a second are taken in without a mail server: handed to a gateway within its own process, 20 at a
// time, while the line to the virtual phone rests. What Haraka, its connections and the load take of the processors
// is not in it, so that it says far more clearly than bench:intake what a change of ours gains.
//   npm run bench:gateway [-- --quick] [-- --json] [-- --profile] [-- --against DIRECTORY]
//
// With --against the same is done in turn by another checkout that was built (npm run build there), and the ratios
// tell ours to that: the medians of the rounds' ratios.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { HandingGateway } from './measure/gateway.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { median, rounded } from './support/figures.ts'
import { describeTime, medianRate, type Rate } from './support/processor.ts'
import { describeProfiles, profileWhile } from './support/profile-server.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    against: { type: 'string' },
  },
})
const seconds = flags.quick ? 1 : 3
const warmUp = flags.quick ? 4 : 10
const rounds = flags.quick ? 3 : 11
const say = flags.json ? () => undefined : console.log
const here = resolve(import.meta.dirname, '../..')

interface Figures extends Rate {
  /** To the other checkout. */
  readonly ratios: { readonly mailsPerSecond: number; readonly processor: number } | undefined
}

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  const figures: Partial<Record<DatabaseName, Figures>> = {}
  try {
    for (const name of databaseNames) figures[name] = await measure(name, databases)
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    await databases.close()
  }
}

async function measure(name: DatabaseName, databases: BenchDatabases): Promise<Figures> {
  const gateways: HandingGateway[] = []
  try {
    for (const checkout of [here, ...(flags.against === undefined ? [] : [resolve(flags.against)])])
      gateways.push(await HandingGateway.start(checkout, await databases.make(name)))
    const [own, other] = gateways
    if (own === undefined) throw new Error('no gateway')
    for (const one of gateways) await one.hand(warmUp)
    const turns: { own: Rate; other: Rate | undefined }[] = []
    for (let round = 0; round < rounds; round++)
      turns.push({ own: await own.hand(seconds), other: await other?.hand(seconds) })
    const figures = figuresOf(turns)
    say(`${name.padEnd(9)} ${describe(figures)}`)
    if (flags.profile) await profile(own)
    return figures
  } finally {
    for (const one of gateways) await one.stop()
  }
}

async function profile(gateway: HandingGateway): Promise<void> {
  const seen = await profileWhile(gateway.process, async () => {
    await gateway.hand(seconds)
  })
  say(`${describeProfiles(seen)}\n`)
}

function figuresOf(turns: readonly { own: Rate; other: Rate | undefined }[]): Figures {
  const ratioOf = (value: (turn: Rate) => number): number =>
    rounded(median(turns.map(({ own, other = own }) => value(own) / value(other))), 3)
  const whole = ({ processor: { main, threads, postgres } }: Rate): number =>
    main + threads + postgres
  return {
    ratios:
      flags.against === undefined
        ? undefined
        : { mailsPerSecond: ratioOf((turn) => turn.mailsPerSecond), processor: ratioOf(whole) },
    ...medianRate(turns.map(({ own }) => own)),
  }
}

function describe({ mailsPerSecond, processor, ratios }: Figures): string {
  const toOther =
    ratios && `; to the other: mails ${ratios.mailsPerSecond}, processor ${ratios.processor}`
  return `${mailsPerSecond} mails/s  a mail: ${describeTime(processor, 3)}${toOther ?? ''}`
}
