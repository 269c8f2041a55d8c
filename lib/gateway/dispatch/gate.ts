// How much may be handed to a route at this moment: its rate, what it asked for, and a circuit that
// opens after failures in a row and is tried again with one message.
//
// Pure but for its own state; time is handed in. A clock that is set back makes no wait longer.
import type { Outcome } from '../../routes/route.ts'

const failuresInARow = 5
const firstRest = 30_000
const longestRest = 600_000
/** The rest after a refusal of our settings, which doubles to the longest. */
export const firstRefusal = 60_000
export const longestRefusal = 3_600_000
/** However long the other side says that it wants no more. */
export const longestPause = 3_600_000

export interface Rest {
  readonly until: number
  readonly reason: string
  readonly refused: boolean
}

export class Gate {
  #tokens = 1
  /** The time that was handed in last. */
  #now: number
  #filledAt: number
  /** What the other side asked for. */
  #pausedUntil = 0
  /** What its failures brought. */
  #restsUntil = 0
  #failures = 0
  #rests = 0
  #isTripped = false
  #isRefused = false

  constructor(now: number) {
    this.#now = now
    this.#filledAt = now
  }

  /** How many of `free` may go; `rate` is messages a second, 0 for no bound. */
  allowance(free: number, underWay: number, rate: number, now: number): number {
    this.#follow(now)
    if (now < this.waitsUntil) return 0
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
    this.#follow(now)
    const token = rate > 0 && this.#tokens < 1 ? now + ((1 - this.#tokens) / rate) * 1000 : now
    return Math.max(this.waitsUntil, Math.ceil(token))
  }

  /** A rest that begins, `mended` when a circuit that was open closes, or undefined. */
  note(outcome: Outcome, now: number): Rest | 'mended' | undefined {
    this.#follow(now)
    switch (outcome.kind) {
      case 'accepted':
      case 'permanent': {
        const wasTripped = this.#isTripped
        // What was under way when it began to rest says nothing of how it is now.
        if (wasTripped && !this.#isRefused && now < this.#restsUntil) return undefined
        this.#failures = 0
        this.#rests = 0
        this.#isTripped = false
        // It was the message that was refused: our settings are good for others.
        if (this.#isRefused) this.#restsUntil = 0
        return wasTripped ? 'mended' : undefined
      }
      case 'configuration':
        return this.#rest(outcome.reason, firstRefusal, longestRefusal, now, true)
      case 'temporary':
        if (outcome.alone === true) return undefined
        if (outcome.retryAfter !== undefined) {
          const pause = Math.min(longestPause, outcome.retryAfter)
          this.#pausedUntil = Math.max(this.#pausedUntil, now + pause)
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
    this.#restsUntil = 0
    this.#isTripped = false
    this.#failures = 0
    this.#rests = 0
  }

  /** Until when nothing may go, by the time that was handed in last; may be past. */
  get waitsUntil(): number {
    return Math.max(this.#pausedUntil, this.#restsUntil)
  }

  /** What was to come stays as far away as it was. */
  #follow(now: number): void {
    const back = Math.max(0, this.#now - now)
    this.#now = now
    this.#filledAt -= back
    this.#pausedUntil -= back
    this.#restsUntil -= back
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
    if (this.#isTripped && now < this.#restsUntil) return undefined
    const until = now + Math.min(longest, first * 2 ** Math.min(20, this.#rests))
    this.#rests++
    this.#isTripped = true
    this.#isRefused = refused
    this.#restsUntil = until
    return { until, reason, refused }
  }

  #fill(rate: number, now: number): void {
    const most = Math.max(1, rate)
    this.#tokens = Math.min(most, this.#tokens + ((now - this.#filledAt) / 1000) * rate)
    this.#filledAt = now
  }
}
