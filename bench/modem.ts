// How many parts a second go out by a modem that takes L milliseconds for each part, against the ideal 1/L.
//   npm run bench:modem [-- --quick] [-- --json]
//
// The modem is a simulated one in a process of its own, on a TCP port and on a pseudo-terminal; the gateway
// is whole, on SQLite and on PostgreSQL that make every commit safe. The rate is counted at the modem, from
// the first part that it took to the last. A bare loop on the same port, which does nothing but hand over
// the same part again and again, says what this machine lets through; and the modem says what it took for a
// part itself. smstools does the same beside it where it is installed (Debian: smstools).
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtChannel } from '../lib/routes/modem/at-channel.ts'
import { usualPace } from '../lib/routes/modem/settings.ts'
import { realWorld } from '../lib/routes/real-world.ts'
import { addDemoAccount, openGateway } from '../test/support/gateway.ts'
import { routeOver } from '../test/support/modem-route.ts'
import { BenchDatabases, databaseNames, type DatabaseName } from './support/databases.ts'
import { rounded, switches } from './support/figures.ts'
import { BenchModem, type TakenParts } from './support/modem.ts'
import { smstoolsVersion, startSmstools, stopSmstools } from './support/smstools.ts'

const flags = switches('quick', 'json')
const say = flags.json ? () => undefined : console.log
/** Milliseconds for each part, and how many parts. */
const cases = flags.quick
  ? [
      [0, 400],
      [20, 100],
      [100, 25],
    ]
  : [
      [0, 3_000],
      [20, 1_000],
      [100, 200],
    ]
const peerParts = flags.quick ? 12 : 40

type Who = 'bare' | DatabaseName | 'smstools'

interface Figure {
  readonly port: string
  readonly latency: number
  readonly partsPerSecond: number
  /** Of the ideal; undefined at L = 0, which has none. */
  readonly ofIdeal: number | undefined
  /** Milliseconds for a part, by the clock of the modem. */
  readonly modem: number
  readonly cpuMsPerPart?: number
}

const databases = await BenchDatabases.open()
const directory = await mkdtemp(join(tmpdir(), 'sms-bench-modem-'))
const figures: Partial<Record<Who, Figure[]>> = {}
try {
  for (const kind of ['tcp', 'terminal'] as const) {
    const modem = await BenchModem.open(kind)
    for (const [latency = 0, parts = 0] of cases) {
      note(modem, 'bare', latency, await measureBare(modem, latency, parts))
      for (const name of databaseNames) {
        const { taken, cpu } = await measureOurs(modem, name, latency, parts)
        note(modem, name, latency, taken, cpu)
      }
    }
    if (kind === 'terminal') await measurePeer(modem)
    modem.close()
  }
  if (flags.json) console.log(JSON.stringify(figures))
} finally {
  await databases.close()
  await rm(directory, { recursive: true, force: true })
}

/** What this machine and its ports let through: one part after the other, and nothing else done. */
async function measureBare(modem: BenchModem, latency: number, parts: number): Promise<TakenParts> {
  modem.begin(latency)
  const stream = await realWorld().openStream(modem.port, { speed: 115_200, flow: 'none' })
  const channel = new AtChannel({
    stream,
    onUnsolicited: () => undefined,
    trace: undefined,
    pace: usualPace,
  })
  try {
    await channel.attention()
    const pdu = '0001000A915402460346000005C8329BFD06'
    for (let sent = 0; sent < parts; sent++)
      await channel.command('AT+CMGS=17', { pdu, timeout: 10_000 })
    return await modem.takenUntil(parts)
  } finally {
    channel.close('done')
  }
}

async function measureOurs(
  modem: BenchModem,
  name: DatabaseName,
  latency: number,
  parts: number,
): Promise<{ taken: TakenParts; cpu: number }> {
  modem.begin(latency)
  const route = routeOver([{ port: modem.port }], {
    pace: usualPace,
    settings: { reports: false, trace: false, sendTimeout: 10_000 },
  })
  const gateway = await openGateway({ database: await databases.make(name), routes: [route] })
  try {
    await addDemoAccount(gateway.gateway)
    const to = Array.from({ length: parts }, (_, n) => `+45${20_643_000 + n}@sms.test`)
    await gateway.send({ to })
    const began = await modem.takenUntil(1)
    const before = process.cpuUsage()
    const taken = await modem.takenUntil(parts)
    const { user, system } = process.cpuUsage(before)
    return { taken, cpu: (user + system) / 1_000 / (taken.parts - began.parts) }
  } finally {
    await gateway.close()
  }
}

async function measurePeer(modem: BenchModem): Promise<void> {
  const version = smstoolsVersion()
  if (version === undefined) {
    say('smstools is not installed')
    return
  }
  say(`smstools ${version}`)
  for (const [latency = 0] of cases) {
    modem.begin(latency)
    const work = await mkdtemp(join(directory, 'smstools-'))
    const smsd = startSmstools(work, modem.port, peerParts)
    try {
      note(modem, 'smstools', latency, await modem.takenUntil(peerParts))
    } finally {
      await stopSmstools(smsd)
    }
  }
}

function note(
  { kind }: BenchModem,
  who: Who,
  latency: number,
  taken: TakenParts,
  cpu?: number,
): void {
  const behindFirst = taken.parts - 1
  const rate = (behindFirst * 1_000) / taken.milliseconds
  const one: Figure = {
    port: kind,
    latency,
    partsPerSecond: rounded(rate, 1),
    ofIdeal: latency === 0 ? undefined : rounded((rate * latency) / 1_000, 3),
    modem: rounded(taken.own / behindFirst, 2),
    ...(cpu !== undefined && { cpuMsPerPart: rounded(cpu, 2) }),
  }
  ;(figures[who] ??= []).push(one)
  const ideal = one.ofIdeal === undefined ? '' : `, ${one.ofIdeal} of the ideal`
  const spent = cpu === undefined ? '' : `, ${one.cpuMsPerPart} ms of CPU a part`
  say(
    `${kind.padEnd(9)}${who.padEnd(9)}L = ${latency}: ${one.partsPerSecond} parts/s${ideal} (modem ${one.modem} ms)${spent}`,
  )
}
