// Joining the parts of long messages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { segment } from '../../lib/sms/parts.ts'
import { joinPieces, placeOf } from '../../lib/sms/reassembly.ts'

test('parts in any order, some of them twice, are the text again', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 71, maxLength: 600 }),
      fc.array(fc.nat()),
      (text, order) => {
        const { parts } = segment(text)
        const pieces = parts.map((part, index) => ({ seq: index + 1, text: part }))
        const shuffled = order.map((at) => pieces[at % pieces.length] ?? { seq: 1, text: '' })
        const joined = joinPieces(parts.length, [...shuffled, ...pieces])
        assert.deepEqual(joined, { text, missing: 0 })
      },
    ),
  )
})

test('one mark stands for each run of missing parts', () => {
  const piece = (seq: number): { seq: number; text: string } => ({ seq, text: `<${seq}>` })
  assert.deepEqual(joinPieces(6, [piece(2), piece(5)]), { text: '[…]<2>[…]<5>[…]', missing: 4 })
  assert.deepEqual(joinPieces(2, [piece(1)]), { text: '<1>[…]', missing: 1 })
  assert.deepEqual(joinPieces(2, []), { text: '[…]', missing: 2 })
})

test('another text in the same place belongs to another message', () => {
  const pieces = [{ seq: 1, text: 'a' }]
  assert.equal(placeOf(pieces, { seq: 2, text: 'b' }), 'new')
  assert.equal(placeOf(pieces, { seq: 1, text: 'a' }), 'repeat')
  assert.equal(placeOf(pieces, { seq: 1, text: 'b' }), 'other')
})
