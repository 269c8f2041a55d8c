// The commands as scripts use them: a line in, a line of JSON out.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import test from 'node:test'
import { text as streamText } from 'node:stream/consumers'
import { answerLines } from '../../lib/cli/lines.ts'
import { partsToJson } from '../../lib/cli/parts-json.ts'
import { decodeToJson } from '../../lib/cli/pdu-decode.ts'
import { encodeToJson } from '../../lib/cli/pdu-encode.ts'
import { brokenPdus, knownPdus } from '../support/pdus.ts'
import { printed } from '../support/pdu-commands.ts'

for (const [name, { hex, bare, says }] of Object.entries(knownPdus)) {
  test(`pdu decode tells of ${name}`, () => {
    const result = printed(decodeToJson(hex, { bare: bare ?? false }))
    assert.equal(result.error, undefined)
    for (const [key, value] of Object.entries(says)) assert.deepEqual(result[key], value, key)
  })
}

for (const [name, { hex, bare, path }] of Object.entries(brokenPdus)) {
  test(`pdu decode refuses ${name}`, () => {
    const { error, at } = printed(decodeToJson(hex, { bare: bare ?? false }))
    assert.match(String(error), new RegExp(`^${path.replace('.', '\\.')} at octet `))
    assert.equal(typeof at, 'number')
  })
}

// Inputs with the PDUs that they give; most are those of python-gsmmodem and python-messaging.
const encoded: [object, string[]][] = [
  [
    { to: '+27820001111', text: 'Hello World!' },
    ['0001000B917228001011F100000CC8329BFD065DDF72363904'],
  ],
  [
    { to: '+123456789', text: '世界您好！', smsc: '+44000000000', validity: { minutes: 524160 } },
    ['07914400000000F01100099121436587F90008F40A4E16754C60A8597DFF01'],
  ],
  [
    {
      to: '+27820001111',
      text: 'Timestamp validity test',
      validity: { absolute: '2013-07-10T13:39:00+02:00' },
    },
    ['0019000B917228001011F100003170013193008017D474BB3CA787DB70903DCC4E93D3F43C885E9ED301'],
  ],
  [
    { type: 'submit', to: '+46708251358', text: 'hellohello', validity: { tp: 170 } },
    ['0011000B916407281553F80000AA0AE8329BFD4697D9EC37'],
  ],
  [
    { to: '+27820001111', text: 'Test', validity: { enhancedHex: '03021500000000' } },
    ['0009000B917228001011F100000302150000000004D4F29C0E'],
  ],
  [
    { to: '+34654123456', text: 'hey yo', class: 2, statusReport: true },
    ['0021000B914356143254F6001206E8721E947F03'],
  ],
  [
    { to: '01000000000', smsc: '+44000000000', text: 'Hi there...', encoding: '8bit' },
    ['07914400000000F001000B811000000000F000040B48692074686572652E2E2E'],
  ],
  [
    {
      to: '+27820001111',
      encoding: '8bit',
      userDataHex: '0102',
      headerHex: '0605040B8423F0',
      class: 1,
    },
    ['0041000B917228001011F10015090605040B8423F00102'],
  ],
  [{ to: '1', text: 'ş', headerHex: '03 24 01 01' }, ['0041000181F100000703240101D8CC01']],
  [
    { type: 'deliver', from: 'sipgate', text: 'Testmail', timestamp: '2008-08-13T12:07:22+01:00' },
    ['00040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9'],
  ],
  [
    {
      type: 'status-report',
      to: '+43626575117',
      messageReference: 39,
      timestamp: '2010-02-18T11:31:54+01:00',
      dischargeTime: '2010-02-18T11:47:50+01:00',
      status: 67,
      smsc: '+34607003110',
    },
    ['07914306073011F006270B913426565711F7012081111345400120811174054043'],
  ],
]

for (const [input, pdus] of encoded) {
  test(`pdu encode of ${JSON.stringify(input)}`, () => {
    assert.deepEqual(encodeToJson(JSON.stringify(input), false), pdus)
  })
}

test('all parts keep the message reference and share the concatenation reference', () => {
  const input = { to: '+4520643064', text: 'x'.repeat(400), messageReference: 9, ref: 0x1234 }
  const pdus = encodeToJson(JSON.stringify(input), false)
  assert.ok(Array.isArray(pdus))
  const read = pdus.map((hex) => printed(decodeToJson(String(hex), {})))
  assert.deepEqual(
    read.map(({ messageReference, concat }) => [messageReference, concat]),
    [1, 2, 3].map((seq) => [9, { ref: 0x1234, refBits: 16, total: 3, seq }]),
  )
  assert.equal(read.map(({ text }) => text).join(''), input.text)
})

test('without the service centre the TPDU stands alone', () => {
  const input = JSON.stringify({ to: '+12345', text: 'Hello world' })
  assert.deepEqual(encodeToJson(input, true), ['010005912143F500000BC8329BFD06DDDF723619'])
})

const unfit: [string, RegExp][] = [
  ['{"to":"+45', /^not JSON$/],
  ['[]', /expected object/i],
  ['{"text":"a"}', /^to: missing$/],
  ['{"to":"Haraka","text":"a"}', /^to: not a number$/],
  ['{"to":"1","text":"a","smsc":"1badcsca"}', /^smsc: not a number$/],
  ['{"to":"1","text":"a","class":4}', /^class: /],
  ['{"to":"1","text":"a","messageReference":256}', /^messageReference: /],
  ['{"to":"1","text":"a","refBits":8,"ref":256}', /^ref: more than 8 bits$/],
  ['{"to":"1","text":"a","validity":{"minutes":4}}', /^validity\.minutes: /],
  ['{"to":"1","text":"a","validity":{"absolute":"soon"}}', /^validity\.absolute: not a time/],
  ['{"to":"1","text":"a","validity":{"enhancedHex":"00"}}', /seven octets/],
  ['{"to":"1","text":"a","validity":{"enhancedHex":"0x"}}', /^validity\.enhancedHex: not a hex/],
  ['{"to":"1","userDataHex":"012"}', /^userDataHex: half an octet$/],
  ['{"to":"1","text":"a","headerHex":"0500030102"}', /^headerHex: .* do not fit/],
  ['{"to":"1","text":"a","headerHex":"FF00030C0201"}', /^headerHex: .* do not fit/],
  ['{"to":"1","text":"ё","encoding":"8bit"}', /^text: .*8859-1$/],
  ['{"type":"deliver","from":"1","text":"a"}', /^timestamp: missing$/],
  [`{"to":"1","text":"${'a'.repeat(40_000)}"}`, /262 parts, more than 255/],
  [`{"to":"${'1'.repeat(21)}","text":"a"}`, /^submit\.da at octet 2: more than 20 digits$/],
]

for (const [line, reason] of unfit) {
  test(`pdu encode refuses ${line.slice(0, 70)}`, () => {
    assert.match(String(printed(encodeToJson(line, false)).error), reason)
  })
}

test('parts tells encoding, parts and units', () => {
  assert.deepEqual(partsToJson('{"text":"abc€"}'), {
    encoding: 'gsm7',
    parts: ['abc€'],
    units: 5,
  })
  assert.deepEqual(
    printed(partsToJson(`{"text":"${'я'.repeat(67)}","refBits":16}`)).encoding,
    'ucs2',
  )
  const turkish = JSON.stringify({ text: 'ş'.repeat(80), languages: [1] })
  assert.deepEqual(printed(partsToJson(turkish)).encoding, 'gsm7')
  assert.match(String(printed(partsToJson('{"text":5}')).error), /^text: /)
  const endless = JSON.stringify({ text: 'a'.repeat(40_000) })
  assert.match(String(printed(partsToJson(endless)).error), /262 parts/)
})

test('lines are answered in order, empty ones too', async () => {
  const input = new PassThrough()
  const output = new PassThrough()
  const answered = answerLines(input, output, (line) => line.length)
  input.end('a\r\n\nabc\na\u2028')
  await answered
  output.end()
  assert.equal(await streamText(output), '1\n0\n3\n2\n')
})

test('a chunk may end within a line or a character', async () => {
  const input = new PassThrough()
  const output = new PassThrough()
  const answered = answerLines(input, output, (line) => line)
  for (const byte of Buffer.from('aé\r\n\nb\n€')) input.write(Buffer.of(byte))
  input.end()
  await answered
  output.end()
  assert.equal(await streamText(output), '"aé"\n""\n"b"\n"€"\n')
})

const command = new URL('../../lib/cli/main.js', import.meta.url).pathname

test('the command answers a line before the next one comes', async () => {
  const child = spawn(process.execPath, [command, 'pdu', 'decode', '--tpdu', '--direction', 'out'])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  for (const [hex, key] of [
    ['010005912143F500000BC8329BFD06DDDF723619', 'type'],
    ['0100', 'error'],
  ]) {
    child.stdin.write(`${hex}\n`)
    const { value } = (await lines.next()) as { value: string }
    assert.ok(key! in (JSON.parse(value) as object), value)
  }
  child.stdin.end()
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a reader who has enough ends the command', async () => {
  const child = spawn(process.execPath, [command, 'pdu', 'decode'])
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end('0100\n'.repeat(50_000))
  child.stdout.once('data', () => child.stdout.destroy())
  assert.deepEqual(await once(child, 'close'), [0, null])
  assert.equal(said, '')
})

test('PDUs as arguments are answered one a line', async () => {
  const child = spawn(process.execPath, [command, 'pdu', 'decode', 'zz', '00'])
  const lines = (await streamText(child.stdout)).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    [
      { error: 'hex at octet 0: not a hexadecimal digit', at: 0 },
      { error: 'pdu.mti at octet 1: underflow', at: 1 },
    ],
  )
})
