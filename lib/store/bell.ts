// The bell that wakes whoever waits for work: in this process at once, in others within milliseconds.
//
// A ring is a hint, never the work itself: it may be lost, and who waits for it also looks by itself
// every few seconds. The first is heard at once; those that follow soon are one.
import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** queue: messages to send. outbox: mails to write. change: something that a page shows. */
export type Topic = 'queue' | 'outbox' | 'change'

export interface Bell {
  ring(topic: Topic): void
  on(topic: Topic, listener: () => void): () => void
  close(): Promise<void>
}

/** In milliseconds: who is woken by each of a crowd of rings works for few at a time. */
const gatherFor = 5
/** Telling other processes costs a statement, or a touch of a file. */
const gatherForOthers = 25

export const topics: readonly Topic[] = ['queue', 'outbox', 'change']

/** What is the same wherever the database is: this process, and how rings are gathered. */
export abstract class LocalBell implements Bell {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #here = new Gathered(gatherFor, (rung) => {
    for (const topic of rung) this.heard(topic)
  })
  readonly #elsewhere = new Gathered(gatherForOthers, (rung) => this.tellOthers(rung))
  protected closed = false

  ring(topic: Topic): void {
    if (this.closed) return
    this.#here.ring(topic)
    this.#elsewhere.ring(topic)
  }

  on(topic: Topic, listener: () => void): () => void {
    this.#emitter.on(topic, listener)
    return () => this.#emitter.off(topic, listener)
  }

  protected heard(topic: Topic): void {
    if (!this.closed) this.#emitter.emit(topic)
  }

  /** Whether it was closed meanwhile: asked anew after each wait. */
  protected isClosed(): boolean {
    return this.closed
  }

  /** Never rejects. */
  protected abstract tellOthers(rung: readonly Topic[]): Promise<void>

  async close(): Promise<void> {
    this.closed = true
    this.#emitter.removeAllListeners()
    await Promise.all([this.#here.close(), this.#elsewhere.close()])
  }
}

/** The first ring is spread at once, those that follow together. */
class Gathered {
  readonly #for: number
  readonly #spread: (rung: readonly Topic[]) => unknown
  readonly #rung = new Set<Topic>()
  readonly #closing = new AbortController()
  #spreading: Promise<void> | undefined

  /** `spread` gets what was rung since its last call, at most once in so many milliseconds. */
  constructor(ms: number, spread: (rung: readonly Topic[]) => unknown) {
    this.#for = ms
    this.#spread = spread
  }

  ring(topic: Topic): void {
    this.#rung.add(topic)
    this.#spreading ??= this.#run()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    // What one commit is rung for is one ring.
    await Promise.resolve()
    while (this.#rung.size > 0) {
      const rung = [...this.#rung]
      this.#rung.clear()
      await this.#spread(rung)
      if (!signal.aborted) await delay(this.#for, undefined, { signal }).catch(() => undefined)
    }
    this.#spreading = undefined
  }

  /** What was rung before is still spread. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#spreading
  }
}
