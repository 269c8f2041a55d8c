import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { priceOf, readCredits, showCredits } from '../../lib/policy/credit.ts'

test('an amount is read as it is shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (amount) => {
      assert.equal(readCredits(showCredits(amount)), amount)
    }),
  )
})

test('amounts are written with a comma, too, and nothing else is one', () => {
  assert.equal(readCredits('0,8'), 8_000)
  assert.equal(readCredits('100'), 1_000_000)
  assert.equal(showCredits(12_500), '1.25')
  for (const text of ['', 'x', '1.', '.5', '1.23456', '1 000', '1e3', '--1'])
    assert.equal(readCredits(text), undefined, text)
})

test('what may be a thousand or one with decimals is no amount', () => {
  for (const text of ['1,000', '1.000', '-12.500', '2.125'])
    assert.equal(readCredits(text), undefined, text)
  assert.equal(readCredits('0,125'), 1_250)
  assert.equal(readCredits('2.1250'), 21_250)
  assert.equal(showCredits(21_250), '2.1250')
})

test('the longest prefix has the price; without one a part costs one credit', () => {
  const prices = new Map([
    ['45', 5_000],
    ['4520', 4_000],
  ])
  assert.equal(priceOf('+4520643064', prices), 4_000)
  assert.equal(priceOf('+4530643064', prices), 5_000)
  assert.equal(priceOf('+46701234567', prices), 10_000)
  assert.equal(priceOf('+46701234567', new Map([['', 20_000]])), 20_000)
})
