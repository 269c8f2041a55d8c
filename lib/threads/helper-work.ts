// The other side of helper-thread.ts, for the module that the thread runs.
import { parentPort } from 'node:worker_threads'
import { carry } from './carry.ts'
import { faultOf } from './fault.ts'
import type { Answer, Asked, Said } from './helper-thread.ts'

/**
 * Answers every job. What has an answer at once goes back together; jobs that wait for something do not
 * wait for each other.
 */
export function help(work: (job: never) => unknown): void {
  const port = parentPort
  if (port === null) throw new Error('this module is the work of a thread')
  const say = (said: Said<unknown>): void => port.postMessage(said)
  const answer = (answers: readonly Answer<unknown>[]): void =>
    carry(answers, say, ({ id }, error) => say([{ id, error: faultOf(error) }]))
  port.on('message', (asked: readonly Asked<never>[]) => {
    const ready: Answer<unknown>[] = []
    for (const { id, job } of asked) {
      try {
        const result = work(job)
        if (result instanceof Promise)
          result.then(
            (value: unknown) => answer([{ id, result: value }]),
            (error: unknown) => answer([{ id, error: faultOf(error) }]),
          )
        else ready.push({ id, result })
      } catch (error) {
        ready.push({ id, error: faultOf(error) })
      }
    }
    if (ready.length > 0) answer(ready)
  })
  say('ready')
}
