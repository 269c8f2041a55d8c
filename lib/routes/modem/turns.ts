// One at a time, in the order of asking, and what is urgent in front of what waits.

export class Turns {
  readonly #waiting: (() => void)[] = []
  #taken = false

  /** Calls `start`, at once where nobody is at it; whoever started ends the turn by `pass`. */
  take(urgent: boolean, start: () => void): void {
    if (!this.#taken) {
      this.#taken = true
      start()
    } else if (urgent) this.#waiting.unshift(start)
    else this.#waiting.push(start)
  }

  pass(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#taken = false
    else next()
  }
}
