// The commands that show the codec: `pdu decode`, `pdu encode`, `parts`. docs/sms.md describes them.
import { Option } from 'commander'
import { answerLines } from './lines.ts'
import { plainVerb, type Verb } from './verb.ts'

interface DecodeFlags {
  tpdu?: boolean
  direction?: 'in' | 'out'
}

export function addPduCommands(pdu: Verb): void {
  alwaysJson(plainVerb(pdu, 'decode', 'print each PDU as one line of JSON', '< pdus.txt'))
    .argument('[hex...]', 'PDUs in hexadecimal; without any, one on each line of standard input')
    .option('--tpdu', 'the PDU begins with the TPDU, without the SMSC')
    .addOption(new Option('--direction <way>', 'to the phone or from it').choices(['in', 'out']))
    .action(async (pdus: string[], flags: DecodeFlags) => {
      const { decodeToJson } = await import('./pdu-decode.ts')
      const decode = (hex: string): object =>
        decodeToJson(hex, { bare: flags.tpdu ?? false, direction: flags.direction })
      if (pdus.length === 0) await answerLines(process.stdin, process.stdout, decode)
      for (const hex of pdus) process.stdout.write(`${JSON.stringify(decode(hex))}\n`)
    })
  alwaysJson(
    plainVerb(
      pdu,
      'encode',
      'read one JSON object a line, print the PDUs of each as a JSON array',
      '< messages.jsonl',
    ),
  )
    .option('--tpdu', 'print the TPDU alone, without the SMSC')
    .action(async (flags: { tpdu?: boolean }) => {
      const { encodeToJson } = await import('./pdu-encode.ts')
      await answerLines(process.stdin, process.stdout, (line) =>
        encodeToJson(line, flags.tpdu ?? false),
      )
    })
}

export function addPartsCommand(program: Verb): void {
  alwaysJson(
    plainVerb(
      program,
      'parts',
      'read one JSON object with a text a line, print its encoding and parts',
      '< texts.jsonl',
    ),
  ).action(async () => {
    const { partsToJson } = await import('./parts-json.ts')
    await answerLines(process.stdin, process.stdout, partsToJson)
  })
}

/** So that a script may say it to every command. */
function alwaysJson(command: Verb): Verb {
  return command.option('--json', 'JSON, which is all there is')
}
