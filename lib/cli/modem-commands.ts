// The commands for a modem by hand.
import type { LineFlags } from './modem-line.ts'
import { ports } from './modem-ports.ts'
import type { SendFlags } from './modem-send.ts'
import { plainVerb, type Verb } from './verb.ts'

export function addModemCommands(modem: Verb): void {
  common(modem, 'probe <port>', 'says what the modem is and can do', '/dev/ttyUSB0').action(
    async (port: string, flags: LineFlags) => {
      const { probe } = await import('./modem.ts')
      await probe(port, flags)
    },
  )
  common(
    modem,
    'at <port> <command...>',
    'sends AT commands and prints the answers; what follows a prompt stands behind its command',
    '/dev/ttyUSB0 AT+CSQ AT+COPS?',
  ).action(async (port: string, words: string[], flags: LineFlags) => {
    const { sayCommands } = await import('./modem.ts')
    await sayCommands(port, words, flags)
  })
  common(
    modem,
    'send <port> <number> <text>',
    'sends an SMS',
    'usb:12d1:1506 +4520643064 "Hello" --wait 60',
  )
    .option('--flash', 'it is shown at once and not kept')
    .option('--wait <seconds>', 'wait so long for the report', '0')
    .action(async (port: string, number: string, text: string, flags: LineFlags & SendFlags) => {
      const { sendByHand } = await import('./modem-send.ts')
      await sendByHand(port, { number, text }, flags)
    })
  common(
    modem,
    'ussd <port> <code>',
    'asks the network by a code such as *100#',
    'tcp://192.0.2.7:4001 "*100#"',
  ).action(async (port: string, code: string, flags: LineFlags) => {
    const { askNetwork } = await import('./modem.ts')
    await askNetwork(port, code, flags)
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
