// The shared commit, without a database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Batcher } from '../../lib/gateway/batcher.ts'

const items = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

test('of a crowd half is done first, and never less than makes a crowd', async () => {
  const batches: number[] = []
  const batcher = new Batcher<number, number>(
    (batch) => {
      batches.push(batch.length)
      return Promise.resolve(batch.map((item) => item + 100))
    },
    { most: 100, crowd: 4 },
  )
  const add = (count: number): Promise<number[]> =>
    Promise.all(items(count).map((item) => batcher.add(item)))
  assert.deepEqual(
    await add(11),
    items(11).map((item) => item + 100),
  )
  await add(4)
  assert.deepEqual(batches, [6, 4, 1, 4])
})

test('a batch waits for what is coming, until it is a crowd or a moment has passed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const batches: (readonly number[])[] = []
  let coming = 2
  const batcher = new Batcher<number, number>(
    (batch) => {
      batches.push(batch)
      return Promise.resolve(batch)
    },
    { most: 100, crowd: 4, coming: () => coming },
  )
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const first = batcher.add(1)
  await turns()
  coming = 1
  const second = batcher.add(2)
  coming = 0
  const third = batcher.add(3)
  await Promise.all([first, second, third])
  assert.deepEqual(batches.splice(0), [[1, 2, 3]])
  coming = 9
  await Promise.all(items(4).map((item) => batcher.add(item)))
  assert.deepEqual(batches.splice(0), [items(4)])
  const last = batcher.add(5)
  await turns()
  assert.deepEqual(batches, [])
  t.mock.timers.tick(5)
  await last
  assert.deepEqual(batches, [[5]])
})

test('a batch weighs no more than it may, or is one', async () => {
  const batches: (readonly number[])[] = []
  const batcher = new Batcher<number, undefined>(
    (batch) => {
      batches.push(batch)
      return Promise.resolve([])
    },
    { most: 5, weigh: (item) => item },
  )
  await Promise.all([2, 3, 1, 9, 5].map((item) => batcher.add(item)))
  assert.deepEqual(batches, [[2, 3], [1], [9], [5]])
})

test('an item that fails does so alone, but nobody is tried where the database is away', async () => {
  const runs: (readonly number[])[] = []
  let code = 'bad'
  const batcher = new Batcher<number, number>(
    (batch) => {
      runs.push(batch)
      return batch.includes(1)
        ? Promise.reject(Object.assign(new Error('no'), { code }))
        : Promise.resolve(batch)
    },
    { most: 100 },
  )
  const statesOf = async (): Promise<string[]> => {
    const settled = await Promise.allSettled(items(3).map((item) => batcher.add(item)))
    return settled.map(({ status }) => status)
  }
  assert.deepEqual(await statesOf(), ['fulfilled', 'rejected', 'fulfilled'])
  assert.deepEqual(runs.splice(0), [items(3), [0], [1], [2]])
  code = 'SQLITE_FULL'
  assert.deepEqual(await statesOf(), ['rejected', 'rejected', 'rejected'])
  assert.deepEqual(runs, [items(3)])
})
