// A time limit that is set anew for each command, many times a second, and seldom reached.
//
// A timer that is there already is left to run: when it fires too early it is set for the rest. So
// nothing is done about timers between two parts, where every tenth of a millisecond counts.

export class Deadline {
  readonly #passed: () => void
  #due: number | undefined
  #timer: { readonly handle: NodeJS.Timeout; readonly at: number } | undefined

  /** `passed` is called once for each limit that is reached. */
  constructor(passed: () => void) {
    this.#passed = passed
  }

  /** In place of an earlier one. */
  set(milliseconds: number): void {
    this.#due = performance.now() + milliseconds
    if (this.#timer === undefined || this.#timer.at > this.#due) this.#start(this.#due)
    else this.#timer.handle.ref()
  }

  clear(): void {
    this.#due = undefined
    this.#timer?.handle.unref()
  }

  /** Leaves no timer behind. */
  close(): void {
    this.#due = undefined
    clearTimeout(this.#timer?.handle)
    this.#timer = undefined
  }

  #start(at: number): void {
    clearTimeout(this.#timer?.handle)
    const wait = Math.max(1, Math.ceil(at - performance.now()))
    this.#timer = { at, handle: setTimeout(() => this.#fire(), wait) }
  }

  #fire(): void {
    this.#timer = undefined
    const due = this.#due
    if (due === undefined) return
    if (performance.now() < due) this.#start(due)
    else {
      this.#due = undefined
      this.#passed()
    }
  }
}
