import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { Rounds } from '../../lib/gateway/rounds.ts'

function failed(error: unknown): void {
  throw error
}

test('who asks in a round, or at any moment of its end, gets another', async () => {
  for (let late = 0; late < 12; late++) {
    let count = 0
    const rounds = new Rounds(async () => {
      count++
      if (count > 1) return
      await turn()
      void (async () => {
        for (let step = 0; step < late; step++) await Promise.resolve()
        rounds.ask()
      })()
    }, failed)
    rounds.ask()
    await turn()
    await turn()
    await rounds.idle()
    assert.equal(count, 2, `asked ${late} steps after its end`)
  }
})

test('many who ask in one round share the next, and two never overlap', async () => {
  let count = 0
  let underWay = 0
  const rounds = new Rounds(async () => {
    count++
    assert.equal(++underWay, 1)
    await turn()
    underWay--
  }, failed)
  for (let asked = 0; asked < 5; asked++) rounds.ask()
  await rounds.idle()
  assert.equal(count, 2)
})

test('a round that fails is told of and does not end the others', async () => {
  const told: unknown[] = []
  let count = 0
  const rounds = new Rounds(
    () => (++count === 1 ? Promise.reject(new Error('away')) : Promise.resolve()),
    (error) => told.push(error),
  )
  rounds.ask()
  await rounds.idle()
  rounds.ask()
  await rounds.idle()
  assert.deepEqual([count, told.length], [2, 1])
})
