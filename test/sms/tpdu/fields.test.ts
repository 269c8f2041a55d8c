// The fields of TS 23.040, one table each.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  addressText,
  parseAddress,
  readAddress,
  readServiceCentre,
  writeAddress,
  writeServiceCentre,
  type Address,
} from '../../../lib/sms/tpdu/address.ts'
import { dataCodingOf, dcsOf, type DataCoding } from '../../../lib/sms/tpdu/data-coding.ts'
import {
  concatenationElement,
  concatenationOf,
  elementsOf,
  headerOf,
  languageElements,
  languagesOf,
} from '../../../lib/sms/tpdu/header.ts'
import { fromHex, toHex } from '../../../lib/sms/tpdu/hex.ts'
import { Reader } from '../../../lib/sms/tpdu/reader.ts'
import { statusOutcome, type StatusOutcome } from '../../../lib/sms/tpdu/status.ts'
import { isoOf, octetsOfTimestamp, parseIso, timestampOf } from '../../../lib/sms/tpdu/timestamp.ts'
import { relativeMinutes, relativePeriod } from '../../../lib/sms/tpdu/validity-period.ts'
import { Writer } from '../../../lib/sms/tpdu/writer.ts'

// Octets, text; the first ones are those of python-gsmmodem's tests.
const addresses: [string, string][] = [
  ['0A918967452301', '+9876543210'],
  ['099189674523F1', '+987654321'],
  ['0B917228195339F4', '+27829135934'],
  ['06D061F118', 'abc'],
  ['0ED04669D0397C26A7', 'FRANCOIS'],
  ['14D0E10D6FE3DBA036A94D19', 'a[]{}€'],
  ['0BD0CDE6DB5DCE03', 'MMoney'],
  ['0DD0F334FC1CA69701', 'sipgate'],
  ['05810531F1', '50131'],
  ['04811032', '0123'],
  ['0581BA98F6', '*#896'],
  ['0081', ''],
]

for (const [hex, text] of addresses) {
  test(`${hex} is the address ${text || 'without digits'}, both ways`, () => {
    const address = readAddress(new Reader(fromHex(hex)), 'oa')
    assert.equal(addressText(address), text)
    assert.deepEqual(parseAddress(text), address)
    const writer = new Writer('deliver')
    writeAddress(writer, 'oa', address)
    assert.equal(toHex(writer.done()), hex)
  })
}

test('every type of number and numbering plan is kept', () => {
  for (let type = 0x80; type <= 0xff; type++) {
    const octets = Uint8Array.of(8, type, 0x21, 0x43, 0x65, 0x87)
    const address = readAddress(new Reader(octets), 'oa')
    assert.deepEqual([address.ton, address.npi], [(type >> 4) & 7, type & 0xf])
    if (address.ton === 5) continue
    const writer = new Writer('deliver')
    writeAddress(writer, 'oa', address)
    assert.deepEqual(writer.done(), octets)
  }
})

test('the filler ends the digits, however many were promised', () => {
  const address = readAddress(new Reader(fromHex('069121F3F5')), 'oa')
  assert.equal(addressText(address), '+123')
})

test('an address that is longer than the standard allows is refused where its length stands', () => {
  const longest = `1491${'21'.repeat(10)}`
  assert.equal(addressText(readAddress(new Reader(fromHex(longest)), 'oa')), `+${'12'.repeat(10)}`)
  for (const hex of [`1591${'21'.repeat(11)}`, `16D0${'21'.repeat(11)}`]) {
    assert.throws(() => readAddress(new Reader(fromHex(hex)), 'oa'), { path: 'pdu.oa', octet: 0 })
  }
  const serviceCentre = new Reader(fromHex(`0C91${'21'.repeat(11)}`))
  assert.throws(() => readServiceCentre(serviceCentre), { path: 'pdu.smsc', octet: 0 })
})

test('the service centre counts octets, and may be left out', () => {
  const read = (hex: string): Address | undefined => readServiceCentre(new Reader(fromHex(hex)))
  assert.equal(addressText(read('07911326040000F0')!), '+31624000000')
  assert.equal(read('00'), undefined)
  const writer = new Writer('pdu')
  writeServiceCentre(writer, parseAddress('+31624000000'))
  writeServiceCentre(writer, undefined)
  assert.equal(toHex(writer.done()), '07911326040000F000')
})

const refused: [string, RegExp][] = [
  [`+${'1'.repeat(21)}`, /more than 20 digits/],
  ['twelve chars', /more than 11 letters/],
  ['日本', /outside GSM 7-bit/],
]

for (const [text, reason] of refused) {
  test(`${text} cannot be an address`, () => {
    const writer = new Writer('submit')
    assert.throws(() => writeAddress(writer, 'da', parseAddress(text)), reason)
  })
}

const times: [string, string][] = [
  ['99302251619580', '1999-03-22T15:16:59+02:00'],
  ['20806291731448', '2002-08-26T19:37:41-01:00'],
  ['70402132522423', '2007-04-12T23:25:42+08:00'],
  ['7040213252242B', '2007-04-12T23:25:42-08:00'],
  ['99211332959518', '1999-12-31T23:59:59-00:15'],
  ['51117200000000', '2015-11-27T00:00:00+00:00'],
  ['07101010203000', '1970-01-01T01:02:03+00:00'],
  ['86211332959522', '2068-12-31T23:59:59+05:30'],
]

for (const [hex, iso] of times) {
  test(`${hex} is ${iso}, both ways`, () => {
    const timestamp = timestampOf(fromHex(hex))!
    assert.equal(isoOf(timestamp), iso)
    assert.deepEqual(parseIso(iso), timestamp)
    assert.equal(toHex(octetsOfTimestamp(timestamp)), hex)
  })
}

test('octets that are no time on the calendar are no time', () => {
  for (const hex of [
    '00000000000000',
    'FFFFFFFFFFFFFF',
    '11311000000000',
    '11201300000000',
    '11101042000000',
    '11101000060000',
  ]) {
    assert.equal(timestampOf(fromHex(hex)), undefined, hex)
  }
})

test('a text that is no time, or that seven octets cannot say, is refused', () => {
  for (const text of ['', 'now', '2026-12-24', '2026-12-24T18:00:00', '2070-01-01T00:00:00Z']) {
    assert.equal(parseIso(text), undefined, text)
  }
  assert.equal(isoOf(parseIso('2026-12-24T18:00Z')!), '2026-12-24T18:00:00+00:00')
})

/** What 23.038 4 says of each group of octets, written out anew. */
function expectedCoding(dcs: number): DataCoding {
  const group = dcs >> 4
  const messageClass = (dcs & 3) as 0 | 1 | 2 | 3
  const kind = (['voicemail', 'fax', 'email', 'other'] as const)[messageClass]
  const plain = { alphabet: 'gsm7', compressed: false, autoDelete: false } as const
  if (group <= 7) {
    return {
      alphabet: (['gsm7', '8bit', 'ucs2', 'gsm7'] as const)[(dcs >> 2) & 3]!,
      compressed: group % 4 >= 2,
      autoDelete: group >= 4,
      ...(group % 2 === 1 ? { class: messageClass } : {}),
    }
  }
  const waiting = { kind, active: (dcs & 8) === 8 }
  if (group === 0xc) return { ...plain, messageWaiting: { ...waiting, store: false } }
  if (group === 0xd) return { ...plain, messageWaiting: { ...waiting, store: true } }
  if (group === 0xe) {
    return { ...plain, alphabet: 'ucs2', messageWaiting: { ...waiting, store: true } }
  }
  if (group === 0xf) {
    return { ...plain, alphabet: (dcs & 4) === 4 ? '8bit' : 'gsm7', class: messageClass }
  }
  return plain
}

test('each of the 256 data coding schemes is read as 23.038 says', () => {
  for (let dcs = 0; dcs <= 0xff; dcs++) {
    assert.deepEqual(dataCodingOf(dcs), expectedCoding(dcs), dcs.toString(16))
  }
})

test('an alphabet and a class make a data coding scheme that says them', () => {
  for (const alphabet of ['gsm7', 'ucs2', '8bit'] as const) {
    assert.equal(dataCodingOf(dcsOf(alphabet)).class, undefined)
    for (const messageClass of [0, 1, 2, 3] as const) {
      const coding = dataCodingOf(dcsOf(alphabet, messageClass))
      assert.deepEqual([coding.alphabet, coding.class], [alphabet, messageClass])
    }
  }
})

const relative: [number, number][] = [
  [0, 5],
  [1, 10],
  [143, 720],
  [144, 750],
  [167, 1440],
  [168, 2 * 1440],
  [170, 4 * 1440],
  [196, 30 * 1440],
  [197, 5 * 10080],
  [255, 63 * 10080],
]

for (const [tp, minutes] of relative) {
  test(`validity ${tp} is ${minutes} minutes`, () => {
    assert.equal(relativeMinutes(tp), minutes)
  })
}

test('each of the 256 relative periods comes back from its minutes', () => {
  for (let tp = 0; tp <= 255; tp++) {
    assert.deepEqual(relativePeriod(relativeMinutes(tp)), { form: 'relative', tp })
  }
})

test('a period between two is the shorter one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 63 * 10080 }), (minutes) => {
      const period = relativePeriod(minutes)
      assert.ok(period.form === 'relative')
      assert.ok(relativeMinutes(period.tp) <= minutes)
      assert.ok(period.tp === 255 || relativeMinutes(period.tp + 1) > minutes)
    }),
  )
})

test('concatenation and languages are read as they are written', () => {
  const short = { ref: 0xc3, refBits: 8, total: 3, seq: 2 } as const
  const long = { ref: 0x1234, refBits: 16, total: 255, seq: 255 } as const
  assert.equal(toHex(headerOf([concatenationElement(short)])), '050003C30302')
  assert.equal(toHex(headerOf([concatenationElement(long)])), '0608041234FFFF')
  assert.deepEqual(concatenationOf([concatenationElement(short)]), short)
  assert.deepEqual(concatenationOf([concatenationElement(long)]), long)
  const languages = { locking: 1, single: 3 }
  assert.equal(toHex(headerOf(languageElements(languages))), '06240103250101')
  assert.deepEqual(languagesOf(languageElements(languages)), languages)
})

test('elements that nobody knows are kept, in order', () => {
  const header = fromHex('0CA5020102000301020170014F')
  assert.deepEqual(
    elementsOf(header).map(({ id, data }) => [id, toHex(data)]),
    [
      [0xa5, '0102'],
      [0x00, '010201'],
      [0x70, '4F'],
    ],
  )
  assert.deepEqual(headerOf(elementsOf(header)), header)
})

const voided: Record<string, string> = {
  'an element beyond the header voids it all': '0500030102017004FF',
  'an identifier without a length voids it all': '0600030102 0170',
  'part 0 is no part': '050003010200',
  'a part beyond the total is no part': '050003010203',
  'a short concatenation is none': '0400020102',
  'a long concatenation is none': '06000401020101',
}

for (const [behaviour, hex] of Object.entries(voided)) {
  test(behaviour, () => assert.equal(concatenationOf(elementsOf(fromHex(hex))), undefined))
}

const repeated: Record<string, [hex: string, ref: number]> = {
  'of two concatenations the last one counts': ['0B00030102010804123402 02', 0x1234],
  'one that is to be ignored leaves the one before it': ['0B0003010201080412340200', 1],
  'one of a wrong length leaves the one before it': ['0A00030102010802 1234', 1],
}

for (const [behaviour, [hex, ref]] of Object.entries(repeated)) {
  test(behaviour, () => assert.equal(concatenationOf(elementsOf(fromHex(hex)))?.ref, ref))
}

test('of two languages the last one that has such a table counts', () => {
  const languages = (hex: string): unknown => languagesOf(elementsOf(fromHex(hex)))
  assert.deepEqual(languages('06250101250103'), { locking: 3, single: 0 })
  assert.deepEqual(languages('0C25010125010224010224010E'), { locking: 1, single: 2 })
  assert.deepEqual(languages('022400'), { locking: 0, single: 0 })
})

const outcomes: [number, number, StatusOutcome][] = [
  [0x00, 0x00, 'delivered'],
  [0x01, 0x01, 'forwarded'],
  [0x02, 0x02, 'replaced'],
  [0x03, 0x1f, 'delivered'],
  [0x20, 0x3f, 'trying'],
  [0x40, 0xff, 'failed'],
]

for (const [from, to, outcome] of outcomes) {
  test(`status ${from.toString(16)} to ${to.toString(16)} means ${outcome}`, () => {
    for (let status = from; status <= to; status++) assert.equal(statusOutcome(status), outcome)
  })
}

test('hexadecimal may be of either case and spaced; anything else is an error with its octet', () => {
  assert.deepEqual(fromHex(' 0a fF\n'), Uint8Array.of(0x0a, 0xff))
  assert.throws(() => fromHex('00112x'), { path: 'hex', octet: 2 })
  assert.throws(() => fromHex('00112'), { path: 'hex', octet: 2, reason: 'half an octet' })
})
