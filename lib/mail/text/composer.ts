// Composes texts without holding up whoever takes mail: what is small is done at once, what is large
// in a worker thread, which starts with the first large mail and ends in close().
// Guarantees: answers come from composeText alone, wherever it runs; when the thread dies, those who
// wait for it are rejected and the next large mail starts another.
import { Worker } from 'node:worker_threads'
import {
  composeText,
  type ComposableMail,
  type ComposedText,
  type TextFacts,
  type TextOptions,
} from './compose-text.ts'

export interface TextComposer {
  compose(mail: ComposableMail, options: TextOptions, facts: TextFacts): Promise<ComposedText>
  close(): Promise<void>
}

/** What the thread is asked, and what it answers. */
export interface ComposeJob {
  id: number
  mail: ComposableMail
  options: TextOptions
  facts: TextFacts
}
export interface ComposeAnswer {
  id: number
  composed: ComposedText
}

interface Waiting {
  resolve(composed: ComposedText): void
  reject(error: Error): void
}

/** Text of this many characters takes at most some milliseconds. */
const smallText = 16 * 1024
const smallHtml = 64 * 1024

export function createTextComposer(): TextComposer {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let lastId = 0

  function start(): Worker {
    const worker = new Worker(
      new URL(import.meta.url.replace(/composer(\.\w+)$/, 'composer-thread$1')),
    )
    worker.on('message', ({ id, composed }: ComposeAnswer) => {
      waiting.get(id)?.resolve(composed)
      waiting.delete(id)
      if (waiting.size === 0) worker.unref()
    })
    worker.on('error', (error) =>
      fail(worker, error instanceof Error ? error : new Error(String(error))),
    )
    worker.on('exit', () => fail(worker, new Error('the thread that composes texts has ended')))
    worker.unref()
    return worker
  }

  function fail(worker: Worker, error: Error): void {
    if (worker !== thread) return
    thread = undefined
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }

  return {
    compose(mail, options, facts) {
      if ((mail.text ?? '').length <= smallText && (mail.html ?? '').length <= smallHtml) {
        return Promise.resolve(composeText(mail, options, facts))
      }
      const worker = (thread ??= start())
      const id = ++lastId
      worker.ref()
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, mail: bodyOf(mail), options, facts } satisfies ComposeJob)
      })
    },
    async close() {
      const worker = thread
      if (worker === undefined) return
      fail(worker, new Error('closed'))
      await worker.terminate()
    },
  }
}

/** Only what is needed goes over; attachments stay here. */
function bodyOf({ subject, text, html }: ComposableMail): ComposableMail {
  return { subject, ...(text !== undefined && { text }), ...(html !== undefined && { html }) }
}
