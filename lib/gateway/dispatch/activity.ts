// What a route does, for people: the messages that it took in the last minute, and its last complaint.
//
// Kept here, and answered for storing only when it has changed: an idle route writes nothing.
import type { Outcome } from '../../routes/route.ts'
import type { RouteActivity } from '../../store/route-states.ts'

const seconds = 60

export class Activity {
  /** By the second: how many were taken in it. */
  readonly #taken = new Map<number, number>()
  #error: { readonly reason: string; readonly at: number } | undefined
  #told = ''

  note(outcome: Outcome, now: number): void {
    const second = Math.floor(now / 1000)
    if (outcome.kind === 'accepted') this.#taken.set(second, (this.#taken.get(second) ?? 0) + 1)
    else this.#error = { reason: outcome.reason, at: now }
  }

  /** What is new since the last time, undefined when nothing is. */
  news(now: number): RouteActivity | undefined {
    for (const second of this.#taken.keys())
      if (second <= now / 1000 - seconds) this.#taken.delete(second)
    const speed = [...this.#taken.values()].reduce((sum, count) => sum + count, 0)
    const { reason = null, at = null } = this.#error ?? {}
    const told = JSON.stringify([speed, at])
    if (told === this.#told) return undefined
    this.#told = told
    return { speed, last_error: reason, last_error_at: at }
  }
}
