// Work in rounds, one at a time: whoever asks while one is under way gets another behind it, however late
// in it he asks. What a round throws is told, and ends nothing.

export class Rounds {
  readonly #round: () => Promise<void>
  readonly #complain: (error: unknown) => void
  #isWanted = false
  #running: Promise<void> | undefined

  constructor(round: () => Promise<void>, complain: (error: unknown) => void) {
    this.#round = round
    this.#complain = complain
  }

  ask(): void {
    this.#isWanted = true
    this.#running ??= this.#run()
  }

  /** Fulfilled when no round is under way. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false
      try {
        await this.#round()
      } catch (error) {
        this.#complain(error)
      }
    }
    // At once with the last look: who asks from now on begins anew.
    this.#running = undefined
  }
}
