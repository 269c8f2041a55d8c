// Samples of further projects: PDUlib (Arduino), SMSLib and jsmpp-modem (Java), ATLib (C#), go-smpp, Genode,
// Openmoko's Qtopia, Mozilla's RIL worker, pdu-tools (Ruby) and fkgi/sms (Go), as the commands answer them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { encodeToJson } from '../../lib/cli/pdu-encode.ts'
import { type DecodedRow, assertBroken, printed, testDecoded } from '../support/pdu-commands.ts'

const defaultAlphabet =
  '@£$¥èéùìòÇ Øø åÅΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

const samples: DecodedRow[] = [
  [
    'PDUlib, the default alphabet with spaces for its line ends and its escape',
    '07917952140230F2040C91795254198968000022705022327121808080604028180E880468C1003D1C90886442A9582E988C06C4' +
      'E9783EA09068442A994EA8946AC56AB95EB0986C46ABD96EB89C6EC7EBF97EC0A070482C1A8FC8A472C96C3A9FD0A8744AAD5AAFD' +
      '8AC76CBED7ABFE0B0784C2E9BCFE8B47ACD6EBBDFF0B87C4EAFDBEFF8BC7ECFEFFBFF',
    { text: defaultAlphabet, timestamp: '2022-07-05T22:23:17+03:00' },
  ],
  [
    'PDUlib, small hexadecimal digits, Greek capitals',
    '06910379010023040dd05774983eafc2010000223060804401803c456c318901c564301868da9c822cd0270654cc3893cd2008' +
      '925c52b34190e5990551909367d609a2229da058ed059b8164341d0c06',
    { address: 'WhatsUp', text: 'EXEIΣ 1200 SMS ΠPOΣ EΘNIMA ΔIKTYA ΠOY ΛHΓOYN THN 15/03 24:00' },
  ],
  [
    'PDUlib, surrogates',
    '07917952140230F2040C917952777777770008120170016131212200680065006C006C006F003000A505D02660D83CDCA1D83DDE0' +
      '005E905DC05D505DD',
    { text: 'hello0¥א♠🂡😀שלום', encoding: 'ucs2' },
  ],
  [
    'PDUlib, a notice of an MMS: ports and a part in 8-bit data',
    '07917952939899F94406D1CDE61400F52250701113812112' +
      '0B05040B8423F00003190201' +
      '0006291F2261',
    {
      ...{ address: 'MMS', text: null, encoding: '8bit', class: 1, userDataHex: '0006291F2261' },
      ...{
        concat: { ref: 25, refBits: 8, total: 2, seq: 1 },
        headerHex: '0B05040B8423F00003190201',
      },
    },
  ],
  [
    'SMSLib and jsmpp-modem, a name and a report that is asked for',
    '0791448720003023240DD0E474D81C0EBB010000111011315214000BE474D81C0EBB5DE3771B',
    { address: 'diafaan', text: 'diafaan.com', timestamp: '2011-01-11T13:25:41+00:00' },
  ],
  [
    'ATLib, a report behind which the record is filled',
    `06918509002100067808A025057218422180219500404221802195004000${'F'.repeat(80)}`,
    {
      ...{
        type: 'status-report',
        address: '52502781',
        messageReference: 120,
        status: 0,
        text: null,
      },
      ...{ smsc: '+5890001200', dischargeTime: '2024-12-08T12:59:00+01:00' },
    },
  ],
  [
    'go-smpp, a service centre with a name',
    '08D1EDF27C1E3E97E7040ED0D637396C7EBBCB000041606291401561046379180E',
    { smsc: 'messages', address: 'Vodafone', text: 'crap' },
  ],
  [
    'Genode, class 0 by TP-DCS 10 and an emoji',
    '0791947106004009040C91948967452301001842203241218540100045006D006F006A00690020D83DDE3A',
    { text: 'Emoji 😺', class: 0, address: '+499876543210' },
  ],
  [
    'Qtopia, a zone west of Greenwich',
    '0791446742949940040BD0C7F7FBCC2E03000080809190751069' + '0152',
    { address: 'Google', text: 'R', timestamp: '2008-08-19T09:57:01-04:00' },
  ],
  [
    'Mozilla, a sender of one digit without its extension bit, and no time at all',
    `0000010000${'00'.repeat(9)}0130`,
    { address: '0', text: '0', timestamp: null },
  ],
  [
    'pdu-tools, a part with a reference of 16 bits and no fill bits',
    '0041000C91249100011000000011060804C64302015474' + '7A0E4ACF4161',
    { concat: { ref: 0xc643, refBits: 16, total: 2, seq: 1 }, text: 'This is a' },
  ],
  [
    'fkgi/sms, kana in a part',
    '00400480214300081130224152046310050003870201304230443046' + '3048304A',
    { address: '1234', text: 'あいうえお', timestamp: '2011-03-22T14:25:40+09:00' },
  ],
]

testDecoded(samples)

for (const [from, hex, path, at] of [
  [
    'SMSLib, no PDU at all',
    '3000010134343737363635353434343500010133333737383836363535323200',
    'pdu.smsc',
    0,
  ],
  [
    'Qtopia, a text that was cut',
    '0791889653243028040691881688000080605160651423' + '5FC3309B0D42BE',
    'deliver.ud',
    24,
  ],
  ['a cut of the Mozilla sample', `0000010000${'00'.repeat(9)}`, 'deliver.udl', 14],
] as const) {
  test(`pdu decode: ${from}, lacks ${path}`, () => {
    assertBroken(hex, path, at, {})
  })
}

// ATLib
for (const [encoding, most] of [
  ['gsm7', 39_015],
  ['ucs2', 17_085],
] as const)
  test(`pdu encode: ${most} characters of ${encoding} are 255 parts, one more is too many`, () => {
    const encode = (count: number): object =>
      encodeToJson(JSON.stringify({ to: '56840182', text: 'a'.repeat(count), encoding }), false)
    assert.equal((encode(most) as string[]).length, 255)
    assert.match(String(printed(encode(most + 1)).error), /256 parts, more than 255/)
  })
