// How much a route is handed: rate, Retry-After, the circuit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gate } from '../../lib/gateway/dispatch/gate.ts'
import type { Outcome } from '../../lib/routes/route.ts'

const accepted: Outcome = { kind: 'accepted', references: ['x'] }
const failed: Outcome = { kind: 'temporary', reason: 'busy' }

test('without a rate all that is free may go', () => {
  assert.equal(new Gate(0).allowance(16, 0, 0, 0), 16)
})

test('a rate lets through what it says, however the time is cut', () => {
  const gate = new Gate(0)
  let sent = 0
  for (let now = 0; now <= 10_000; now += 37) {
    const may = gate.allowance(100, 0, 5, now)
    gate.take(may, 5)
    sent += may
  }
  assert.ok(sent >= 50 && sent <= 52, String(sent))
})

test('less than one a second is a message every few seconds, and says when', () => {
  const gate = new Gate(0)
  assert.equal(gate.allowance(9, 0, 0.25, 0), 1)
  gate.take(1, 0.25)
  assert.equal(gate.allowance(9, 0, 0.25, 1_000), 0)
  assert.equal(gate.opensAt(0.25, 1_000), 4_000)
  assert.equal(gate.allowance(9, 0, 0.25, 4_000), 1)
})

test('what it asks to wait counts for the whole route, and is no failure', () => {
  const gate = new Gate(0)
  for (let n = 0; n < 9; n++)
    assert.equal(gate.note({ ...failed, retryAfter: 3_000 }, 1_000), undefined)
  assert.equal(gate.opensAt(0, 2_000), 4_000)
  assert.equal(gate.allowance(16, 0, 0, 3_999), 0)
  assert.equal(gate.allowance(16, 0, 0, 4_000), 16)
})

test('a message that alone has to wait is no failure of the route, and mends none', () => {
  const gate = new Gate(0)
  for (let n = 0; n < 9; n++) assert.equal(gate.note({ ...failed, alone: true }, 0), undefined)
  assert.equal(gate.allowance(16, 0, 0, 0), 16)
  for (let n = 0; n < 5; n++) gate.note(failed, 0)
  gate.note({ ...failed, alone: true }, 30_000)
  assert.equal(gate.allowance(16, 0, 0, 30_000), 1)
})

test('five failures in a row open the circuit; one message tries it again', () => {
  const gate = new Gate(0)
  for (let n = 0; n < 4; n++) assert.equal(gate.note(failed, 0), undefined)
  assert.equal(gate.note(accepted, 0), undefined)
  for (let n = 0; n < 4; n++) assert.equal(gate.note(failed, 0), undefined)
  const rest = gate.note(failed, 0)
  assert.deepEqual(rest, { until: 30_000, reason: 'busy', refused: false })
  assert.equal(gate.note(failed, 100), undefined, 'what was under way with it says no more')
  assert.equal(gate.note(accepted, 200), undefined, 'nor does what it had taken')
  assert.equal(gate.allowance(16, 0, 0, 29_999), 0)
  assert.equal(gate.allowance(16, 0, 0, 30_000), 1)
  assert.equal(gate.allowance(16, 1, 0, 30_000), 0)
  assert.deepEqual(gate.note(failed, 30_000), { until: 90_000, reason: 'busy', refused: false })
  assert.equal(gate.note(accepted, 90_000), 'mended')
  assert.equal(gate.allowance(16, 0, 0, 90_000), 16)
})

test('it rests ten minutes at most', () => {
  const gate = new Gate(0)
  let now = 0
  for (let n = 0; n < 40; n++) {
    const rest = gate.note(failed, now)
    if (rest === undefined || rest === 'mended') continue
    assert.ok(rest.until - now <= 600_000)
    now = rest.until
  }
})

test('one refusal of the credentials takes it out at once', () => {
  const gate = new Gate(0)
  assert.deepEqual(gate.note({ kind: 'configuration', reason: '401' }, 0), {
    until: 60_000,
    reason: '401',
    refused: true,
  })
  assert.equal(gate.allowance(16, 0, 0, 1), 0)
})

test('a refusal of one message among others that are taken is no rest for them', () => {
  const gate = new Gate(0)
  gate.note({ kind: 'configuration', reason: 'wrong sender' }, 0)
  assert.equal(gate.note(accepted, 1), 'mended')
  assert.equal(gate.allowance(16, 0, 0, 1), 16)
  gate.note({ ...failed, retryAfter: 3_000 }, 1)
  gate.note({ kind: 'configuration', reason: 'wrong sender' }, 2)
  gate.note(accepted, 3)
  assert.equal(gate.allowance(16, 0, 0, 3_000), 0, 'what it asked for stays')
  for (let count = 0; count < 5; count++) gate.note(failed, 4_000)
  gate.note(accepted, 4_001)
  assert.equal(gate.allowance(16, 0, 0, 4_002), 0, 'it answers late what it took before it failed')
})

test('a route that says by itself that it works need not rest', () => {
  const gate = new Gate(0)
  for (let count = 0; count < 5; count++) gate.note({ kind: 'temporary', reason: 'away' }, 0)
  assert.equal(gate.allowance(16, 0, 0, 1), 0)
  gate.reset()
  assert.equal(gate.allowance(16, 0, 0, 1), 16)
})

test('nor does it say that it wants more than it asked for', () => {
  const gate = new Gate(0)
  gate.note({ kind: 'temporary', reason: 'slow down', retryAfter: 1_000 }, 0)
  gate.reset()
  assert.equal(gate.allowance(16, 0, 0, 999), 0)
})

test('a clock that is set back makes nothing wait longer', () => {
  const back = 1_000_000_000
  const rated = new Gate(back + 3_600_000)
  rated.take(rated.allowance(9, 0, 5, back + 3_600_000), 5)
  assert.equal(rated.allowance(9, 0, 5, back), 0)
  assert.equal(rated.opensAt(5, back), back + 200)
  assert.equal(rated.allowance(9, 0, 5, back + 1_000), 5)
  const paused = new Gate(back + 3_600_000)
  paused.note({ ...failed, retryAfter: 3_000 }, back + 3_600_000)
  assert.equal(paused.opensAt(0, back), back + 3_000)
  assert.equal(paused.allowance(16, 0, 0, back + 3_000), 16)
  const resting = new Gate(back + 3_600_000)
  resting.note({ kind: 'configuration', reason: '401' }, back + 3_600_000)
  assert.equal(resting.allowance(16, 0, 0, back), 0)
  assert.equal(resting.allowance(16, 0, 0, back + 60_000), 1)
})
