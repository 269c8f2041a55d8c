// No more pieces of work at once than are allowed, each in its turn, whatever became of those before.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FewAtOnce } from '../../lib/threads/few-at-once.ts'

test('what comes while enough is under way waits for its turn', async () => {
  const few = new FewAtOnce(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = [0, 1, 2, 3, 4].map((n) =>
    few.run(async () => {
      begun.push(n)
      await new Promise<void>((end) => (ends[n] = end))
      if (n === 1) throw new Error('one that fails')
      return n
    }),
  )
  const results = Promise.allSettled(all)
  const end = async (n: number): Promise<void> => {
    ends[n]?.()
    await Promise.allSettled([all[n]])
    await new Promise(setImmediate)
  }
  assert.deepEqual(begun, [0, 1])
  await end(1)
  assert.deepEqual(begun, [0, 1, 2])
  await end(2)
  await end(0)
  assert.deepEqual(begun, [0, 1, 2, 3, 4])
  await end(3)
  await end(4)
  assert.deepEqual(
    (await results).map((one) => (one.status === 'fulfilled' ? one.value : 'failed')),
    [0, 'failed', 2, 3, 4],
  )
  assert.equal(await few.run(() => Promise.resolve('alone')), 'alone')
})
