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
/** Parts that are not counted. */
const warmUp = 300
const peerParts = flags.quick ? 6 : 40

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
    await measureBare(modem)
    for (const name of databaseNames) await measureOurs(modem, name)
    if (kind === 'terminal') await measurePeer(modem)
    modem.close()
  }
  if (flags.json) console.log(JSON.stringify(figures))
} finally {
  await databases.close()
  await rm(directory, { recursive: true, force: true })
}

/** What this machine and its ports let through: one part after the other, and nothing else done. */
async function measureBare(modem: BenchModem): Promise<void> {
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
    await measureCases(modem, 'bare', async (count) => {
      for (let sent = 0; sent < count; sent++)
        await channel.command('AT+CMGS=17', { pdu, timeout: 10_000 })
    })
  } finally {
    channel.close('done')
  }
}

async function measureOurs(modem: BenchModem, name: DatabaseName): Promise<void> {
  const route = routeOver([{ port: modem.port }], {
    pace: usualPace,
    settings: { reports: false, trace: false, sendTimeout: 10_000 },
  })
  const gateway = await openGateway({ database: await databases.make(name), routes: [route] })
  let number = 20_640_000
  try {
    await addDemoAccount(gateway.gateway)
    await measureCases(modem, name, async (count) => {
      await gateway.send({ to: Array.from({ length: count }, () => `+45${number++}@sms.test`) })
    })
  } finally {
    await gateway.close()
  }
}

/** `send` has the modem take so many parts, sooner or later. */
async function measureCases(
  modem: BenchModem,
  who: Who,
  send: (count: number) => Promise<void>,
): Promise<void> {
  modem.begin(0)
  await send(warmUp)
  await modem.takenUntil(warmUp)
  for (const [latency = 0, parts = 0] of cases) {
    modem.begin(latency)
    const sending = send(parts)
    const began = await modem.takenUntil(1)
    const before = process.cpuUsage()
    const taken = await modem.takenUntil(parts)
    const { user, system } = process.cpuUsage(before)
    await sending
    note(modem, who, latency, taken, (user + system) / 1_000 / (taken.parts - began.parts))
  }
}

async function measurePeer(modem: BenchModem): Promise<void> {
  const version = smstoolsVersion()
  if (version === undefined) {
    say('smstools is not installed')
    return
  }
  say(`smstools ${version}`)
  for (const [latency = 0] of flags.quick ? cases.slice(0, 2) : cases) {
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
