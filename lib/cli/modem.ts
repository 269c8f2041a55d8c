// What `haraka-sms modem` asks a modem by hand.
import { describeAnswer } from '../routes/modem/answers.ts'
import { describeNetwork, readNetwork } from '../routes/modem/network.ts'
import { offersOf, readIdentity, type Profile } from '../routes/modem/start.ts'
import { masked, maskedIn } from '../routes/modem/trace.ts'
import { askUssd } from '../routes/modem/ussd.ts'
import {
  mustStart,
  mustUnlock,
  started,
  withModem,
  type Line,
  type LineFlags,
} from './modem-line.ts'
import { Sentence } from './sentence.ts'
import { done } from './verb.ts'

function mustBeOneLine(said: string): void {
  if (!/^[\x21-\x7e][\x20-\x7e]*$/.test(said))
    throw new Sentence(`${JSON.stringify(masked(said))}: it is one line of ASCII characters.`)
}

export function probe(port: string, flags: LineFlags): Promise<void> {
  return withModem(port, flags, tellProfile)
}

async function tellProfile(line: Line): Promise<void> {
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

interface Said {
  readonly command: string
  /** What goes behind the prompt. */
  readonly pdu?: string
}

// 27.005: AT+CMGS, AT+CMGW and AT+CMGC, and AT+CNMA with a length.
const prompts = /^AT\+(CMG[SWC](=(?!\?)|$)|CNMA=\d+,)/i

export async function sayCommands(
  port: string,
  words: readonly string[],
  flags: LineFlags,
): Promise<void> {
  const commands = commandsOf(words)
  await withModem(port, flags, (line) => sayAll(line, commands))
}

/** A word that is no command goes behind the prompt of the one in front of it. */
function commandsOf(words: readonly string[]): Said[] {
  const commands: Said[] = []
  for (const word of words) {
    mustBeOneLine(word)
    const last = commands.at(-1)
    if (last === undefined || last.pdu !== undefined || !prompts.test(last.command))
      commands.push({ command: word })
    else commands[commands.length - 1] = { command: last.command, pdu: word }
  }
  const bare = commands.find(({ command, pdu }) => pdu === undefined && prompts.test(command))
  if (bare !== undefined)
    throw new Sentence(
      `${bare.command} asks for a PDU or a text: write it behind the command. For an SMS there is: haraka-sms modem send.`,
    )
  return commands
}

async function sayAll(line: Line, commands: readonly Said[]): Promise<void> {
  const { channel, flags } = line
  if (flags.pin !== undefined) await mustUnlock(line)
  for (const { command, pdu } of commands) {
    const answer = await channel.command(command, {
      timeout: 60_000,
      ...(pdu !== undefined && { pdu }),
    })
    const lines =
      answer.kind === 'ok' || answer.kind === 'error' ? answer.lines.map(maskedIn(command)) : []
    const said = describeAnswer(answer)
    done({ command: masked(command), lines, answer: said }, [...lines, said].join('\n'), flags.json)
    if (answer.kind !== 'ok') process.exitCode = 1
  }
}

export async function askNetwork(port: string, code: string, flags: LineFlags): Promise<void> {
  mustBeOneLine(code)
  await withModem(port, flags, async (line) => {
    await mustStart(line)
    const answer = await askUssd(line.channel, code, line.heard)
    if (!answer.ok) throw new Sentence(`No answer to ${code}: ${answer.reason}.`)
    done({ code, text: answer.text }, answer.text, flags.json)
  })
}
