// Packing of septets: known octets, and every length and every fill.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { toSeptets } from '../../lib/sms/alphabet.ts'
import { fillBitsBehind, packedLength, packSeptets, unpackSeptets } from '../../lib/sms/septets.ts'
import { toHex } from '../../lib/sms/tpdu/hex.ts'

const packed: Record<string, string> = {
  hello: 'E8329BFD06',
  '12345678': '31D98C56B3DD70',
  '123456789': '31D98C56B3DD7039',
  'Hello World!': 'C8329BFD065DDF72363904',
  '[{abc}]~': '1BDE0615168F37A98D6FD303',
  'a[]{}€': 'E10D6FE3DBA036A94D19',
  '[10€]': '1B5E0CB6296F7C',
}

for (const [text, hex] of Object.entries(packed)) {
  test(`${text} packs to ${hex}`, () => {
    assert.equal(toHex(packSeptets(toSeptets(text)!)), hex)
  })
}

const septets = fc.uint8Array({ max: 127, maxLength: 170 })

test('what is packed is unpacked, whatever the fill bits', () => {
  fc.assert(
    fc.property(septets, fc.integer({ min: 0, max: 6 }), (whole, fill) => {
      const octets = packSeptets(whole, fill)
      assert.equal(octets.length, packedLength(whole.length, fill))
      assert.deepEqual(unpackSeptets(octets, whole.length, fill), whole)
    }),
  )
})

test('no more septets come out than the octets hold', () => {
  assert.equal(unpackSeptets(new Uint8Array(7), 200).length, 8)
  assert.equal(unpackSeptets(new Uint8Array(7), 200, 3).length, 7)
  assert.equal(unpackSeptets(new Uint8Array(), 200, 6).length, 0)
})

test('fill bits bring the text to a septet boundary behind any header', () => {
  for (let header = 0; header <= 140; header++) {
    const fill = fillBitsBehind(header)
    assert.ok(fill >= 0 && fill < 7)
    assert.equal((header * 8 + fill) % 7, 0)
  }
})
