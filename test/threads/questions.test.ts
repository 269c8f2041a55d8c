import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { Questions } from '../../lib/threads/questions.ts'

function asking(): {
  readonly ask: (send?: (id: number) => void) => Promise<string>
  readonly answer: (id: number, result: string) => void
  readonly questions: Questions<string>
  readonly ids: number[]
  readonly isAwaited: () => boolean
} {
  let isAwaited = false
  const worker = {
    ref: () => (isAwaited = true),
    unref: () => (isAwaited = false),
  } as unknown as Worker
  const questions = new Questions<string>()
  const ids: number[] = []
  return {
    questions,
    ids,
    isAwaited: () => isAwaited,
    ask: (send = (id) => ids.push(id)) => questions.ask(worker, send),
    answer: (id, result) => questions.settle(worker, id, { result }),
  }
}

test('an id is used again once it is answered, and the thread is waited for until then', async () => {
  const { ask, answer, ids, isAwaited } = asking()
  const [first, second] = [ask(), ask()]
  answer(1, 'one')
  const third = ask()
  assert.equal(isAwaited(), true)
  answer(1, 'three')
  answer(1, 'nobody asked')
  assert.equal(isAwaited(), true)
  answer(2, 'two')
  assert.equal(isAwaited(), false)
  assert.deepEqual(await Promise.all([first, second, third]), ['one', 'two', 'three'])
  assert.deepEqual(ids, [1, 2, 1])
})

test('what an ended thread still answers is no answer of the next', async () => {
  const { questions, ask, answer, ids } = asking()
  const [lost, answered] = [ask(), ask()]
  answer(2, 'two')
  questions.fail(new Error('ended'))
  const next = ask()
  answer(1, 'late')
  answer(ids.at(-1) ?? 0, 'next')
  assert.equal(await answered, 'two')
  await assert.rejects(lost, /ended/)
  assert.equal(await next, 'next')
})

test('what cannot be sent is not waited for', async () => {
  const { ask, answer, isAwaited } = asking()
  const unsent = ask(() => {
    throw new Error('no')
  })
  await assert.rejects(unsent, /no/)
  assert.equal(isAwaited(), false)
  const next = ask()
  answer(1, 'next')
  assert.equal(await next, 'next')
})
