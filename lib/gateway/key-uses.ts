// When keys were last used: remembered in the process and written now and then, never while a mail
// waits for its answer. A process that dies forgets what it had not written yet.
import { noteKeyUse } from '../store/keys.ts'
import type { Store } from '../store/store.ts'
import { describe } from './describe-error.ts'
import type { Log } from './log.ts'

const writeEvery = 30_000

export class KeyUses {
  readonly #store: Store
  readonly #log: Log
  readonly #clock: () => number
  #uses = new Map<number, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(store: Store, clock: () => number, log: Log) {
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  note(keyId: number): void {
    this.#uses.set(keyId, this.#clock())
    this.#timer ??= setTimeout(() => void this.flush(), writeEvery).unref()
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const uses = this.#uses
    if (uses.size === 0) return
    this.#uses = new Map()
    try {
      await this.#store.transaction((trx) => noteKeyUse(trx, this.#store.dialect, uses))
    } catch (error) {
      this.#log.warn(`when keys were used could not be written: ${describe(error)}`)
    }
  }
}
