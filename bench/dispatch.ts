// How many messages a second go from the line to a phone that takes them at once.
//   npm run bench:dispatch [-- --quick] [-- --json] [-- --profile]
//
// The command `haraka-sms dispatch` sends what waits in the database, with the window that routes have
// by default and with a wide one. Each message is claimed, handed on, accepted, and reported delivered.
import { measureDispatch } from './measure/dispatch.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { median, rounded, switches } from './support/figures.ts'
import { describeProfiles, profileWhile } from './support/profile-server.ts'

const flags = switches('quick', 'json', 'profile')
const rounds = flags.quick ? 1 : 5
const messages = flags.quick ? 2_000 : 10_000
const windows = { window16: 16, window200: 200 }
const say = flags.json ? () => undefined : console.log

type Figures = Record<keyof typeof windows, { messagesPerSecond: number }>

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  try {
    const figures: Partial<Record<DatabaseName, Figures>> = {}
    for (const name of databaseNames) {
      figures[name] = {
        window16: await measure(databases, name, 'window16'),
        window200: await measure(databases, name, 'window200'),
      }
      if (flags.profile) await profile(databases, name)
    }
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    await databases.close()
  }
}

async function measure(
  databases: BenchDatabases,
  name: DatabaseName,
  width: keyof typeof windows,
): Promise<{ messagesPerSecond: number }> {
  const database = await databases.make(name)
  const rates: number[] = []
  for (let round = 0; round < rounds; round++)
    rates.push(await measureDispatch({ database, messages, window: windows[width] }))
  const messagesPerSecond = rounded(median(rates))
  say(`${name.padEnd(9)} window ${windows[width]}: ${messagesPerSecond} messages/s`)
  return { messagesPerSecond }
}

async function profile(databases: BenchDatabases, name: DatabaseName): Promise<void> {
  const database = await databases.make(name)
  const plan = { database, messages, window: windows.window16 }
  await measureDispatch(plan, async (dispatcher, sent) => {
    const seen = await profileWhile(dispatcher, () => sent)
    say(`\n${name}, window ${plan.window}\n${describeProfiles(seen)}\n`)
  })
}
