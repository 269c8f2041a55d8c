import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../lib/config/settings.ts'
import { guessingSource, KeyGuesses } from '../../lib/gateway/key-guesses.ts'

function guesses(): { keys: KeyGuesses; pauses: number[]; pass: (ms: number) => void } {
  let now = 0
  const pauses: number[] = []
  const keys = new KeyGuesses(
    () => now,
    (ms) => Promise.resolve(void pauses.push(ms)),
  )
  return { keys, pauses, pass: (ms) => (now += ms) }
}

test('some wrong keys cost nothing, then each turn waits behind the one before', async () => {
  const { keys, pauses } = guesses()
  for (let n = 0; n < 5; n++) {
    assert.equal(await keys.turn('eve'), true)
    keys.wrong('eve')
  }
  assert.deepEqual(pauses, [])
  for (let n = 0; n < 3; n++) {
    assert.equal(await keys.turn('eve'), true)
    keys.wrong('eve')
  }
  assert.deepEqual(pauses, [250, 500, 1_000])
})

test('connections side by side do not help, and who would wait too long comes again', async () => {
  const { keys, pauses } = guesses()
  for (let n = 0; n < 8; n++) keys.wrong('eve')
  const turns = await Promise.all(Array.from({ length: 20 }, () => keys.turn('eve')))
  assert.equal(turns.filter(Boolean).length, pauses.length)
  assert.ok(pauses.every((pause, index) => pause <= 15_000 && pause > (pauses[index - 1] ?? 0)))
  assert.ok(turns.includes(false))
})

test('others are not slowed, and ten quiet minutes are forgotten', async () => {
  const { keys, pauses, pass } = guesses()
  for (let n = 0; n < 30; n++) keys.wrong('eve')
  assert.equal(await keys.turn('anna'), true)
  pass(600_001)
  assert.equal(await keys.turn('eve'), true)
  assert.deepEqual(pauses, [])
})

const reading = readSettings('[trust]\nfront_servers = 192.0.2.0/24\n')
const sources: [ip: string, source: string][] = [
  ['198.51.100.9', '198.51.100.9'],
  ['192.0.2.7', 'anna@example.org'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
]
for (const [ip, source] of sources) {
  test(`${ip} is the source ${source}`, () => {
    assert.ok(reading.ok)
    const mail = { remoteIp: ip, envelopeFrom: 'Anna@example.org' }
    assert.equal(guessingSource(mail, reading.settings), source)
  })
}
