// The decoder and octets that make no sense; mangled.long.ts tries a million.
import assert from 'node:assert/strict'
import test from 'node:test'
import { decodeMangled } from './mangled.ts'

test('20,000 mangled PDUs: no exception but our own, none slower than 1 ms', () => {
  const { read, refused } = decodeMangled(20_000, Date.now())
  assert.ok(read > 1000 && refused > 1000, `${read} read, ${refused} refused`)
})
