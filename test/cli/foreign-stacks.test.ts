// Vectors out of the suites of stacks that carry SMS themselves: jSS7 (MAP), Cloudhopper (SMPP), go-sms, xlab/at,
// FSO, ATLib, and broken user data of the kinds that Nordic tries its modem library with.
import assert from 'node:assert/strict'
import test from 'node:test'
import { partsToJson } from '../../lib/cli/parts-json.ts'
import { encodeToJson } from '../../lib/cli/pdu-encode.ts'
import type { DecodeOptions } from '../../lib/sms/tpdu/pdu.ts'
import { assertBroken, printed, testDecoded } from '../support/pdu-commands.ts'

const bareIn: DecodeOptions = { bare: true, direction: 'in' }
const bareOut: DecodeOptions = { bare: true, direction: 'out' }

const jss7Text = 'AddressFieldImpl destAddress = new AddressFieldImpl'
const jss7Ucs2 = Buffer.from(jss7Text, 'utf16le').swap16().toString('hex')
const jss7Octets = Buffer.from(jss7Text).toString('hex').toUpperCase()
/** Bare: from a phone with a header, until the data coding, and the time behind it. */
const goSms = ['440B911604895626F900', '71801311124523'] as const
const nordic = ['440A91640728155300', '12201232054480'] as const

testDecoded([
  [
    'jSS7, a reply path, a report and a part',
    'E40A91214365870900007050515110112117050003EB0201906536FBCD02DDDF723619140A8500',
    {
      ...{ text: 'Hello, world !!!', address: '+1234567890' },
      ...{ timestamp: '2007-05-15T15:01:11+03:00' },
      concat: { ref: 0xeb, refBits: 8, total: 2, seq: 1 },
    },
    bareIn,
  ],
  [
    'jSS7, until a time west of Greenwich, to 15 digits',
    `9DE10F9111111111212200F001081110032003854866${jss7Ucs2}`,
    {
      ...{ text: jss7Text, address: '+111111111222000', messageReference: 225 },
      validity: { absolute: '2011-01-30T02:30:58-01:00' },
    },
    bareOut,
  ],
  [
    'jSS7, an enhanced validity and an abbreviated number',
    `A90003E300F002040102030405060733${jss7Octets}`,
    {
      ...{ text: null, encoding: '8bit', userDataHex: jss7Octets, address: '000' },
      ...{ statusReportRequested: true, validity: { enhancedHex: '01020304050607' } },
    },
    bareOut,
  ],
  [
    'jSS7, a report on a command, eleven hours west, with a text',
    '22FF0791776655F0903042614123009030426141234C0A07000004C1B0D00E',
    {
      ...{ type: 'status-report', text: 'AaBv', status: 10, messageReference: 255 },
      dischargeTime: '2009-03-24T16:14:32-11:00',
    },
    bareIn,
  ],
  [
    'go-sms, an element that runs into the data voids the header [9.2.3.24]',
    `${goSms[0]}04${goSms[1]}0702000307020141`,
    { userDataHex: '07020141', concat: null },
    bareIn,
  ],
  [
    'go-sms, the same before septets',
    `${goSms[0]}00${goSms[1]}0B0400030102A0CB6CF61B`,
    { text: 'hello', concat: null },
    bareIn,
  ],
  ['go-sms, a header of nothing', `${goSms[0]}00${goSms[1]}0400003A0D`, { text: 'hi' }, bareIn],
  [
    'xlab/at, a service centre and four septets',
    '07919762020033F1040B919762995696F0000041606291401561046379180E',
    { text: 'crap', smsc: '+79262000331', timestamp: '2014-06-26T19:04:51+04:00' },
  ],
  [
    'FSO, the light of a voice mail: a name of two letters and an element',
    '07914140279505F74404D011002000800190819234000704010200018000',
    { address: '_@', text: ' ', headerHex: '0401020001', smsc: '+14047259507' },
  ],
  [
    'FSO, a name of seven letters in the octets of eight [9.1.2.5]',
    '0791447758100650040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9',
    { address: 'sipgate', text: 'Testmail' },
  ],
  [
    'ATLib, a number of type 02',
    '0011000802231537180000AA0D5062154403D1CB68D03DED06',
    { address: '32517381', text: 'PDU 4 teh win', validity: { tp: 170, minutes: 5_760 } },
  ],
  [
    'Nordic, 13 hours and three quarters east',
    '00040A91640728155300001220900285435503CD771A',
    { text: 'Moi', timestamp: '2021-02-09T20:58:34+13:45' },
  ],
  [
    'Nordic, a header whose fill bits are not counted, and no text',
    `00${nordic[0]}00${nordic[1]}06050003AB0101`,
    { text: '', concat: { ref: 171, refBits: 8, total: 1, seq: 1 } },
  ],
  [
    'Nordic, places that cannot be: too short, of none, none, behind the last, too long',
    `00${nordic[0]}04${nordic[1]}211E00022A0100032A000200032A020000032A02030402110008051111222222CAFE`,
    { userDataHex: 'CAFE', concat: null },
  ],
  [
    'Nordic, an escape whose letter never comes [23.038 6.2.1]',
    `00${nordic[0].replace('44', '04')}00${nordic[1]}011B`,
    { text: ' ' },
  ],
])

test('pdu decode: Nordic, a header longer than its data is broken', () => {
  assertBroken(`00${nordic[0]}00${nordic[1]}050500037E0201`, 'deliver.udh', 24, {})
  assertBroken(`00${nordic[0]}00${nordic[1]}04030201`, 'deliver.ud', 19, {})
})

const to = '+420123456789'
const numbered = '1234567890'.repeat(15) + '12'
const encoded: [from: string, input: object, pdus: string[]][] = [
  [
    'a GSM module, the letter behind an escape',
    { to, text: 'a^b', validity: { tp: 143 } },
    ['0011000C9124103254769800008F04E10D450C'],
  ],
  [
    'a GSM module, fill bits behind a header of its own',
    { to, text: 'AB', headerHex: '050003000201', validity: { tp: 143 } },
    ['0051000C9124103254769800008F090500030002018242'],
  ],
  [
    'Cloudhopper, brackets',
    { to: '+1234', text: '{}[]$' },
    ['000100049121430000091BD426B5E16D7C02'],
  ],
  [
    'Cloudhopper, @ within words',
    { to: '+1234', text: 'Hello @ World' },
    ['0001000491214300000DC8329BFD060140D7B79C4D06'],
  ],
  [
    'xlab/at, a message as a phone gets it',
    {
      ...{ type: 'deliver', from: '+79269965690', smsc: '+79262000331', text: 'crap' },
      timestamp: '2014-06-26T19:04:51+04:00',
    },
    ['07919762020033F1040B919762995696F0000041606291401561046379180E'],
  ],
  [
    'FSO, a name of seven letters',
    {
      ...{ type: 'deliver', from: 'sipgate', smsc: '+447785016005', text: 'Testmail' },
      timestamp: '2008-08-13T12:07:22+01:00',
    },
    ['0791447758100650040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9'],
  ],
]
for (const [from, input, pdus] of encoded)
  test(`pdu encode: ${from}`, () =>
    assert.deepEqual(printed(encodeToJson(JSON.stringify(input), false)), pdus))

test('pdu encode: Nordic, an escape pair at the end of a part goes over as a whole', () => {
  const text = `${numbered}€opqrstuvwx`
  const pdus = encodeToJson(JSON.stringify({ to, text, ref: 4 }), false) as string[]
  assert.deepEqual(
    pdus.map((pdu) => pdu.slice(26, 40)),
    ['9F050003040201', '13050003040202'],
  )
  assert.ok(pdus[1]?.endsWith('36E5373C2E9FD3EBF63B1E'))
})

test('pdu encode: Cloudhopper, 8-bit data that fill their parts and one octet more', () => {
  const parts = (count: number): number[] => {
    const input = { to, encoding: '8bit', userDataHex: 'A5'.repeat(count) }
    const pdus = encodeToJson(JSON.stringify(input), false) as string[]
    return pdus.map((pdu) => parseInt(pdu.slice(26, 28), 16))
  }
  assert.deepEqual(parts(140), [140])
  assert.deepEqual(parts(141), [140, 13])
  assert.deepEqual(parts(268), [140, 140])
  assert.deepEqual(parts(269), [140, 140, 7])
})

const divided: [from: string, text: string, options: object, units: number, lengths: number[]][] = [
  ['vowifi-go, 80 escape pairs are one', '^'.repeat(80), {}, 160, [80]],
  ['vowifi-go, 81 are two', '^'.repeat(81), {}, 162, [76, 5]],
  ['vowifi-go, 16 bits of reference', 'a'.repeat(306), { refBits: 16 }, 306, [152, 152, 2]],
  ['an emoji where UCS-2 ends', '中'.repeat(66) + '😀'.repeat(10), {}, 86, [66, 20]],
]
for (const [from, text, options, units, lengths] of divided)
  test(`parts: ${from}`, () => {
    const answer = printed(partsToJson(JSON.stringify({ text, ...options })))
    assert.equal(answer['units'], units)
    assert.deepEqual(
      (answer['parts'] as string[]).map((part) => part.length),
      lengths,
    )
  })
