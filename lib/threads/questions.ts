// What a thread was asked, until it answers or ends. While somebody waits the process stays.
import type { Worker } from 'node:worker_threads'
import { errorOf, type Fault } from './fault.ts'

interface Waiting<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

export class Questions<Result> {
  readonly #waiting = new Map<number, Waiting<Result>>()
  #lastId = 0

  /** `send` gets the id under which the answer is to come. */
  ask(worker: Worker, send: (id: number) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      // What cannot be sent is not waited for.
      send(id)
      if (this.#waiting.size === 0) worker.ref()
      this.#waiting.set(id, { resolve, reject })
    })
  }

  /** The thread is done with one of them. */
  settle(worker: Worker, id: number, answer: { result: Result } | { error: Fault }): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) worker.unref()
    if ('result' in answer) waiting?.resolve(answer.result)
    else waiting?.reject(errorOf(answer.error))
  }

  /** The thread has ended. */
  fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
