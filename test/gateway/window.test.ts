// How much of a route's window is taken.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Window } from '../../lib/gateway/dispatch/window.ts'

test('a place is free when the route has answered, and the message known until it is stored', () => {
  const window = new Window({ window: 2 })
  for (const id of [1, 2]) window.claimed(id)
  assert.deepEqual([window.free, window.underWay, window.isIdle], [0, 2, false])
  window.answered(1)
  assert.deepEqual([window.free, window.underWay, window.isIdle], [1, 1, true])
  assert.deepEqual(window.known.sort(), [1, 2])
  window.stored(1)
  assert.deepEqual(window.known, [2])
})

test('what a route takes ahead does not count as idleness', () => {
  const window = new Window({ window: 2, ahead: 2 })
  for (const id of [1, 2, 3]) window.claimed(id)
  assert.deepEqual([window.free, window.isIdle], [1, false])
  window.answered(1)
  window.answered(2)
  assert.deepEqual([window.free, window.isIdle], [3, true])
})

test('while outcomes cannot be stored, no more is claimed than twice what the route takes', () => {
  const window = new Window({ window: 2, ahead: 1 })
  let claimed = 0
  while (window.free > 0 && claimed < 100) {
    window.claimed(++claimed)
    window.answered(claimed)
  }
  assert.equal(claimed, 6)
  window.stored(1)
  assert.equal(window.free, 1)
})
