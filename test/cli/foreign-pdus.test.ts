// PDUs out of the suites of other projects, and of the kinds that they get wrong, as `pdu decode`,
// `pdu encode` and `parts` answer them. Each row begins with where it comes from; the numbers in
// brackets are sections of 3GPP TS 23.040 or 23.038.
import assert from 'node:assert/strict'
import test from 'node:test'
import { partsToJson } from '../../lib/cli/parts-json.ts'
import { encodeToJson } from '../../lib/cli/pdu-encode.ts'
import type { DecodeOptions } from '../../lib/sms/tpdu/pdu.ts'
import { type DecodedRow, assertBroken, printed, testDecoded } from '../support/pdu-commands.ts'

const bareIn: DecodeOptions = { bare: true, direction: 'in' }
const bareOut: DecodeOptions = { bare: true, direction: 'out' }
const hello = 'E8329BFD4697D9EC37'
const when = '51507132200523'
const report = '0642049136195150713220052351408132200542AB'

const decoded: DecodedRow[] = [
  [
    'ModemManager, any TP-PID',
    `07912143658709F1040B918100551512F2FF00111010214365000A${hello}`,
    { text: 'hellohello', smsc: '+12345678901', address: '+18005551212' },
  ],
  [
    'ModemManager, a national sender',
    `07912143658709F1040B818100551512F20000111010214365000A${hello}`,
    { address: '18005551212' },
  ],
  [
    'ModemManager, DCS F4',
    `07912143658709F1040B918100551512F200F4111010214365000A${hello}DE`,
    { encoding: '8bit', class: 0, text: null, userDataHex: `${hello}DE` },
  ],
  [
    'ModemManager, a SUBMIT stored in the modem',
    '002100098136397339F70008224F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60597D4F60',
    { type: 'submit', smsc: null, address: '639337937', statusReportRequested: true },
  ],
  [
    'ModemManager, the second of two parts',
    '07912160130320F6440B916171056429F5000021405291651569320500034C0202E9E8301D44479741F0B09C3E07' +
      '85E56590BCCC0ED3CB6410FD0D7ABBCBA0B0FB4D4797E52E10',
    {
      text: 'that the parts are related to one another. ',
      concat: { ref: 0x4c, refBits: 8, total: 2, seq: 2 },
      timestamp: '2012-04-25T19:56:51-04:00',
    },
  ],
  [
    'python-messaging, summer time',
    '0791447758100650040C914497716247010000909010711423400A2050EC468B81C4733A',
    { text: '  1741 bst', timestamp: '2009-09-01T17:41:32+01:00' },
  ],
  [
    'python-messaging, a name of an even number of octets',
    '07919333852804000412D0F7FBDD454FB75D693A0000903002801153402BCD301E9F0605D9E971191483C140412A' +
      '35690D52832063D2F9040599A058EE05A3BD6430580E',
    { address: 'www.tim.it', text: 'Maxxi Alice 100 ATTIVATA FINO AL 19/04/2009' },
  ],
  [
    'python-messaging, class 1 and a part',
    '07919471227210244405852122F039F1015062712181804F050003190202E4E8309B5E7683DAFC319A5E76B340F7' +
      '3D9A5D7683A6E93268FD9ED3CB6EF67B0E5AD172B19B2C2693C9602E90355D6683A6F0B007946E8382F5393BEC26' +
      'BB00',
    {
      text: 'rhalten möchten, wählen Sie kostenlos +4917212220. Viel Spaß im Ausland.',
      class: 1,
      concat: { ref: 25, refBits: 8, total: 2, seq: 2 },
    },
  ],
  [
    'python-gsmmodem, a name of three letters',
    '000406D061F1180000511172000000800161',
    { address: 'abc', timestamp: '2015-11-27T00:00:00+02:00' },
  ],
  [
    'python-gsmmodem, a name of eight letters',
    '00040ED04669D0397C26A70000511172000000800161',
    { address: 'FRANCOIS' },
  ],
  [
    'python-gsmmodem, a name out of the extension table',
    '000414D0E10D6FE3DBA036A94D190000511172000000800161',
    { address: 'a[]{}€' },
  ],
  ['python-gsmmodem, TON 2', '00040AA110929978560000511172000000800161', { address: '0129998765' }],
  ['python-gsmmodem, NPI 9', '06918967452301' + '01000181F100000161', { smsc: '+9876543210' }],
  [
    'warthog618/sms, every digit there is',
    '040F911032547698BADCFE0000511172000000800161',
    { address: '+0123456789*#abc' },
    bareIn,
  ],
  [
    'warthog618/sms, TP-VP 45',
    '11230491361934004508C8303A8C0EA3C3',
    { messageReference: 0x23, validity: { tp: 0x45, minutes: 350 }, text: 'Hahahaha' },
    bareOut,
  ],
  ['warthog618/sms, a report with TP-PID', `${report}0189`, { status: 0xab, text: null }, bareIn],
  ['warthog618/sms, a report with TP-DCS', `${report}0204`, { status: 0xab, text: null }, bareIn],
  [
    'warthog618/sms, a report with a text',
    `${report}0404D4F29C0E`,
    { text: 'Test', encoding: 'gsm7' },
    bareIn,
  ],
  ['a report with a second TP-PI [9.2.3.27]', `${report}840004D4F29C0E`, { text: 'Test' }, bareIn],
  [
    'a reserved type is a DELIVER to a phone [9.2.3.1]',
    '070491361900005150713220052308C8303A8C0EA3C3',
    { type: 'deliver', text: 'Hahahaha' },
    bareIn,
  ],
  [
    'a digit of the time that is none counts as 0 [9.2.3.11]',
    '040491361900005150F13220052300',
    { timestamp: '2015-05-10T23:02:50+08:00' },
    bareIn,
  ],
  ['a time of zeros', '0404913619000000000000000000' + '00', { timestamp: null }, bareIn],
  ['DCS 0C, reserved [4]', '01000181F1000C04D4F29C0E', { text: 'Test', encoding: 'gsm7' }, bareOut],
  ['DCS BF, reserved [4]', '01000181F100BF04D4F29C0E', { text: 'Test', class: null }, bareOut],
  [
    'DCS 53, deleted once read [4]',
    '01000181F1005304D4F29C0E',
    { text: 'Test', class: 3 },
    bareOut,
  ],
  ['DCS C8, waiting, not kept [4]', '01000181F100C804D4F29C0E', { text: 'Test' }, bareOut],
  ['DCS E8, waiting, UCS-2 [4]', '01000181F100E80404220435', { text: 'Те', class: null }, bareOut],
  ['DCS 28, compressed [4]', '01000181F10028020422', { text: null, userDataHex: '0422' }, bareOut],
  [
    'both references: the last one counts [9.2.3.24]',
    '41000181F100040D0B0003010201080412340202' + '41',
    { concat: { ref: 0x1234, refBits: 16, total: 2, seq: 2 }, userDataHex: '41' },
    bareOut,
  ],
  [
    'an element that does not fit voids the header [9.2.3.24]',
    '41000181F10004080500030102ABCDEF',
    { concat: null, headerHex: '0500030102AB', userDataHex: 'CDEF' },
    bareOut,
  ],
  ['part 0 of 2 [9.2.3.24.1]', '41000181F10004070500030102' + '0041', { concat: null }, bareOut],
  [
    'a part 0 behind a good element: the good one counts [9.2.3.24.1]',
    '41000181F100040C0A000301020200030203' + '0041',
    { concat: { ref: 1, refBits: 8, total: 2, seq: 2 }, userDataHex: '41' },
    bareOut,
  ],
  [
    'a header that fills the user data',
    '41000181F1000406050003010202',
    { userDataHex: '' },
    bareOut,
  ],
  ['an empty header', '41000181F10000030080' + '66', { text: 'Ξ', headerHex: '00' }, bareOut],
  ['a header promised, no user data', '41000181F1000000', { text: '', headerHex: null }, bareOut],
  ['warthog618/sms, an escape at the end', '01000181F1000002E10D', { text: 'a ' }, bareOut],
  ['two escapes [23.038 6.2.1.1]', '01000181F10000039B4D18', { text: ' a' }, bareOut],
  ['a name of one semi-octet', `0401D0410000${when}00`, { address: '' }, bareIn],
  [
    'a name that fills its octets',
    `040ED0F334FC1CA697010000${when}00`,
    { address: 'sipgate@' },
    bareIn,
  ],
  ['a type of number without bit 7', `04041121430000${when}00`, { address: '+1234' }, bareIn],
  ['an odd number without a filler', `04039121430000${when}00`, { address: '+123' }, bareIn],
  ['a filler in place of a digit', `04049121F30000${when}00`, { address: '+123' }, bareIn],
  ['a month 13', `040491361900005131713220052300`, { timestamp: null }, bareIn],
  [
    '19 hours and three quarters west',
    `040491361900005150713220059F00`,
    { timestamp: '2015-05-17T23:02:50-19:45' },
    bareIn,
  ],
  [
    'an enhanced validity of reserved values [9.2.3.12.3]',
    '09000181F1000007FFFFFFFFFFFF' + '00',
    { validity: { enhancedHex: '07FFFFFFFFFFFF' } },
    bareOut,
  ],
  [
    'an absolute validity that is no time',
    '19000181F10000FFFFFFFFFFFFFF' + '00',
    { validity: null },
    bareOut,
  ],
  ['TP-VPF has no meaning in a DELIVER', `1C049136190000${when}00`, { validity: null }, bareIn],
  [
    'a report with reserved indicators [9.2.3.27]',
    `${report}78AA`,
    { status: 0xab, text: null },
    bareIn,
  ],
  [
    'a report with all fields in UCS-2',
    `${report}07000804042F0430`,
    { text: 'Яа', encoding: 'ucs2', class: null },
    bareIn,
  ],
  [
    'a report that is a part',
    `46${report.slice(2)}060407050003010201` + '41',
    { concat: { ref: 1, refBits: 8, total: 2, seq: 1 }, userDataHex: '41' },
    bareIn,
  ],
  [
    'lower case, spaces',
    '0100 05912143f500000b c8329bfd06dddf723619 ',
    { text: 'Hello world' },
    bareOut,
  ],
]

testDecoded(decoded)

const broken: [hex: string, path: string, at: number, options: DecodeOptions][] = [
  // warthog618/sms
  ['04', 'deliver.oa', 1, bareIn],
  ['0404913619', 'deliver.pid', 5, bareIn],
  ['040491361900', 'deliver.dcs', 6, bareIn],
  ['0404913619000051', 'deliver.scts', 7, bareIn],
  ['040491361900005150713220052308', 'deliver.ud', 15, bareIn],
  ['0123', 'submit.da', 2, bareOut],
  ['1123049136193400', 'submit.vp', 8, bareOut],
  ['064204913619', 'status-report.scts', 6, bareIn],
  [report.slice(0, -2), 'status-report.st', 20, bareIn],
  [`${report}04`, 'status-report.udl', 22, bareIn],
  [`${report}80`, 'status-report.pi', 22, bareIn],
  [`${report}0404D4F29C`, 'status-report.ud', 23, bareIn],
  // python-messaging
  ['07919471060040340', 'hex', 8, {}],
  // ofono and libosmocore: an address of more than 20 digits, a service centre of more than 11 octets
  [`041591${'21'.repeat(11)}0000${when}00`, 'deliver.oa', 1, bareIn],
  [`0C91${'21'.repeat(11)}01000181F100000161`, 'pdu.smsc', 0, {}],
  ['41000181F10004050500030102', 'submit.udh', 13, bareOut],
  ['000100', 'submit.da', 3, {}],
]

for (const [hex, path, at, options] of broken) {
  test(`pdu decode: ${hex} lacks ${path}`, () => {
    assertBroken(hex, path, at, options)
  })
}

const encoded: [from: string, input: object, pdus: string[]][] = [
  [
    'ofono',
    {
      smsc: '+358405202090',
      to: '+358478400241',
      text: 'This is testing !',
      validity: { tp: 0xa7 },
    },
    ['079153485002020911000C915348870420140000A71154747A0E4ACF41F4F29C9E769F4121'],
  ],
  [
    'ModemManager, the last septet in an octet of its own',
    { to: '+15556661234', text: 'This is really cool ΔΔΔΔΔ' },
    ['0001000B915155661632F400001954747A0E4ACF41F27298CDCE83C6EF371B0481402010'],
  ],
  [
    'ModemManager, a national SMSC',
    { smsc: '9037029920', to: '1', text: 'a' },
    ['0681097320990201000181F100000161'],
  ],
  [
    'python-messaging',
    { to: '+34654123456', text: 'BÄRÇA äñ@' },
    ['0001000B914356143254F6000009C2AD341104EDFB00'],
  ],
  [
    'python-messaging',
    { to: '655345678', text: 'Русский', validity: { minutes: 5760 } },
    ['001100098156355476F80008AA0E0420044304410441043A04380439'],
  ],
  ['a digit that is a letter', { to: '*#12abc', text: 'a' }, ['0001000781BA21DCFE00000161']],
  ['class and UCS-2', { to: '1', text: 'я', class: 1 }, ['0001000181F1001902044F']],
  [
    'GSM 7-bit with a national table where nothing else holds it',
    { to: '1', text: 'ş', encoding: 'gsm7', languages: [1] },
    ['0041000181F100000603250101E800'],
  ],
]

for (const [from, input, pdus] of encoded) {
  test(`pdu encode: ${from}: ${JSON.stringify(input)}`, () => {
    assert.deepEqual(encodeToJson(JSON.stringify(input), false), pdus)
  })
}

for (const input of [
  { to: '032BADNUMBER', text: 'python-messaging' },
  { to: '1', text: '世界 (python-gsmmodem)', encoding: 'gsm7' },
  { to: '1', text: 'python-gsmmodem', validity: { absolute: '2013-03-01T12:30:21' } },
  { to: '1', text: 'python-gsmmodem', validity: { minutes: 10_080_000 } },
]) {
  test(`pdu encode: ${JSON.stringify(input)} cannot be done`, () => {
    assert.equal(typeof printed(encodeToJson(JSON.stringify(input), false)).error, 'string')
  })
}

const cut: [text: string, sizes: number[], refBits?: 8 | 16][] = [
  // ModemManager and python-messaging
  ['x'.repeat(161), [153, 8]],
  ['好'.repeat(71), [67, 4]],
  ['€'.repeat(229) + 'x', [76, 76, 76, 2]],
  // By the standard
  ['x'.repeat(161), [152, 9], 16],
  ['好'.repeat(71), [66, 5], 16],
  [`${'я'.repeat(65)}😀${'я'.repeat(10)}`, [65, 12], 16],
]

for (const [text, sizes, refBits = 8] of cut) {
  test(`parts: ${text.slice(0, 3)}…, ${text.length} units, ${refBits} bits`, () => {
    const { parts } = printed(partsToJson(JSON.stringify({ text, refBits }))) as { parts: string[] }
    assert.deepEqual(
      parts.map((part) => part.length),
      sizes,
    )
    assert.equal(parts.join(''), text)
  })
}
