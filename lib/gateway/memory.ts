// Answers, each for a while: at most `lifetime` old, and bounded, the oldest go first. A question that is being
// asked is not asked twice; one that is asked all the time is asked anew before its answer is too old, so
// that nobody waits.
const lifetime = 1_500
const capacity = 20_000

interface Remembered<T> {
  readonly answer: Promise<T>
  readonly until: number
  /** From when on it is asked anew beside what it still answers. */
  readonly renewAt: number
  isRenewed: boolean
}

export class Memory<T> {
  readonly #clock: () => number
  readonly #answers = new Map<string, Remembered<T>>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  forget(key: string): void {
    this.#answers.delete(key)
  }

  clear(): void {
    this.#answers.clear()
  }

  get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock()
    const known = this.#answers.get(key)
    if (known === undefined || known.until <= now)
      return this.#remember(key, { answer: ask(), ...lastingFrom(now) })
    if (known.renewAt <= now && !known.isRenewed) {
      known.isRenewed = true
      const answer = ask()
      answer.then(
        () => {
          // Forgotten meanwhile, it is not what counts now.
          if (this.#answers.get(key) === known)
            void this.#remember(key, { answer, ...lastingFrom(now) })
        },
        () => undefined,
      )
    }
    return known.answer
  }

  #remember(key: string, entry: Remembered<T>): Promise<T> {
    this.#answers.delete(key)
    this.#answers.set(key, entry)
    // What could not be asked is asked again at once.
    entry.answer.catch(() => {
      if (this.#answers.get(key) === entry) this.#answers.delete(key)
    })
    const oldest = this.#answers.keys().next()
    if (this.#answers.size > capacity && oldest.done !== true) this.#answers.delete(oldest.value)
    return entry.answer
  }
}

function lastingFrom(asked: number): Omit<Remembered<never>, 'answer'> {
  return { until: asked + lifetime, renewAt: asked + 0.8 * lifetime, isRenewed: false }
}
