import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costsOf } from '../../lib/gateway/costs.ts'
import type { Settled } from '../../lib/gateway/settlement.ts'

const tariff = { prices: new Map([['45', 65_000]]), currency: 'EUR' }

function settled(charged: { parts?: number; price?: number; currency?: string }): Settled {
  const message = { phone: '+4520643064', parts: 2 } as Settled['message']
  return { message, outcome: { kind: 'accepted', references: ['1'], charged } }
}

for (const [what, charged, expected] of [
  ['a price', { parts: 3, price: 0.5, currency: 'SEK' }, ['SEK', 3, 500_000]],
  ['nothing', {}, ['EUR', 2, 130_000]],
  ['a price that is no number', { price: NaN, currency: 'SEK' }, ['EUR', 2, 130_000]],
  ['a price beyond all', { price: Infinity, currency: 'SEK' }, ['EUR', 2, 130_000]],
  ['parts that are none', { parts: 0 }, ['EUR', 2, 130_000]],
  ['half parts', { parts: 1.5 }, ['EUR', 2, 130_000]],
] as const)
  test(`what a route costs when the other side says ${what}`, () => {
    const [cost] = costsOf([settled(charged)], tariff, 'a', 0)
    assert.deepEqual([cost?.currency, cost?.parts, cost?.cost], expected)
  })
