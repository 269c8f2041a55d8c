// What a thread was asked, until it answers or ends. While somebody waits the process stays.
//
// An id is a place in a list, and is used again. In a Map, which is made anew whenever so many have come and
// gone, V8 has each former self point to the next: once one of them is old, all that ever waits is kept alive
// until the next collection of everything, and copied until then.
import type { Worker } from 'node:worker_threads'
import { errorOf, type Fault } from './fault.ts'

interface Waiting<Result> {
  resolve(result: Result): void
  reject(error: Error): void
}

export class Questions<Result> {
  readonly #places: (Waiting<Result> | undefined)[] = []
  readonly #free: number[] = []
  /** The id of the first place. What an ended thread still answers has a lower one. */
  #first = 1

  /** `send` gets the id under which the answer is to come. */
  ask(worker: Worker, send: (id: number) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      const place = this.#free.at(-1) ?? this.#places.length
      // What cannot be sent is not waited for.
      send(this.#first + place)
      if (this.#free.length === this.#places.length) worker.ref()
      this.#free.pop()
      this.#places[place] = { resolve, reject }
    })
  }

  /** The thread is done with one of them. */
  settle(worker: Worker, id: number, answer: { result: Result } | { error: Fault }): void {
    const place = id - this.#first
    const waiting = this.#places[place]
    if (waiting === undefined) return
    this.#places[place] = undefined
    this.#free.push(place)
    if (this.#free.length === this.#places.length) worker.unref()
    if ('result' in answer) waiting.resolve(answer.result)
    else waiting.reject(errorOf(answer.error))
  }

  /** The thread has ended. */
  fail(error: Error): void {
    const waiting = this.#places.splice(0)
    this.#first += waiting.length
    this.#free.length = 0
    for (const one of waiting) one?.reject(error)
  }
}
