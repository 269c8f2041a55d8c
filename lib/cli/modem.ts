// `haraka-sms modem`: a modem by hand, without server or database. While a server holds the same port,
// stop it first: two cannot talk to one modem.
import { EventEmitter, once } from 'node:events'
import { AtChannel } from '../routes/modem/at-channel.ts'
import { describeNetwork, readNetwork } from '../routes/modem/network.ts'
import { readReceived } from '../routes/modem/received.ts'
import { composeParts, sendParts } from '../routes/modem/sending.ts'
import {
  describeAnswer,
  offersOf,
  readIdentity,
  start,
  type Profile,
  type Starting,
} from '../routes/modem/start.ts'
import { masked } from '../routes/modem/trace.ts'
import { askUssd } from '../routes/modem/ussd.ts'
import { usualPace } from '../routes/modem/settings.ts'
import { realWorld } from '../routes/real-world.ts'
import type { SerialLine } from '../routes/route-type.ts'
import { segment } from '../sms/parts.ts'
import { Sentence } from './sentence.ts'
import { done, plainVerb, type Verb } from './verb.ts'

interface Flags {
  readonly speed: string
  readonly flow: string
  readonly pin?: string
  readonly trace?: boolean
  readonly json?: boolean
}

const ports = '/dev/ttyUSB0, usb:12d1:1506, tcp://host:port or rfc2217://host:port'

export function addModemCommands(program: Verb): void {
  const modem = program.command('modem').description('a GSM modem by hand, without the server')
  common(modem, 'probe <port>', 'says what the modem is and can do', '/dev/ttyUSB0').action(
    (port: string, flags: Flags) => withModem(port, flags, probe),
  )
  common(
    modem,
    'at <port> <command...>',
    'sends AT commands and prints the answers',
    '/dev/ttyUSB0 AT+CSQ AT+COPS?',
  ).action((port: string, commands: string[], flags: Flags) =>
    withModem(port, flags, (line) => sayCommands(line, commands)),
  )
  common(
    modem,
    'send <port> <number> <text>',
    'sends an SMS',
    'usb:12d1:1506 +4520643064 "Hello" --wait 60',
  )
    .option('--flash', 'it is shown at once and not kept')
    .option('--wait <seconds>', 'wait so long for the report', '0')
    .action((port: string, number: string, text: string, flags: Flags & SendFlags) =>
      withModem(port, flags, (line) => sendOne(line, number, text, flags)),
    )
  common(
    modem,
    'ussd <port> <code>',
    'asks the network by a code such as *100#',
    'tcp://192.0.2.7:4001 "*100#"',
  ).action((port: string, code: string, flags: Flags) =>
    withModem(port, flags, (line) => askNetwork(line, code)),
  )
}

function common(modem: Verb, usage: string, about: string, example: string): Verb {
  return plainVerb(modem, usage, `${about}; port: ${ports}`, example)
    .option('--json', 'print JSON')
    .option('--speed <bits>', 'bits a second on a serial line', '115200')
    .option('--flow <kind>', 'flow control: none or hardware', 'none')
    .option('--pin <digits>', 'the PIN of the SIM; it is tried once')
    .option('--trace', 'show all that goes over the line, PINs masked')
}

interface Line {
  readonly channel: AtChannel
  readonly flags: Flags
  /** The next line of that name that the modem says by itself, or undefined after so long. */
  readonly heard: (name: string, milliseconds?: number) => Promise<string | undefined>
}

/** Says what is wrong with the flags before a modem hears of it: a PIN has few tries. */
function lineOf({ speed, flow, pin }: Flags): SerialLine {
  if (!/^\d{3,7}$/.test(speed))
    throw new Sentence(`--speed ${speed}: bits a second, such as 115200.`)
  if (flow !== 'none' && flow !== 'hardware')
    throw new Sentence(`--flow ${flow}: it is none or hardware.`)
  if (pin !== undefined && !/^\d{4,8}$/.test(pin))
    throw new Sentence('--pin: it has 4 to 8 digits.')
  return { speed: Number(speed), flow }
}

async function withModem(
  port: string,
  flags: Flags,
  work: (line: Line) => Promise<void>,
): Promise<void> {
  const stream = await realWorld()
    .openStream(port, lineOf(flags))
    .catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      throw new Sentence(`${port} cannot be opened: ${said}`)
    })
  const events = new EventEmitter()
  const channel = new AtChannel({
    stream,
    onUnsolicited: ({ line: said, pdu }) => {
      const [name = '', value = ''] = said.split(/:\s*/, 2)
      events.emit(name, pdu ?? (said.includes(':') ? said.slice(name.length + 1).trim() : value))
    },
    trace: flags.trace === true ? (text) => void process.stderr.write(`${text}\n`) : undefined,
    pace: usualPace,
  })
  const heard = async (name: string, milliseconds = 30_000): Promise<string | undefined> => {
    const signal = AbortSignal.timeout(milliseconds)
    const said = await once(events, name, { signal }).catch(() => [undefined])
    return said[0] as string | undefined
  }
  try {
    if (!(await channel.attention()))
      throw new Sentence(
        `The modem at ${port} does not answer. Is another program using it, or is it another of its ports?`,
      )
    await work({ channel, flags, heard })
  } finally {
    channel.close('done')
  }
}

async function started({ channel, flags }: Line): Promise<Starting> {
  const memory = new Map<string, string>()
  return start(channel, {
    pin: flags.pin,
    key: 'pin',
    pause: usualPace.search,
    storage: 'auto',
    serviceCentre: undefined,
    memory: {
      recall: (key) => Promise.resolve(memory.get(key)),
      remember: (key, value) => Promise.resolve(void memory.set(key, value ?? '')),
    },
  })
}

async function mustStart(line: Line): Promise<Profile> {
  const starting = await started(line)
  if (starting.kind === 'failed') throw new Sentence(`The modem is not ready: ${starting.reason}.`)
  return starting.profile
}

async function probe(line: Line): Promise<void> {
  const { channel, flags } = line
  const starting = await started(line)
  const found = starting.kind === 'started' ? describeProfile(starting.profile) : {}
  const identity = await readIdentity(channel)
  const facts = {
    modem: [identity.make, identity.model, identity.revision].filter(Boolean).join(' '),
    IMEI: identity.imei ?? '',
    SIM: starting.kind === 'started' ? 'ready' : starting.reason,
    network: describeNetwork(await readNetwork(channel)),
    ...found,
    'AT+CNMI offers': (await offersOf(channel, '+CNMI')) ?? 'nothing',
  }
  if (flags.json === true) console.log(JSON.stringify(facts))
  else for (const [name, value] of Object.entries(facts)) console.log(`${name.padEnd(20)}${value}`)
  if (starting.kind === 'failed') process.exitCode = 1
}

function describeProfile(profile: Profile): Record<string, string> {
  const { storages, storage } = profile
  const rooms = storages.map(({ name, used, total }) => `${name} ${used} of ${total}`)
  return {
    number: profile.number ?? 'not on the SIM: write number = into the settings',
    'service centre': profile.serviceCentre ?? 'none: write smsc = into the settings',
    storages: rooms.length === 0 ? 'none' : `${rooms.join(', ')}; ${storage ?? 'none'} is used`,
    'incoming messages': {
      stored: 'are stored, announced and fetched',
      direct: 'are handed over at once',
      not: 'are not announced',
    }[profile.receives],
    reports: {
      direct: 'are handed over at once',
      stored: 'are stored, announced and fetched',
      not: 'are not announced',
    }[profile.reports],
    acknowledgement: profile.acknowledges ? 'yes' : 'no',
    'several in a row': profile.keepsLink ? 'yes' : 'no',
  }
}

async function sayCommands({ channel, flags }: Line, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const answer = await channel.command(command, { timeout: 60_000 })
    const lines = answer.kind === 'ok' || answer.kind === 'error' ? answer.lines.map(masked) : []
    const said = describeAnswer(answer)
    done({ command: masked(command), lines, answer: said }, [...lines, said].join('\n'), flags.json)
    if (answer.kind !== 'ok') process.exitCode = 1
  }
}

interface SendFlags {
  readonly flash?: boolean
  readonly wait: string
}

async function sendOne(
  line: Line,
  number: string,
  text: string,
  { flash, wait }: SendFlags,
): Promise<void> {
  const profile = await mustStart(line)
  const seconds = Number(wait)
  if (!(seconds >= 0 && seconds <= 86_400))
    throw new Sentence(`--wait ${wait}: seconds, a day at most.`)
  const reported = seconds > 0 ? line.heard('+CDS', 120_000 + seconds * 1_000) : undefined
  const message = {
    id: Date.now() % 256,
    phone: number,
    sender: undefined,
    text,
    encoding: segment(text).encoding,
    flash: flash === true,
    validity: undefined,
    attempt: 1,
    done: [],
  }
  const reports = seconds > 0 && profile.reports !== 'not'
  const { outcome } = await sendParts(message, composeParts(message, { reports, languages: [] }), {
    channel: line.channel,
    key: 'by hand',
    timeout: 120_000,
  })
  if (outcome.kind !== 'accepted')
    throw new Sentence(`Not sent (${outcome.kind}): ${outcome.reason}.`)
  const parts = outcome.references.length
  const { json } = line.flags
  if (json !== true) console.log(`Sent in ${parts} ${parts === 1 ? 'part' : 'parts'}.`)
  const report =
    reported && (await readReport(line, await withinSeconds(reported, seconds), profile))
  if (json === true) console.log(JSON.stringify({ parts, report: report ?? null }))
  else if (report !== undefined)
    console.log(`Report: ${report.fate}${report.reason === null ? '' : `, ${report.reason}`}.`)
}

async function withinSeconds<T>(coming: Promise<T>, seconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1_000)
  })
  const first = await Promise.race([coming, late])
  clearTimeout(timer)
  return first
}

async function readReport(
  { channel }: Line,
  pdu: string | undefined,
  { acknowledges }: Profile,
): Promise<{ fate: string; reason: string | null }> {
  if (pdu === undefined) throw new Sentence('No report came in that time.')
  if (acknowledges) await channel.command('AT+CNMA')
  const received = readReceived(pdu, { to: '', key: '', now: Date.now() })
  if (received.kind !== 'report') throw new Sentence(`What came is no report: ${pdu}`)
  const { fate, reason } = received.report
  return { fate, reason: reason ?? null }
}

async function askNetwork(line: Line, code: string): Promise<void> {
  await mustStart(line)
  const answer = await askUssd(line.channel, code, line.heard)
  if (!answer.ok) throw new Sentence(`No answer to ${code}: ${answer.reason}.`)
  done({ code, text: answer.text }, answer.text, line.flags.json)
}
