// `haraka-sms modem`: a modem by hand.
import { describeAnswer } from '../routes/modem/answers.ts'
import { describeNetwork, readNetwork } from '../routes/modem/network.ts'
import { offersOf, readIdentity, type Profile } from '../routes/modem/start.ts'
import { masked, maskedIn } from '../routes/modem/trace.ts'
import { askUssd } from '../routes/modem/ussd.ts'
import {
  mustStart,
  mustUnlock,
  ports,
  started,
  withModem,
  type Line,
  type LineFlags,
} from './modem-line.ts'
import { sending, type SendFlags } from './modem-send.ts'
import { Sentence } from './sentence.ts'
import { done, plainVerb, type Verb } from './verb.ts'

export function addModemCommands(program: Verb): void {
  const modem = program.command('modem').description('a GSM modem by hand, without the server')
  common(modem, 'probe <port>', 'says what the modem is and can do', '/dev/ttyUSB0').action(
    (port: string, flags: LineFlags) => withModem(port, flags, probe),
  )
  common(
    modem,
    'at <port> <command...>',
    'sends AT commands and prints the answers; what follows a prompt stands behind its command',
    '/dev/ttyUSB0 AT+CSQ AT+COPS?',
  ).action((port: string, words: string[], flags: LineFlags) => {
    const commands = commandsOf(words)
    return withModem(port, flags, (line) => sayCommands(line, commands))
  })
  common(
    modem,
    'send <port> <number> <text>',
    'sends an SMS',
    'usb:12d1:1506 +4520643064 "Hello" --wait 60',
  )
    .option('--flash', 'it is shown at once and not kept')
    .option('--wait <seconds>', 'wait so long for the report', '0')
    .action((port: string, number: string, text: string, flags: LineFlags & SendFlags) =>
      withModem(port, flags, sending(number, text, flags)),
    )
  common(
    modem,
    'ussd <port> <code>',
    'asks the network by a code such as *100#',
    'tcp://192.0.2.7:4001 "*100#"',
  ).action((port: string, code: string, flags: LineFlags) => {
    mustBeOneLine(code)
    return withModem(port, flags, (line) => askNetwork(line, code))
  })
}

function common(modem: Verb, usage: string, about: string, example: string): Verb {
  return plainVerb(modem, usage, `${about}; port: ${ports}`, example)
    .option('--json', 'print JSON')
    .option('--speed <bits>', 'bits a second on a serial line', '115200')
    .option('--flow <kind>', 'flow control: none or hardware', 'none')
    .option('--pin <digits>', 'the PIN of the SIM; it is tried once')
    .option('--trace', 'show all that goes over the line, PINs masked')
}

function mustBeOneLine(said: string): void {
  if (!/^[\x21-\x7e][\x20-\x7e]*$/.test(said))
    throw new Sentence(`${JSON.stringify(masked(said))}: it is one line of ASCII characters.`)
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

interface Said {
  readonly command: string
  /** What goes behind the prompt. */
  readonly pdu?: string
}

// 27.005: AT+CMGS, AT+CMGW and AT+CMGC, and AT+CNMA with a length.
const prompts = /^AT\+(CMG[SWC](=(?!\?)|$)|CNMA=\d+,)/i

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

async function sayCommands(line: Line, commands: readonly Said[]): Promise<void> {
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

async function askNetwork(line: Line, code: string): Promise<void> {
  await mustStart(line)
  const answer = await askUssd(line.channel, code, line.heard)
  if (!answer.ok) throw new Sentence(`No answer to ${code}: ${answer.reason}.`)
  done({ code, text: answer.text }, answer.text, line.flags.json)
}
