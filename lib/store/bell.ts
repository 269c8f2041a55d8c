// The bell that wakes whoever waits for work: in this process at once, in others within milliseconds.
//
// A ring is a hint, never the work itself: it may be lost, and who waits for it also looks by itself
// every few seconds. Rings that follow within a few milliseconds are one.
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

export const topics: readonly Topic[] = ['queue', 'outbox', 'change']

/** How long the last look for other processes is believed, in milliseconds. */
const lookAgainAfter = 30_000

/**
 * What is the same wherever the database is: this process, how rings are gathered, and that who is alone tells
 * nobody. Whoever comes says hello.
 */
export abstract class LocalBell implements Bell {
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #rung = new Set<Topic>()
  #spreading: Promise<void> | undefined
  /** Surely. */
  #isAlone = false
  #lookedAt = -Infinity
  #doubts = 0
  protected closed = false

  ring(topic: Topic): void {
    if (this.closed) return
    this.#rung.add(topic)
    this.#spreading ??= this.#spread()
  }

  on(topic: Topic, listener: () => void): () => void {
    this.#emitter.on(topic, listener)
    return () => this.#emitter.off(topic, listener)
  }

  protected heard(topic: Topic): void {
    if (!this.closed) this.#emitter.emit(topic)
  }

  async #spread(): Promise<void> {
    // What one commit is rung for is one ring.
    await Promise.resolve()
    while (this.#rung.size > 0) {
      const rung = [...this.#rung]
      this.#rung.clear()
      for (const topic of rung) this.heard(topic)
      if (performance.now() - this.#lookedAt >= lookAgainAfter) void this.look()
      if (!this.#isAlone) await this.tellOthers(rung)
      if (!this.closed) await delay(gatherFor)
    }
    this.#spreading = undefined
  }

  /** Looks whether others hear rings. Never rejects. */
  protected async look(): Promise<void> {
    this.#lookedAt = performance.now()
    const doubts = this.#doubts
    const isAlone = await this.seesNobody()
    // Who came in the meantime is not in it.
    this.#isAlone = isAlone && doubts === this.#doubts
  }

  /** Somebody came, who may have looked for work just before a commit that was told nobody. */
  protected welcome(): void {
    const wasAlone = this.#isAlone
    this.doubt()
    if (wasAlone) for (const topic of topics) this.ring(topic)
  }

  /** Others may be there, unheard. */
  protected doubt(): void {
    this.#doubts++
    this.#isAlone = false
  }

  /** Whether this process hears rings, and surely no other does. Never rejects. */
  protected abstract seesNobody(): Promise<boolean>

  /** Whether it was closed meanwhile: asked anew after each wait. */
  protected isClosed(): boolean {
    return this.closed
  }

  /** Never rejects. */
  protected abstract tellOthers(rung: readonly Topic[]): Promise<void>

  async close(): Promise<void> {
    this.closed = true
    this.#emitter.removeAllListeners()
    await this.#spreading
  }
}
