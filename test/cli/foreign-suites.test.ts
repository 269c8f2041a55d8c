// More vectors out of the suites of other projects: python-messaging (pmarti), libosmocore, smspdudecoder
// (qotto) and Twilio's message-segment-calculator.
import assert from 'node:assert/strict'
import test from 'node:test'
import { partsToJson } from '../../lib/cli/parts-json.ts'
import { encodeToJson } from '../../lib/cli/pdu-encode.ts'
import { type DecodedRow, printed, testDecoded } from '../support/pdu-commands.ts'

const spanish = { to: '+34654123456', text: 'hey yo' }
const hola = { to: '+34616585119', text: 'hola' }
const days4 = { minutes: 5_760 }

const kings =
  'Or walk with Kings - nor lose the common touch, if neither foes nor loving friends can hurt you, ' +
  'If all men count with you, but none too much; If you can fill the unforgiving minute With sixty ' +
  "seconds' worth of distance run, Yours is the Earth and everything thats in it, And - which is more - " +
  'you will be a Man, my son'

const encoded: [from: string, input: object, pdus: string[]][] = [
  ['python-messaging, no validity', hola, ['0001000B914316565811F9000004E8373B0C']],
  [
    'python-messaging, absolute validity',
    { ...hola, validity: { absolute: '2010-07-25T20:15:39Z' } },
    ['0019000B914316565811F900000170520251930004E8373B0C'],
  ],
  [
    'python-messaging, relative validity',
    { ...hola, validity: days4 },
    ['0011000B914316565811F90000AA04E8373B0C'],
  ],
  [
    'python-messaging, a service centre',
    { ...hola, smsc: '+34646456456' },
    ['07914346466554F601000B914316565811F9000004E8373B0C'],
  ],
  ...[0, 1, 2, 3].map((messageClass): (typeof encoded)[number] => [
    `python-messaging, class ${messageClass}`,
    { ...spanish, class: messageClass },
    [`0001000B914356143254F6001${messageClass}06E8721E947F03`],
  ]),
  [
    'python-messaging, a report is asked for',
    { ...spanish, statusReport: true },
    ['0021000B914356143254F6000006E8721E947F03'],
  ],
  [
    'python-messaging, Latin letters',
    { ...spanish, text: 'Hölä', validity: days4 },
    ['0011000B914356143254F60000AA04483E7B0F'],
  ],
  [
    'python-messaging, 8 bits',
    { to: '01000000000', smsc: '+44000000000', text: 'Hi there...', encoding: '8bit' },
    ['07914400000000F001000B811000000000F000040B48692074686572652E2E2E'],
  ],
  [
    'python-messaging, UCS-2',
    { to: '+34616585119', smsc: '+34646456456', text: 'あ叶葉' },
    ['07914346466554F601000B914316565811F9000806304253F68449'],
  ],
  [
    'python-messaging, three parts',
    { to: '655345678', text: kings, ref: 136, validity: days4 },
    [
      '005100098156355476F80000AAA00500038803019E72D03DCC5E83EE693A1AB44CBBCF73500BE47ECB41ECF7BC0CA2A3CB' +
        'A0F1BBDD7EBB41F4777D8C6681D26690BB9CA6A3CB7290F95D9E83DC6F3988FDB6A7DD6790599E2EBBC973D038EC06' +
        'A1EB723A28FFAEB340493328CC6683DA653768FCAEBBE9A07B9A8E06E5DF7516485CA783DC6F7719447FBF41EDFA18' +
        'BD0325CDA0FCBB0E1A87DD',
      '005100098156355476F80000AAA005000388030240E6349B0DA2A3CBA0BADBFC969FD3F6B4FB0C6AA7DD757A19744DD3D1' +
        'A0791A4FCF83E6E5F1DB4D9E9F40F7B79C8E06BDCD20727A4E0FBBC76590BCEE6681B2EFBA7C0E4ACF41747419540C' +
        'CBE96850D84D0695ED65799E8E4EBBCF203A3A4C9F83D26E509ACE0205DD64500B7447A7C768507A0E6ABFE565500B' +
        '947FD741F7349B0D129741',
      '005100098156355476F80000AA14050003880303C2A066D8CD02B5F3A0F9DB0D',
    ],
  ],
  ...(
    [
      ['libosmocore', 'test text', '09F4F29C0EA297F174'],
      [
        'libosmocore, a character of the extension',
        '!$ a more#^- complicated test@@?_%! case',
        '292101280C6ABFE5E5D186D2028DDF6D383B3D0ED3CB6410BD3CA70300BF4829041A87E765',
      ],
      [
        'libosmocore, seven of the extension',
        'enhanced ^ {][} test |+~ ^ test',
        '2765373AEC1E97C9A00D05B4416D7C1BDE2605A297E774D006B8DAF4401B0A885E9ED301',
      ],
      [
        'libosmocore, no octet more for another character',
        'enhanced ^ {][} test |+~ ^ tests',
        '2865373AEC1E97C9A00D05B4416D7C1BDE2605A297E774D006B8DAF4401B0A885E9ED3E7',
      ],
      ['smspdudecoder', 'hello', '05E8329BFD06'],
      ['smspdudecoder, eight septets in seven octets', '12345678', '0831D98C56B3DD70'],
      ['smspdudecoder, the extension table', '[10€]', '081B5E0CB6296F7C'],
    ] as const
  ).map(([from, text, data]): (typeof encoded)[number] => [
    from,
    { to: '1', text },
    [`0001000181F10000${data}`],
  ]),
  [
    'libosmocore, twenty digits',
    { to: '12345678901234567891', text: 'a' },
    ['0001001481214365870921436587190000' + '0161'],
  ],
  [
    'libosmocore, a name of seven letters: 13 useful semi-octets [9.1.2.5]',
    { type: 'deliver', from: 'OpenBSC', text: 'a', timestamp: '2010-01-01T00:00:00Z' },
    ['00040DD04F78D92D9C0E01000001101000000000' + '0161'],
  ],
]

for (const [from, input, pdus] of encoded) {
  test(`pdu encode: ${from}`, () => {
    assert.deepEqual(encodeToJson(JSON.stringify(input), false), pdus)
  })
}

for (const input of [
  { to: '54342342', smsc: '1badcsca', text: 'python-messaging' },
  { to: '+123456789123456789120', text: 'libosmocore, 21 digits' },
  {
    type: 'deliver',
    from: 'OpenBSCabcdefghijklm',
    text: 'libosmocore, a long name',
    timestamp: '2010-01-01T00:00:00Z',
  },
]) {
  test(`pdu encode: ${input.text} is refused`, () => {
    assert.equal(typeof printed(encodeToJson(JSON.stringify(input), false)).error, 'string')
  })
}

const lorem =
  'CCB7BCDC06A5E1F37A1B447EB3DF72D03C4D0785DB653A0B347EBBE7E531BD4CAFCB4161721A9E9E8FD3EE33A8CC4ED359' +
  'A079990C22BF41E5747DDE7E9341F4721BFE9683D2EE719A9C26D7DD74509D0E6287C56F791954A683C86FF65B5E06B5C3' +
  '6777181466A7E3F5B00B'

const decoded: DecodedRow[] = [
  [
    'python-messaging, Chinese',
    '07914306073011F0040B914316709807F2000880604290224080084E2D5174901A8BAF',
    { smsc: '+34607003110', address: '+34610789702', text: '中兴通讯', encoding: 'ucs2' },
  ],
  [
    'python-messaging, a name of five letters',
    '07919471060040340409D0C6A733390400009060920173018093CC74595C96838C4F6772085AD6DDE4320B444E9741D4B0' +
      '3C6D7EC3E9E9B71B9474D3CB727799DEA286CFE5B9991DA6CBC3F432E85E9793CBA0F09A9EB6A7CB72BA0B9474D3CB72' +
      '7799DE72D6E9FABAFB0CBAA7E56490BA4CD7D34170F91BE4ACD3F575F7794E0F9F4161F1B92C2F8FD1EE32DD054AA2E5' +
      '20E3D3991C82A8E5701B',
    {
      address: 'FONIC',
      smsc: '+491760000443',
      text:
        'Lieber FONIC Kunde, die Tarifoption Internet-Tagesflatrate wurde aktiviert. Internet-Nutzung ' +
        'wird jetzt pro Nutzungstag abgerechnet. Ihr FONIC Team',
    },
  ],
  [
    'python-messaging, a report',
    '07914306073011F006270B913426565711F7012081111345400120811174054043',
    {
      type: 'status-report',
      address: '+43626575117',
      messageReference: 0x27,
      timestamp: '2010-02-18T11:31:54+01:00',
      dischargeTime: '2010-02-18T11:47:50+01:00',
      status: 0x43,
    },
  ],
  [
    'python-messaging, a SUBMIT beside the messages that came',
    '07914306073011F001000B914306565711F9000007F0B2FC0DCABF01',
    { type: 'submit', smsc: '+34607003110', address: '+34606575119', text: 'pero yo' },
  ],
  [
    'python-messaging, the first of two German parts',
    '07919471227210244405852122F039F101506271217180A005000319020198E9B2B82C0759DFE4B0F9ED2EB7967537B9CC02' +
      'B5D37450122D2FCB41EE303DFD7687D96537881A96A7CD6F383DFD7683F46134BBEC064DD36550DA0D22A7CBF3721BE4' +
      '2CD3F5A0198B56036DCA20B8FC0D6A0A4170767D0EAAE540433A082E7F83A6E5F93CFD76BB40D7B2DB0D9AA6CB2072BA' +
      '3C2F83926EF31BE44E8FD17450BB8C9683CA',
    {
      address: '12220',
      class: 1,
      concat: { ref: 25, refBits: 8, total: 2, seq: 1 },
      text:
        'Lieber Vodafone-Kunde, mit Ihrer nationalen Tarifoption zahlen Sie in diesem Netz 3,45 € pro MB ' +
        'plus 59 Ct pro Session. Wenn Sie diese Info nicht mehr e',
    },
  ],
  [
    'libosmocore, the second part',
    '41000181F100002F0500036F0202407474' +
      '7A0E4ACF4161D0BC3C7EBBC9207A794E6F97E7F3F0B9EC0295DD6410BA2C2FBB00',
    {
      text: ' this is a second testmessage. end here.',
      concat: { ref: 0x6f, refBits: 8, total: 2, seq: 2 },
    },
    { bare: true, direction: 'out' },
  ],
  [
    'smspdudecoder, 123 septets',
    `01000181F100007B${lorem}`,
    {
      text:
        'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut ' +
        'labore et dolore magna aliqua.',
    },
    { bare: true, direction: 'out' },
  ],
]

testDecoded(decoded)

const digits = (count: number): string => '1234567890'.repeat(17).slice(0, count)

const cut: [from: string, text: string, encoding: string, parts: number, units: number][] = [
  ['Twilio', `{${digits(158)}`, 'gsm7', 1, 160],
  ['Twilio', `{${digits(159)}`, 'gsm7', 2, 161],
  ['Twilio', `😜${digits(68)}`, 'ucs2', 1, 70],
  ['Twilio', `😜${digits(69)}`, 'ucs2', 2, 71],
  ...(
    [
      ['x', 160, 'gsm7', 1],
      ['x', 161, 'gsm7', 2],
      ['x', 306, 'gsm7', 2],
      ['x', 307, 'gsm7', 3],
      ['x', 459, 'gsm7', 3],
      ['x', 460, 'gsm7', 4],
      ['€', 80, 'gsm7', 1],
      ['€', 153, 'gsm7', 3],
      ['ő', 70, 'ucs2', 1],
      ['ő', 71, 'ucs2', 2],
      ['ő', 134, 'ucs2', 2],
      ['ő', 135, 'ucs2', 3],
      ['ő', 201, 'ucs2', 3],
      ['ő', 202, 'ucs2', 4],
    ] as const
  ).map(([character, times, encoding, parts]): (typeof cut)[number] => [
    'python-messaging',
    character.repeat(times),
    encoding,
    parts,
    character === '€' ? 2 * times : times,
  ]),
]

for (const [from, text, encoding, parts, units] of cut) {
  test(`parts: ${from}: ${text.slice(0, 3)}… of ${units} units is ${parts}`, () => {
    const answer = printed(partsToJson(JSON.stringify({ text })))
    const pieces = answer.parts as string[]
    assert.deepEqual([answer.encoding, pieces.length, answer.units], [encoding, parts, units])
    assert.equal(pieces.join(''), text)
  })
}
