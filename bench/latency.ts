// How long a mail takes to the phone and an SMS to the outbound queue, on an idle server.
//   npm run bench:latency [-- --quick] [-- --json]
//
// A mail counts from the end of data until the page /phone shows its message, as an open browser would
// see it; an SMS from the phone's answer until its mail is a file in Haraka's outbound queue. With one
// worker and with two, on SQLite and on PostgreSQL.
import { measureLatency, type Latencies } from './measure/latency.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { switches } from './support/figures.ts'
import { startBenchServer } from './support/server.ts'

const flags = switches('quick', 'json')
const samples = flags.quick ? 60 : 500
const say = flags.json ? () => undefined : console.log

type Figures = Record<'nodes1' | 'nodes2', Latencies>

await main()

async function main(): Promise<void> {
  const databases = await BenchDatabases.open()
  try {
    const figures: Partial<Record<DatabaseName, Figures>> = {}
    for (const name of databaseNames) {
      figures[name] = {
        nodes1: await measure(databases, name, '1'),
        nodes2: await measure(databases, name, '2'),
      }
    }
    if (flags.json) console.log(JSON.stringify(figures))
  } finally {
    await databases.close()
  }
}

async function measure(
  databases: BenchDatabases,
  name: DatabaseName,
  nodes: string,
): Promise<Latencies> {
  const database = await databases.make(name)
  const server = await startBenchServer({ database, nodes, pages: true, holdsMails: true })
  try {
    const { mailToPhone, smsToMail } = await measureLatency(server, samples, 0)
    say(
      `${name.padEnd(9)} nodes=${nodes}  mail to phone: median ${mailToPhone.median} ms, p99 ${mailToPhone.p99} ms;` +
        `  SMS to queue: median ${smsToMail.median} ms, p99 ${smsToMail.p99} ms`,
    )
    return { mailToPhone, smsToMail }
  } finally {
    await server.stop()
  }
}
