// How many parts a second go out by a modem that takes L milliseconds for each, against the ideal 1/L.
//   npm run bench:modem [-- --quick] [-- --json]
//
// The modem is a simulated one on a pseudo-terminal, in a process of its own; the gateway is whole, on
// SQLite that makes every commit safe. The rate is counted at the modem, from the first part that it
// took to the last; a bare loop on the same modem says what this machine lets through. smstools does the same beside it where it is installed (Debian: smstools).
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AtChannel } from '../lib/routes/modem/at-channel.ts'
import { realWorld } from '../lib/routes/real-world.ts'
import { usualPace } from '../lib/routes/modem/modem.ts'
import { addDemoAccount, openGateway } from '../test/support/gateway.ts'
import { routeOver } from '../test/support/modem-route.ts'
import { rounded, switches } from './support/figures.ts'
import type { ModemNews, ModemQuestion } from './support/modem-process.ts'
import { smstoolsVersion, startSmstools, stopSmstools } from './support/smstools.ts'

const flags = switches('quick', 'json')
const say = flags.json ? () => undefined : console.log
/** Milliseconds for each part, and how many parts. */
const cases = flags.quick
  ? [
      [0, 400],
      [20, 150],
      [100, 40],
    ]
  : [
      [0, 3_000],
      [20, 1_000],
      [100, 200],
    ]
const peerParts = flags.quick ? 12 : 40

interface Figure {
  readonly latency: number
  readonly partsPerSecond: number
  /** Of the ideal; undefined at L = 0, which has none. */
  readonly ofIdeal: number | undefined
  readonly cpuMsPerPart: number | undefined
}

const directory = await mkdtemp(join(tmpdir(), 'sms-bench-modem-'))
let round = 0
const modem = fork(fileURLToPath(new URL('support/modem-process.js', import.meta.url)))
try {
  const [{ port = '' }] = (await once(modem, 'message')) as [ModemNews]
  const bare: Figure[] = []
  const ours: Figure[] = []
  for (const [latency = 0, parts = 0] of cases) {
    bare.push(await measureBare(port, latency, parts))
    tell('a bare loop', bare.at(-1))
    ours.push(await measureOurs(port, latency, parts))
    tell('haraka-sms', ours.at(-1))
  }
  const version = smstoolsVersion()
  const smstools: Figure[] = []
  if (version === undefined) say('smstools is not installed')
  else
    for (const [latency = 0] of cases) {
      smstools.push(await measureSmstools(port, latency))
      tell(`smstools ${version}`, smstools.at(-1))
    }
  if (flags.json)
    console.log(JSON.stringify({ bare, ours, smstools: { version, figures: smstools } }))
} finally {
  modem.disconnect()
  await rm(directory, { recursive: true, force: true })
}

/** What this machine and its terminal let through: one part after the other, and nothing else done. */
async function measureBare(port: string, latency: number, parts: number): Promise<Figure> {
  ask({ latency })
  const stream = await realWorld().openStream(port, { speed: 115_200, flow: 'none' })
  const channel = new AtChannel({
    stream,
    onUnsolicited: () => undefined,
    trace: () => undefined,
    pace: usualPace,
  })
  try {
    await channel.attention()
    const pdu = '0001000A915402460346000005C8329BFD06'
    for (let sent = 0; sent < parts; sent++)
      await channel.command('AT+CMGS=17', { pdu, timeout: 10_000 })
    return figure(latency, await takenUntil(modem, parts), undefined)
  } finally {
    channel.close('done')
  }
}

async function measureOurs(port: string, latency: number, parts: number): Promise<Figure> {
  ask({ latency })
  const route = routeOver([{ port }], {
    pace: usualPace,
    settings: { reports: false, trace: false, sendTimeout: 10_000 },
  })
  const database = `sqlite:${join(directory, `ours${latency}.db`)}`
  const gateway = await openGateway({ database, routes: [route] })
  try {
    await addDemoAccount(gateway.gateway)
    const to = Array.from({ length: parts }, (_, n) => `+45${20_643_000 + n}@sms.test`)
    await gateway.send({ to })
    const began = await takenUntil(modem, 1)
    const before = process.cpuUsage()
    const taken = await takenUntil(modem, parts)
    const { user, system } = process.cpuUsage(before)
    return figure(latency, taken, (user + system) / 1_000 / (taken.parts - began.parts))
  } finally {
    await gateway.close()
  }
}

async function measureSmstools(port: string, latency: number): Promise<Figure> {
  ask({ latency })
  const work = await mkdtemp(join(directory, 'smstools-'))
  const smsd = startSmstools(work, port, peerParts)
  try {
    return figure(latency, await takenUntil(modem, peerParts), undefined)
  } finally {
    await stopSmstools(smsd)
  }
}

function ask(question: Omit<ModemQuestion, 'round'>): void {
  modem.send({ ...question, round: ++round })
}

interface TakenParts {
  readonly parts: number
  readonly milliseconds: number
}

async function takenUntil(child: ChildProcess, least: number): Promise<TakenParts> {
  const signal = AbortSignal.timeout(180_000)
  for (;;) {
    const [news] = (await once(child, 'message', { signal })) as [ModemNews]
    const { parts = 0, milliseconds = 0 } = news
    if (news.round === round && parts >= least) return { parts, milliseconds }
  }
}

function figure(latency: number, taken: TakenParts, cpu: number | undefined): Figure {
  const partsPerSecond = ((taken.parts - 1) * 1_000) / taken.milliseconds
  return {
    latency,
    partsPerSecond: rounded(partsPerSecond, 1),
    ofIdeal: latency === 0 ? undefined : rounded((partsPerSecond * latency) / 1_000, 3),
    cpuMsPerPart: cpu === undefined ? undefined : rounded(cpu, 2),
  }
}

function tell(who: string, one: Figure | undefined): void {
  if (one === undefined) return
  const ideal = one.ofIdeal === undefined ? '' : `, ${one.ofIdeal} of the ideal`
  const cpu = one.cpuMsPerPart === undefined ? '' : `, ${one.cpuMsPerPart} ms of CPU a part`
  say(`${who.padEnd(20)} L = ${one.latency}: ${one.partsPerSecond} parts/s${ideal}${cpu}`)
}
