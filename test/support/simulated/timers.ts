// What a simulated modem does later, and exactly then.

export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>()

  later(milliseconds: number, work: () => void): void {
    if (milliseconds === 0) {
      setImmediate(work)
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, milliseconds)
    this.#timers.add(timer)
  }

  /** `due`: of performance.now(). Timers are late by a millisecond or so, which benchmarks must not count. */
  exactly(due: number, work: () => void): void {
    const wait = (): void => {
      if (performance.now() >= due) work()
      else setImmediate(wait)
    }
    this.later(Math.max(0, Math.floor(due - performance.now()) - 2), wait)
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}
