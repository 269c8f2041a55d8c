// How much may be handed to a route at this moment: its rate, what it asked for, and a circuit that
// opens after failures in a row and is tried again with one message.
//
// Pure but for its own state; time is handed in.
import type { Outcome } from '../../routes/route.ts'

const failuresInARow = 5
const firstRest = 30_000
const longestRest = 600_000
const firstRefusal = 60_000
const longestRefusal = 3_600_000
/** However long the other side says that it wants no more. */
const longestPause = 3_600_000

export interface Rest {
  readonly until: number
  readonly reason: string
  readonly refused: boolean
}

export class Gate {
  #tokens = 1
  #filledAt: number
  #waitsUntil = 0
  #failures = 0
  #rests = 0
  #isTripped = false

  constructor(now: number) {
    this.#filledAt = now
  }

  /** How many of `free` may go; `rate` is messages a second, 0 for no bound. */
  allowance(free: number, underWay: number, rate: number, now: number): number {
    if (now < this.#waitsUntil) return 0
    const most = this.#isTripped ? Math.min(free, 1 - underWay) : free
    if (rate === 0) return Math.max(0, most)
    this.#fill(rate, now)
    return Math.max(0, Math.min(most, Math.floor(this.#tokens)))
  }

  take(count: number, rate: number): void {
    if (rate > 0) this.#tokens -= count
  }

  /** When to look again, where nothing may go now. */
  opensAt(rate: number, now: number): number {
    const token = rate > 0 && this.#tokens < 1 ? now + ((1 - this.#tokens) / rate) * 1000 : now
    return Math.max(this.#waitsUntil, Math.ceil(token))
  }

  /** A rest that begins, `mended` when a circuit that was open closes, or undefined. */
  note(outcome: Outcome, now: number): Rest | 'mended' | undefined {
    switch (outcome.kind) {
      case 'accepted':
      case 'permanent': {
        const wasTripped = this.#isTripped
        this.#failures = 0
        this.#rests = 0
        this.#isTripped = false
        return wasTripped ? 'mended' : undefined
      }
      case 'configuration':
        return this.#rest(outcome.reason, firstRefusal, longestRefusal, now, true)
      case 'temporary':
        if (outcome.retryAfter !== undefined) {
          const pause = Math.min(longestPause, outcome.retryAfter)
          this.#waitsUntil = Math.max(this.#waitsUntil, now + pause)
          return undefined
        }
        return this.#failed(outcome.reason, now)
      case 'unknown':
        return this.#failed(outcome.reason, now)
    }
  }

  /** Of a route that rested when somebody else held it: one message tries it. */
  trip(): void {
    this.#isTripped = true
  }

  /** Forgets failures, and a rest that they brought. */
  reset(): void {
    if (this.#isTripped) this.#waitsUntil = 0
    this.#isTripped = false
    this.#failures = 0
    this.#rests = 0
  }

  /** Until when nothing may go; may be past. */
  get waitsUntil(): number {
    return this.#waitsUntil
  }

  #failed(reason: string, now: number): Rest | undefined {
    this.#failures++
    if (!this.#isTripped && this.#failures < failuresInARow) return undefined
    return this.#rest(reason, firstRest, longestRest, now, false)
  }

  /** Answers of messages that were under way when it opened are one failure with it. */
  #rest(
    reason: string,
    first: number,
    longest: number,
    now: number,
    refused: boolean,
  ): Rest | undefined {
    if (this.#isTripped && now < this.#waitsUntil) return undefined
    const until = now + Math.min(longest, first * 2 ** Math.min(20, this.#rests))
    this.#rests++
    this.#isTripped = true
    this.#waitsUntil = Math.max(this.#waitsUntil, until)
    return { until, reason, refused }
  }

  #fill(rate: number, now: number): void {
    const most = Math.max(1, rate)
    this.#tokens = Math.min(most, this.#tokens + ((now - this.#filledAt) / 1000) * rate)
    this.#filledAt = now
  }
}
