// A line to a modem that a command has for itself, without server or database. While a server holds the
// same port, stop it first: two cannot talk to one modem.
import { EventEmitter, on } from 'node:events'
import { AtChannel, type Unsolicited } from '../routes/modem/at-channel.ts'
import { modemPort } from '../routes/modem/modem-type.ts'
import { unlock, type UnlockOptions } from '../routes/modem/pin.ts'
import { usualPace } from '../routes/modem/settings.ts'
import { start, type Profile, type Starting } from '../routes/modem/start.ts'
import { realWorld } from '../routes/real-world.ts'
import type { SerialLine } from '../routes/route-type.ts'
import { ports } from './modem-ports.ts'
import { Sentence } from './sentence.ts'

export interface LineFlags {
  readonly speed: string
  readonly flow: string
  readonly pin?: string
  readonly trace?: boolean
  readonly json?: boolean
}

export interface Line {
  readonly channel: AtChannel
  readonly flags: LineFlags
  /** Called with each line that the modem says by itself, from now on. */
  readonly onSaid: (listener: (said: Unsolicited) => void) => void
  /** What stands behind `+NAME:` in the next such line, or undefined when none came in that time. */
  readonly heard: (name: string, milliseconds?: number) => Promise<string | undefined>
}

/** Says what is wrong with the words before a modem hears of them: a PIN has few tries. */
function serialLineOf(port: string, { speed, flow, pin }: LineFlags): SerialLine {
  if (!modemPort.test(port)) throw new Sentence(`${port}: a port is written as ${ports}.`)
  if (!/^\d{3,7}$/.test(speed))
    throw new Sentence(`--speed ${speed}: bits a second, such as 115200.`)
  if (flow !== 'none' && flow !== 'hardware')
    throw new Sentence(`--flow ${flow}: it is none or hardware.`)
  if (pin !== undefined && !/^\d{4,8}$/.test(pin))
    throw new Sentence('--pin: it has 4 to 8 digits.')
  return { speed: Number(speed), flow }
}

export async function withModem(
  port: string,
  flags: LineFlags,
  work: (line: Line) => Promise<void>,
): Promise<void> {
  const stream = await realWorld()
    .openStream(port, serialLineOf(port, flags))
    .catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      throw new Sentence(`${port} cannot be opened: ${said}.`)
    })
  const events = new EventEmitter<{ said: [Unsolicited] }>()
  const channel = new AtChannel({
    stream,
    onUnsolicited: (said) => events.emit('said', said),
    trace: flags.trace === true ? (text) => void process.stderr.write(`${text}\n`) : undefined,
    pace: usualPace,
  })
  const heard = (name: string, milliseconds = 30_000): Promise<string | undefined> =>
    nextOf(events, `${name}:`, AbortSignal.timeout(milliseconds)).catch(() => undefined)
  try {
    if (!(await channel.attention()))
      throw new Sentence(
        `The modem at ${port} does not answer. Is another program using it, or is it another of its ports?`,
      )
    await work({ channel, flags, onSaid: (listener) => void events.on('said', listener), heard })
  } finally {
    channel.close('done')
  }
}

async function nextOf(
  events: EventEmitter<{ said: [Unsolicited] }>,
  head: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for await (const [{ line }] of on(events, 'said', { signal }) as AsyncIterable<[Unsolicited]>)
    if (line.startsWith(head)) return line.slice(head.length).trim()
  return undefined
}

function unlockOptions({ pin }: LineFlags): UnlockOptions {
  const memory = new Map<string, string>()
  return {
    pin,
    key: 'pin',
    pause: usualPace.search,
    memory: {
      recall: (key) => Promise.resolve(memory.get(key)),
      remember: (key, value) => Promise.resolve(void memory.set(key, value ?? '')),
    },
  }
}

export function started({ channel, flags }: Line): Promise<Starting> {
  return start(channel, { ...unlockOptions(flags), storage: 'auto', serviceCentre: undefined })
}

/** Gives the card its PIN, and changes nothing else about the modem. */
export async function mustUnlock({ channel, flags }: Line): Promise<void> {
  const unlocking = await unlock(channel, unlockOptions(flags))
  if (unlocking.kind !== 'open') throw notReady(unlocking.reason)
}

const notReady = (reason: string): Sentence => new Sentence(`The modem is not ready: ${reason}.`)

export async function mustStart(line: Line): Promise<Profile> {
  const starting = await started(line)
  if (starting.kind === 'failed') throw notReady(starting.reason)
  return starting.profile
}
