// Whether so much comes at once that the help of another thread is worth the way to it.

export class Rush {
  readonly #from: number
  #slot = 0
  #now = 0
  #before = 0

  /** `from`: more pieces of work than that in a tenth of a second are a rush. */
  constructor(from: number) {
    this.#from = from
  }

  /** Counts one more piece of work, and says whether it comes in a rush. */
  counts(): boolean {
    const slot = Math.floor(performance.now() / 100)
    if (slot !== this.#slot) {
      this.#before = slot === this.#slot + 1 ? this.#now : 0
      this.#now = 0
      this.#slot = slot
    }
    this.#now++
    return Math.max(this.#now, this.#before) > this.#from
  }
}
