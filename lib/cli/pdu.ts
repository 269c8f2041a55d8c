// The commands that show the codec: `pdu decode`, `pdu encode`, `parts`. docs/sms.md describes them.
import { Option, type Command } from 'commander'
import { answerLines } from './lines.ts'
import { partsToJson } from './parts-json.ts'
import { decodeToJson } from './pdu-decode.ts'
import { encodeToJson } from './pdu-encode.ts'

interface DecodeFlags {
  tpdu?: boolean
  direction?: 'in' | 'out'
}

export function addPduCommands(program: Command): void {
  const pdu = program.command('pdu').description('decode and encode PDUs as modems speak them')
  pdu
    .command('decode')
    .description('print each PDU as one line of JSON')
    .argument('[hex...]', 'PDUs in hexadecimal; without any, one on each line of standard input')
    .option('--tpdu', 'the PDU begins with the TPDU, without the SMSC')
    .addOption(new Option('--direction <way>', 'to the phone or from it').choices(['in', 'out']))
    .action(async (pdus: string[], flags: DecodeFlags) => {
      const decode = (hex: string): object =>
        decodeToJson(hex, { bare: flags.tpdu ?? false, direction: flags.direction })
      if (pdus.length === 0) await answerLines(process.stdin, process.stdout, decode)
      for (const hex of pdus) process.stdout.write(`${JSON.stringify(decode(hex))}\n`)
    })
  pdu
    .command('encode')
    .description('read one JSON object a line, print the PDUs of each as a JSON array')
    .option('--json', 'input is JSON, which is all there is')
    .option('--tpdu', 'print the TPDU alone, without the SMSC')
    .action(async (flags: { tpdu?: boolean }) => {
      await answerLines(process.stdin, process.stdout, (line) =>
        encodeToJson(line, flags.tpdu ?? false),
      )
    })
  program
    .command('parts')
    .description('read one JSON object with a text a line, print its encoding and parts')
    .action(async () => {
      await answerLines(process.stdin, process.stdout, partsToJson)
    })
}
