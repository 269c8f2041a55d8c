// The alphabets of TS 23.038: every cell of every table goes out and comes back.
import assert from 'node:assert/strict'
import test from 'node:test'
import {
  defaultLanguages,
  fromSeptets,
  hasLockingTable,
  hasSingleTable,
  isGsm7,
  septetCount,
  toSeptets,
} from '../../lib/sms/alphabet.ts'
import { toGsm7, withEquals } from '../../lib/sms/alphabet-equals.ts'

// Turkish to Urdu.
const nationalLanguages = Array.from({ length: 13 }, (_, index) => index + 1)
const all = [0, ...nationalLanguages]
const allCodes = Uint8Array.from({ length: 128 }, (_, code) => code)

/** The characters of a locking table, in the order of their codes. */
const charactersOf = (locking: number): string =>
  Array.from(allCodes, (code) =>
    code === 0x1b ? ' ' : fromSeptets(Uint8Array.of(code), { locking, single: 0 }),
  ).join('')

test('the default alphabet is that of 23.038 6.2.1', () => {
  assert.equal(
    charactersOf(0),
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
      '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
  )
})

const shifted: [string, number, number][] = [
  ['\f', 0, 0x0a],
  ['^', 0, 0x14],
  ['{', 0, 0x28],
  ['}', 0, 0x29],
  ['\\', 0, 0x2f],
  ['[', 0, 0x3c],
  ['~', 0, 0x3d],
  [']', 0, 0x3e],
  ['|', 0, 0x40],
  ['€', 0, 0x65],
  ['ş', 1, 0x73],
  ['ú', 2, 0x75],
  ['â', 3, 0x7f],
  ['\u09e6', 4, 0x19],
  ['\u0ae6', 5, 0x1c],
  ['\u0966', 6, 0x1c],
  ['\u0ce6', 7, 0x1c],
  ['\u0d7f', 8, 0x34],
  ['\u0b71', 9, 0x2c],
  ['\u0a75', 10, 0x2d],
  ['\u0bfa', 11, 0x2e],
  ['\u0c7f', 12, 0x32],
  ['\u06d4', 13, 0x3f],
]

for (const [character, single, code] of shifted) {
  test(`${JSON.stringify(character)} is escape ${code.toString(16)} in table ${single}`, () => {
    const languages = { locking: 0, single }
    assert.deepEqual(toSeptets(character, languages), Uint8Array.of(0x1b, code))
    assert.equal(fromSeptets(Uint8Array.of(0x1b, code), languages), character)
  })
}

test('every character of every pair of tables comes back as it went', () => {
  for (const locking of all) {
    for (const single of all) {
      const languages = { locking, single }
      const escaped = Array.from(allCodes, (code) =>
        fromSeptets(Uint8Array.of(0x1b, code), languages),
      ).join('')
      const text = charactersOf(locking) + escaped
      const septets = toSeptets(text, languages)
      assert.ok(septets, `locking ${locking}, single ${single}`)
      assert.equal(fromSeptets(septets, languages), text)
      assert.equal(septetCount(text, languages), septets.length)
    }
  }
})

test('Spanish alone has no locking table', () => {
  assert.deepEqual(
    nationalLanguages.filter((id) => !hasLockingTable(id)),
    [2],
  )
  assert.ok(nationalLanguages.every(hasSingleTable))
})

test('a reserved language reads as the default alphabet', () => {
  const septets = toSeptets('£$€')!
  assert.equal(fromSeptets(septets, { locking: 14, single: 200 }), '£$€')
})

test('a code that the extension lacks shows as in the main table, two escapes and one at the end as a space', () => {
  assert.equal(fromSeptets(Uint8Array.of(0x1b, 0x41, 0x1b, 0x1b, 0x42)), 'A B')
  assert.equal(fromSeptets(Uint8Array.of(0x41, 0x1b)), 'A ')
})

test('the escape itself and everything beyond the tables is not in the alphabet', () => {
  for (const character of ['\x1b', 'ç', 'ё', '“', '\u00a0', '😀', '\ud800', '\0']) {
    assert.equal(isGsm7(character), false, JSON.stringify(character))
    assert.equal(toSeptets(character, defaultLanguages), undefined)
  }
})

test('quotes, dashes and spaces have equals, letters keep what they are', () => {
  assert.equal(withEquals('“a” – ‘b’…\u00a0ё\u200b'), '"a" - \'b\'... ё')
  assert.equal(withEquals('“'.repeat(2)), '""')
})

test('at any price: accents go first, the rest is a question mark', () => {
  assert.equal(toGsm7('Zkouška sirén ﬁ ½ 中'), 'Zkouska sirén fi ? ?')
  // Composed, the letter is in the alphabet.
  assert.equal(toGsm7('e\u0301 ё'), 'é ?')
})
