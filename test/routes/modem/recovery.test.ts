// What is done about a modem that does not come back, and how long is waited between two tries.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Recovery, type End } from '../../../lib/routes/modem/recovery.ts'
import { quickPace } from '../../support/modem-route.ts'

const silent: End = { reason: 'it does not answer', fault: 'route_down', started: false }
const away: End = { reason: 'no such device', fault: 'route_down', started: true }
const stuck: End = { reason: 'no network', fault: 'no_signal', started: true, wasReset: true }
const locked: End = { reason: 'wrong PIN', fault: 'wrong_pin', started: false }

interface Try {
  readonly waited: number
  readonly switched: number
}

/** Plays one end after the other; what is waited is in units of 10 ms. */
async function play(
  ends: readonly (End | 'works')[],
  { power = 0, stuckAfter = 60_000 } = {},
): Promise<Try[]> {
  let switched = 0
  const recovery = new Recovery({
    name: 'm',
    world: { switchPower: () => Promise.resolve(void (switched += 1)) },
    pace: { ...quickPace, reopen: 10, restart: 20, reset: 30, most: 80, power },
    stuckAfter,
    log: () => undefined,
  })
  const tries: Try[] = []
  for (const end of ends) {
    if (end === 'works') recovery.works()
    else {
      const began = performance.now()
      await recovery.after(end, new AbortController().signal)
      tries.push({ waited: Math.floor((performance.now() - began + 1) / 10), switched })
    }
  }
  return tries
}

test('a port that is away is tried again after the same short time, for ever', async () => {
  const tries = await play([away, away, away, away, away, away, away])
  for (const { waited, switched } of tries) assert.ok(waited >= 1 && switched === 0)
  // From the fourth try on every wait would take 8, did they grow.
  assert.ok(Math.min(...tries.slice(3).map(({ waited }) => waited)) < 8)
})

test('a modem that does not start is left alone for ever longer, and each third time its power is switched', async () => {
  const tries = await play([silent, silent, silent, silent, silent, silent])
  const least = [2, 4, 8, 8, 8, 8]
  for (const [index, { waited }] of tries.entries())
    assert.ok(waited >= (least[index] ?? 0), `try ${index} waited ${waited}`)
  assert.deepEqual(
    tries.map(({ switched }) => switched),
    [0, 0, 1, 1, 1, 2],
  )
})

test('resets that do not help come ever more rarely, and each third time the power is switched', async () => {
  const tries = await play([stuck, stuck, stuck, stuck])
  const least = [3, 6, 8, 8]
  for (const [index, { waited }] of tries.entries())
    assert.ok(waited >= (least[index] ?? 0), `try ${index} waited ${waited}`)
  assert.deepEqual(
    tries.map(({ switched }) => switched),
    [0, 0, 1, 1],
  )
})

test('a port that is away for too long has its power switched, and once it worked the time begins anew', async () => {
  const tries = await play([away, away, away, away, away, 'works', away, away], { stuckAfter: 35 })
  const switched = tries.map((one) => one.switched)
  assert.equal(switched[0], 0)
  assert.ok((switched[4] ?? 0) >= 1)
  assert.equal(switched[6], switched[4])
})

test('once the modem has worked, its failures are forgotten', async () => {
  const tries = await play([stuck, stuck, 'works', stuck, away, silent, silent])
  assert.deepEqual(
    tries.map(({ switched }) => switched),
    [0, 0, 0, 0, 0, 0],
  )
})

test('the power is not switched again so soon', async () => {
  const tries = await play([silent, silent, silent, silent, silent, silent], {
    power: 10_000,
  })
  assert.equal(tries.at(-1)?.switched, 1)
})

test('a wrong PIN is a matter for a person: no power is switched, and the longest time is waited', async () => {
  const tries = await play([locked, locked, locked])
  for (const { waited, switched } of tries) assert.ok(waited >= 8 && switched === 0)
})

test('closing ends the wait', async () => {
  const recovery = new Recovery({
    name: 'm',
    world: { switchPower: undefined },
    pace: { ...quickPace, restart: 60_000, most: 60_000 },
    stuckAfter: 60_000,
    log: () => undefined,
  })
  const closing = new AbortController()
  const waiting = recovery.after(silent, closing.signal)
  closing.abort()
  await waiting
})
