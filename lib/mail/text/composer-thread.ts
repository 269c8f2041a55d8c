// The thread behind composer.ts: composes one text after the other, in the order of asking.
import { parentPort } from 'node:worker_threads'
import { composeText } from './compose-text.ts'
import type { ComposeAnswer, ComposeJob } from './composer.ts'

parentPort?.on('message', ({ id, mail, options, facts }: ComposeJob) => {
  const composed = composeText(mail, options, facts)
  parentPort?.postMessage({ id, composed } satisfies ComposeAnswer)
})
