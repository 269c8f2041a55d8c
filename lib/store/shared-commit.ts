// One commit for all the writing that waits: what SQLite needs, where a commit costs the disk's time
// and there is one writer at a time anyway.
//
// Each piece of work runs alone, one after the other, in a savepoint of its own; one that fails is
// rolled back and the others stand. Nobody is answered before the commit is on the disk. Work must not
// wait for another transaction: it would wait for itself.
import type { Knex } from 'knex'

interface Waiting {
  readonly work: (trx: Knex.Transaction) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** No commit holds more pieces of work than this: readers get their turn. */
const most = 200

export class SharedCommit {
  readonly #db: Knex
  #waiting: Waiting[] = []
  #running = false

  constructor(db: Knex) {
    this.#db = db
  }

  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#commit()
    this.#running = false
  }

  async #commit(): Promise<void> {
    const done: (() => void)[] = []
    const taken: Waiting[] = []
    try {
      await this.#db.transaction(async (trx) => {
        for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
          taken.push(next)
          done.push(await this.#alone(trx, next))
          if (taken.length >= most) break
        }
      })
      for (const tell of done) tell()
    } catch (error) {
      // Neither begun nor committed: who was not taken yet meets the same fault, and says so sooner.
      if (taken.length === 0) taken.push(...this.#waiting.splice(0))
      for (const { reject } of taken) reject(error)
    }
  }

  async #alone(trx: Knex.Transaction, { work, resolve, reject }: Waiting): Promise<() => void> {
    await trx.raw('savepoint alone')
    try {
      const value = await work(trx)
      await trx.raw('release alone')
      return () => resolve(value)
    } catch (error) {
      await trx.raw('rollback to alone')
      await trx.raw('release alone')
      return () => reject(error)
    }
  }
}
