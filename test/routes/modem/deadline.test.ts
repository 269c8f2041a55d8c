// A time limit that is set anew again and again.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Deadline } from '../../../lib/routes/modem/deadline.ts'

/** The clock stands still but for `pass`. */
function stage(t: TestContext): {
  deadline: Deadline
  passed: number[]
  pass: (milliseconds: number) => void
} {
  let now = 1_000
  t.mock.method(performance, 'now', () => now)
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const passed: number[] = []
  const deadline = new Deadline(() => passed.push(now - 1_000))
  return {
    deadline,
    passed,
    pass(milliseconds) {
      for (let tick = 0; tick < milliseconds; tick++) {
        now++
        t.mock.timers.tick(1)
      }
    },
  }
}

test('it passes once, when it is due', (t) => {
  const { deadline, passed, pass } = stage(t)
  deadline.set(50)
  pass(200)
  assert.deepEqual(passed, [50])
})

test('set anew, it passes when the last one is due, be it later or earlier', (t) => {
  const { deadline, passed, pass } = stage(t)
  deadline.set(50)
  pass(20)
  deadline.set(100)
  pass(10)
  deadline.set(60)
  pass(200)
  assert.deepEqual(passed, [90])
  deadline.set(100)
  deadline.set(10)
  pass(200)
  assert.deepEqual(passed, [90, 240])
})

test('cleared or closed, it never passes; cleared, it can be set again', (t) => {
  const { deadline, passed, pass } = stage(t)
  deadline.set(50)
  deadline.clear()
  pass(30)
  deadline.set(40)
  pass(30)
  deadline.clear()
  pass(100)
  assert.deepEqual(passed, [])
  deadline.set(5)
  pass(5)
  deadline.set(5)
  deadline.close()
  pass(100)
  assert.deepEqual(passed, [165])
})
