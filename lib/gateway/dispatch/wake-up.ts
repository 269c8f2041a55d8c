// One timer for the next moment at which there may be something to do, for moments that come before the
// next tick: later ones are what ticks are for.

const untilTick = 1_000

export class WakeUp {
  readonly #clock: () => number
  readonly #wake: () => void
  #timer: NodeJS.Timeout | undefined
  #at = Infinity

  constructor(clock: () => number, wake: () => void) {
    this.#clock = clock
    this.#wake = wake
  }

  at(at: number): void {
    const now = this.#clock()
    const wait = at - now
    if (wait >= untilTick || (this.#at <= at && this.#at > now)) return
    clearTimeout(this.#timer)
    this.#at = at
    this.#timer = setTimeout(this.#wake, Math.max(1, wait))
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
