// The parent's side of the load: one child process that is told what to hand in.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LoadOrder, LoadResult } from './smtp-load.ts'

type Answer = { readonly result: LoadResult } | { readonly error: string }

export class LoadGenerator {
  readonly #child: ChildProcess
  readonly #run = `${process.pid}.${Date.now()}`
  #next = 0

  constructor() {
    this.#child = fork(new URL('smtp-load.js', import.meta.url))
  }

  /** Every mail of one generator has a Message-ID and a phone of its own. */
  async hand(order: Omit<LoadOrder, 'run' | 'first'>): Promise<LoadResult> {
    const whole: LoadOrder = { ...order, run: this.#run, first: this.#next }
    this.#child.send(whole)
    const [answer] = (await once(this.#child, 'message')) as [Answer]
    if ('error' in answer) throw new Error(`the load failed: ${answer.error}`)
    this.#next += answer.result.handed
    return answer.result
  }

  close(): void {
    this.#child.disconnect()
  }
}
