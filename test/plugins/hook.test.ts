import { test } from 'node:test'
import assert from 'node:assert/strict'
import { DSN } from '../../plugins/dsn.ts'
import { code, type Next } from '../../plugins/haraka.ts'
import { guard, type Answer } from '../../plugins/hook.ts'
import { keepLog } from '../support/recording-gateway.ts'

const tryLater: Answer = {
  kind: 'refuse',
  reply: { code: 451, enhanced: '4.3.0', text: 'Try again later.' },
}

/** Runs one hook and answers what Haraka hears. */
async function said(
  work: () => Answer | Promise<Answer>,
  log = keepLog(),
): Promise<Parameters<Next>> {
  return new Promise((resolve) =>
    guard(log, { work, whenFailed: () => tryLater })((...answer) => resolve(answer)),
  )
}

test('an answer that is there at once is said at once', () => {
  const heard: unknown[] = []
  guard(keepLog(), { work: () => undefined, whenFailed: () => tryLater })((...answer) =>
    heard.push(answer),
  )
  assert.deepEqual(heard, [[]])
})

test('OK goes with its message', async () => {
  assert.deepEqual(await said(() => ({ kind: 'ok', message: 'taken' })), [code.ok, 'taken'])
  assert.deepEqual(await said(() => Promise.resolve({ kind: 'ok' })), [code.ok, undefined])
})

const replies = [
  { reply: { code: 552, enhanced: '5.2.2', text: 'Used up.' }, as: code.deny },
  { reply: { code: 554, enhanced: '5.6.0', text: 'Empty.' }, as: code.deny },
  { reply: { code: 451, enhanced: '4.3.0', text: 'Later.' }, as: code.denySoft },
  { reply: { code: 452, enhanced: '4.5.3', text: 'Too many.' }, as: code.denySoft },
]
for (const { reply, as } of replies) {
  test(`${reply.code} ${reply.enhanced} is said word for word`, async () => {
    const [heard, dsn] = await said(() => Promise.resolve({ kind: 'refuse', reply }))
    assert.equal(heard, as)
    // Haraka takes code and text from an object of this name.
    assert.ok(dsn instanceof DSN)
    assert.equal(DSN.name, 'DSN')
    assert.deepEqual([dsn.code, dsn.reply], [reply.code, `${reply.enhanced} ${reply.text}`])
  })
}

const faults: [string, () => Promise<Answer>][] = [
  [
    'a throw',
    () => {
      throw new Error('a fault of ours')
    },
  ],
  ['a rejected promise', () => Promise.reject(new Error('a fault of ours'))],
]
for (const [name, work] of faults) {
  test(`${name} is logged with its stack, and the safe answer is said`, async () => {
    const log = keepLog()
    const [heard] = await said(work, log)
    assert.equal(heard, code.denySoft)
    assert.match(log.lines.join('\n'), /^error: Error: a fault of ours\n +at /)
  })
}

test('what takes longer than Haraka would wait gets the safe answer, once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const heard: unknown[] = []
  const log = keepLog()
  let finish: (answer: Answer) => void = () => undefined
  const slow = new Promise<Answer>((resolve) => (finish = resolve))
  const answered = new Promise<void>((resolve) =>
    guard(log, { work: () => slow, whenFailed: () => tryLater })((...answer) => {
      heard.push(answer[0])
      resolve()
    }),
  )
  t.mock.timers.tick(20_000)
  await answered
  finish({ kind: 'ok' })
  await slow
  assert.deepEqual(heard, [code.denySoft])
  assert.match(log.lines[0] ?? '', /took longer than 20000 ms/)
})
