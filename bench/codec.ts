// How many texts are encoded and PDUs decoded a second, on one core.
//   npm run bench:codec [-- --quick] [-- --json]
// Each case runs for a set time after a warm-up, in slices; the median of the slices is printed, so
// that a pause of the machine does not count.
import { segment } from '../lib/sms/parts.ts'
import { parseAddress } from '../lib/sms/tpdu/address.ts'
import { submits, textParts } from '../lib/sms/tpdu/compose.ts'
import { fromHex, toHex } from '../lib/sms/tpdu/hex.ts'
import { decodePdu, encodePdu } from '../lib/sms/tpdu/pdu.ts'
import { median, switches } from './support/figures.ts'

const flags = switches('quick', 'json')
const sliceMs = flags.quick ? 20 : 200
const slices = flags.quick ? 5 : 9

const gsm7 = 'Your parcel waits at Nørrebrogade 12 until 18:00. [code 4711] Bring 25 € in cash.'
const ucs2 = 'Ваш пакет ждёт вас до 18:00 ✅'
const long = gsm7.repeat(5)
const destination = parseAddress('+4520643064')

const encode = (text: string): string[] =>
  submits(destination, textParts(text, { ref: 1 })).map((tpdu) =>
    toHex(encodePdu({ serviceCentre: undefined, tpdu })),
  )
const decode = (pdus: readonly string[]) => (): void => {
  for (const pdu of pdus) decodePdu(fromHex(pdu))
}

const cases: Record<string, () => unknown> = {
  'encode GSM 7-bit, one part': () => encode(gsm7),
  'encode UCS-2, one part': () => encode(ucs2),
  'encode GSM 7-bit, three parts': () => encode(long),
  'decode GSM 7-bit, one part': decode(encode(gsm7)),
  'decode UCS-2, one part': decode(encode(ucs2)),
  'decode GSM 7-bit, three parts': decode(encode(long)),
  'decode a status report': decode([
    '07914356060013F1065A098136397339F7219011700463802190117004638030',
  ]),
  'count the parts of a long text': () => segment(long),
}

/** Runs a second: the median over the slices. */
function rate(run: () => unknown): number {
  slice(run)
  return Math.round(median(Array.from({ length: slices }, () => slice(run))))
}

function slice(run: () => unknown): number {
  const started = performance.now()
  let runs = 0
  let spent = 0
  while (spent < sliceMs) {
    for (let index = 0; index < 100; index++) run()
    runs += 100
    spent = performance.now() - started
  }
  return (runs * 1000) / spent
}

const perSecond = Object.entries(cases).map(([name, run]) => [name, rate(run)] as const)
if (flags.json) console.log(JSON.stringify(Object.fromEntries(perSecond)))
else {
  for (const [name, runs] of perSecond)
    console.log(`${name.padEnd(32)}${runs.toLocaleString('en').padStart(12)} /s`)
}
