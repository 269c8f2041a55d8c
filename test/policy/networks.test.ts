import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInside, isNetwork } from '../../lib/policy/networks.ts'

test('an address lies in a network that holds it, asked once or again, and between others', () => {
  const networks = ['192.0.2.0/24', '2001:db8::/32', '203.0.113.7']
  for (let round = 0; round < 3; round++) {
    for (const ip of ['192.0.2.1', '192.0.2.255', '2001:db8::1', '203.0.113.7'])
      assert.equal(isInside(ip, networks), true, ip)
    for (const ip of ['192.0.3.1', '2001:db9::1', '203.0.113.8', '', 'localhost'])
      assert.equal(isInside(ip, networks), false, ip)
    // More than are remembered.
    for (let n = 0; n < 300; n++) assert.equal(isInside(`198.51.100.${n % 256}`, networks), false)
  }
  assert.equal(isInside('192.0.2.1', []), false)
})

test('what is no address says nothing about one that is, whatever it is written with', () => {
  assert.equal(isInside('192.0.2.7 192.0.2.7', ['10.0.0.1']), false)
  assert.equal(isInside('192.0.2.7', ['192.0.2.7', '10.0.0.1']), true)
  assert.equal(isInside('192.0.2.7', ['nonsense']), false)
  assert.equal(isInside(`fe80::1%${'a'.repeat(1_000)}`, ['192.0.2.0/24']), false)
})

test('networks are addresses with or without the length of their prefix', () => {
  for (const text of ['192.0.2.0/24', '192.0.2.1', '::/0', '2001:db8::1'])
    assert.ok(isNetwork(text))
  for (const text of ['192.0.2.0/33', '192.0.2', '192.0.2.0/24/8', '::/129', ''])
    assert.ok(!isNetwork(text), text)
})
