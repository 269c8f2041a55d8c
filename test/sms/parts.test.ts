// How a text is cut: the limits of TS 23.040, and that no cut ever changes the text.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { isGsm7, septetCount } from '../../lib/sms/alphabet.ts'
import { segment, type SegmentOptions } from '../../lib/sms/parts.ts'

interface Row {
  text: string
  options?: SegmentOptions
  encoding: 'gsm7' | 'ucs2'
  lengths: number[]
  units: number
}

const rows: Record<string, Row> = {
  'an empty text is one part': { text: '', encoding: 'gsm7', lengths: [0], units: 0 },
  '160 septets fit into one part': {
    text: 'a'.repeat(160),
    encoding: 'gsm7',
    lengths: [160],
    units: 160,
  },
  '161 septets are cut at 153': {
    text: 'a'.repeat(161),
    encoding: 'gsm7',
    lengths: [153, 8],
    units: 161,
  },
  'a 16-bit reference leaves 152 septets': {
    text: 'a'.repeat(161),
    options: { refBits: 16 },
    encoding: 'gsm7',
    lengths: [152, 9],
    units: 161,
  },
  'the euro sign counts double': {
    text: '€'.repeat(80),
    encoding: 'gsm7',
    lengths: [80],
    units: 160,
  },
  'an escape pair is not split': {
    text: 'a'.repeat(152) + '€'.repeat(10),
    encoding: 'gsm7',
    lengths: [152, 10],
    units: 172,
  },
  '70 units of UCS-2 fit into one part': {
    text: 'я'.repeat(70),
    encoding: 'ucs2',
    lengths: [70],
    units: 70,
  },
  '71 units of UCS-2 are cut at 67': {
    text: 'я'.repeat(71),
    encoding: 'ucs2',
    lengths: [67, 4],
    units: 71,
  },
  'a 16-bit reference leaves 66 units': {
    text: 'я'.repeat(71),
    options: { refBits: 16 },
    encoding: 'ucs2',
    lengths: [66, 5],
    units: 71,
  },
  'a surrogate pair is not split': {
    text: '😀'.repeat(36),
    encoding: 'ucs2',
    lengths: [66, 6],
    units: 72,
  },
  'UCS-2 can be asked for': {
    text: 'a'.repeat(71),
    options: { encoding: 'ucs2' },
    encoding: 'ucs2',
    lengths: [67, 4],
    units: 71,
  },
  'an escape character has no place in GSM 7-bit': {
    text: 'a\x1bb',
    encoding: 'ucs2',
    lengths: [3],
    units: 3,
  },
  'more than 255 parts are counted': {
    text: 'a'.repeat(153 * 255 + 1),
    encoding: 'gsm7',
    lengths: [...new Array<number>(255).fill(153), 1],
    units: 153 * 255 + 1,
  },
}

for (const [behaviour, row] of Object.entries(rows)) {
  test(behaviour, () => {
    const { encoding, parts, units } = segment(row.text, row.options)
    assert.deepEqual(
      { encoding, lengths: parts.map((part) => part.length), units },
      { encoding: row.encoding, lengths: row.lengths, units: row.units },
    )
    assert.equal(parts.join(''), row.text)
  })
}

test('insisting on GSM 7-bit replaces equals, then accents, then anything else', () => {
  const { encoding, parts } = segment('“né” – à la façon… ã\u00a0日本 😀 ☎', { encoding: 'gsm7' })
  assert.equal(encoding, 'gsm7')
  assert.deepEqual(parts, ['"né" - à la facon... a ?? ? ?'])
})

test('a national table is used only when it saves a part', () => {
  const short = segment('ş'.repeat(70), { languages: [1] })
  assert.deepEqual([short.encoding, short.languages], ['ucs2', undefined])
  const long = segment('ş'.repeat(80), { languages: [1] })
  assert.deepEqual(
    [long.encoding, long.parts.length, long.languages],
    ['gsm7', 1, { locking: 1, single: 0 }],
  )
})

test('a language without a locking table is used by its single shift table', () => {
  const text = 'Á '.repeat(50)
  const { encoding, parts, languages } = segment(text, { languages: [2] })
  assert.deepEqual([encoding, parts, languages], ['gsm7', [text], { locking: 0, single: 2 }])
})

test('of the tables that save as many parts, those with the fewest septets are used', () => {
  // 154 septets by the single shift table, 77 by the locking one.
  const { units, languages } = segment('ĞŞİğşı'.repeat(13).slice(0, 77), { languages: [1] })
  assert.deepEqual([units, languages], [77, { locking: 1, single: 0 }])
})

test('a table with fewer parts is used though it takes more septets', () => {
  // 153 septets with both tables, whose header leaves 152; 154 with the Spanish one, which leaves 155.
  const text = 'áç' + 'a'.repeat(150)
  const { parts, units, languages } = segment(text, { languages: [1, 2] })
  assert.deepEqual([parts, units, languages], [[text], 154, { locking: 0, single: 2 }])
})

test('reserved languages are passed over', () => {
  assert.equal(segment('ş'.repeat(80), { languages: [0, 14, 255, -1] }).encoding, 'ucs2')
})

/** Septets or units that one part may take, by TS 23.040: 140 octets less the header. */
function limit(octetsOfHeader: number, encoding: 'gsm7' | 'ucs2'): number {
  const octets = 140 - octetsOfHeader
  return encoding === 'gsm7' ? Math.floor((octets * 8) / 7) : Math.floor(octets / 2)
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 800, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', '€', '[', 'é', '\n'), maxLength: 800, size: 'max' }),
  fc.string({
    unit: fc.constantFrom('a', 'ş', 'ğ', 'İ', '😀', '\ud83d', '\ude00'),
    maxLength: 800,
  }),
)
const options = fc.record({
  refBits: fc.constantFrom<8 | 16>(8, 16),
  languages: fc.subarray([1, 2, 3, 4, 6, 13]),
})

test('whatever the text and the limits, the parts joined are the text and none is too long', () => {
  fc.assert(
    fc.property(text, options, (whole, chosen) => {
      const { encoding, parts, units, languages } = segment(whole, chosen)
      assert.equal(parts.join(''), whole)
      const national = languages
        ? (languages.locking > 0 ? 3 : 0) + (languages.single > 0 ? 3 : 0)
        : 0
      const concatenation = parts.length === 1 ? 0 : chosen.refBits === 8 ? 5 : 6
      const header = national + concatenation === 0 ? 0 : 1 + national + concatenation
      const size = (part: string): number =>
        encoding === 'ucs2' ? part.length : (septetCount(part, languages) ?? Infinity)
      for (const part of parts) assert.ok(size(part) <= limit(header, encoding))
      assert.equal(
        parts.reduce((sum, part) => sum + size(part), 0),
        units,
      )
    }),
  )
})

test('a whole surrogate pair is never split over two parts', () => {
  const pairs = fc.string({ unit: fc.constantFrom('я', '😀', '👍'), maxLength: 500, size: 'max' })
  fc.assert(
    fc.property(pairs, options, (whole, chosen) => {
      for (const part of segment(whole, chosen).parts) assert.doesNotMatch(part, /\p{Surrogate}/u)
    }),
  )
})

test('GSM 7-bit at any price yields only what the alphabet holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300, size: 'max' }), (whole) => {
      const { encoding, parts } = segment(whole, { encoding: 'gsm7' })
      assert.equal(encoding, 'gsm7')
      assert.ok(parts.every(isGsm7))
    }),
  )
})
