// What phones and networks really sent, out of the suites of gammu (tests/at-sms), ofono (unit/test-sms.c),
// Android (GsmSmsTest), node-pdu and Perl's Device::Gsm, as `pdu decode` answers it.
import test from 'node:test'
import { type DecodedRow, assertBroken, testDecoded } from '../support/pdu-commands.ts'

const captures: DecodedRow[] = [
  [
    'gammu, TON 2',
    '07914336120011F10404A14949000021807001253040356C76B81D268741F0B29C9C268741E4B20EB49AD16CB19BAD368BD96E' +
      'A0B71B04BBBD603810284C078162315D2CE70289EBFAE1AC0CB2BFF52C10FC2D0799C3F6B71CC46687DB6550980D8AC962',
    { address: '9494', text: 'llamada perdida de: +34617653167 on 07/08  at  11:19.' },
  ],
  [
    'gammu, DCS FB: a reserved bit, class 3',
    '06914977000030200B914977745010F700FB918050809053221DB15CEC868BC9663018080402816432DD0C060281A4412A159904',
    { text: '1917812300     22:30   RATTHI', class: 3, timestamp: '2019-08-05T08:09:35+05:30' },
  ],
  [
    'gammu, a report that a SIM filled up',
    '079124602009999002AB098106845688F8907080517375809070805183018000FFFFFFFFFFFFFFFFFFFFFFFF',
    { type: 'status-report', messageReference: 171, address: '604865888', text: null },
  ],
  [
    'gammu, a report with all optional fields',
    '07911614786007F006060B911634092142F4019071011000040190710110450400060000',
    { dischargeTime: '2010-09-17T10:01:54+10:00', status: 0, messageReference: 6 },
  ],
  [
    'gammu, a draft without a recipient',
    '07918406010013F0310000810000FF21B19A8E1603C9642F18EE05C38140201008049AEBC7FAF29C9DBEE75D20',
    { type: 'submit', address: '', text: '15:41 22/08/08       szczesliwy. ' },
  ],
  [
    'gammu, a header that is all there is',
    `0791539111161616640C9153916161755000F54020310164450084831281000615${'00'.repeat(126)}`,
    { encoding: '8bit', class: 1, userDataHex: '', text: null },
  ],
  [
    'ofono, a time zone 0A: five hours west',
    '0006040D91945152991136F00160124130340A0160124130940A00',
    { timestamp: '2010-06-21T14:03:43-05:00', address: '+4915259911630' },
  ],
  [
    'ofono, a name of eleven letters',
    '04819999990414D0FBFD7EBFDFEFF77BFE1E001951209080136180020041',
    { smsc: '999999', address: 'äääääääääöä', class: 1, encoding: 'ucs2' },
  ],
  [
    'ofono, formatted text',
    '0041000B915121551532F40000631A0A031906200A032104100A032705040A032E05080A043807002B8ACD29A85D9ECFC3E7F21C' +
      '340EBB41E3B79B1E4EBB41697A989D1EB340E2379BCC02B1C3F27399059AB7C36C3628EC2683C66FF65B5E2683E8653C1D',
    { text: 'EMS messages can contain italic, bold, large, small and colored text', concat: null },
  ],
  [
    'Android, a number of stars and letters',
    '07914151551512F20409E1BADCBE5AF100006060605130308A04D4F29C0E',
    { address: '*#abc#*51', timestamp: '2006-06-06T15:03:03-07:00' },
  ],
  [
    'Android, a voice mail as two letters',
    '07912160130310F20404D0110041006060627171118A0120',
    { address: '_@', text: ' ' },
  ],
  [
    'Android, a voice mail by a header',
    '07912180958750F84401800500C87020026195702B06040102000200',
    { text: '', headerHex: '0401020002', concat: null },
  ],
  [
    'Android, ports before the place of the part',
    `07914140279510F6440A8111110301003BF56080207130138A0D0B05040B8423F000032A020141`,
    { class: 1, concat: { ref: 42, refBits: 8, total: 2, seq: 1 }, userDataHex: '41' },
  ],
  [
    'node-pdu, lower case',
    '07919730071111f1400b919746121611f100008111701222822310050a03000410846f3619f476b3f3',
    { text: 'Bold only', timestamp: '2018-11-07T21:22:28+08:00' },
  ],
  [
    'Device::Gsm, a reference of 255 and a week',
    '0011FF048160110000AD1CD4F29C0E6A97E7F3F0B90C32BFE52062D99E1E9775BAE3BC0D',
    { messageReference: 255, address: '0611', validity: { tp: 0xad, minutes: 10_080 } },
  ],
]

testDecoded(captures)

// gammu (tests/at-sms-failing)
for (const [hex, path, at] of [
  ['0CD0ABD9CC86CBC16034180C1616000AD0D770BB5D0700F9FF080074006500730074', 'pdu.smsc', 0],
  ['00FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 'pdu.mti', 1],
  ['91947122982661', 'pdu.smsc', 0],
  ['0041000b817777777777f700005d060504157800004de1135b851283', 'submit.ud', 14],
] as const) {
  test(`pdu decode: gammu, ${hex.slice(0, 20)}… lacks ${path}`, () => {
    assertBroken(hex, path, at, {})
  })
}
