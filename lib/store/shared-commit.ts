// One commit for all the writing that waits: what SQLite needs, where a commit costs the disk's time
// and there is one writer at a time anyway.
//
// Pieces of work run one after the other in one transaction. When one fails, all of it is rolled back
// and each piece is done again in a transaction of its own, so that it fails alone: work must have no
// effect but on the database. Nobody is answered before the commit is on the disk. Work must not wait
// for another transaction: it would wait for itself.
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
    const taken: Waiting[] = []
    const values: unknown[] = []
    try {
      await this.#db.transaction(async (trx) => {
        // What comes while this runs still gets in.
        for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
          taken.push(next)
          values.push(await next.work(trx))
          if (taken.length >= most) break
        }
      })
    } catch (error) {
      await this.#failed(taken, error)
      return
    }
    for (const [index, { resolve }] of taken.entries()) resolve(values[index])
  }

  async #failed(taken: readonly Waiting[], error: unknown): Promise<void> {
    // Not even begun: whoever waits would meet the same fault, and is told sooner.
    const [first, ...others] = taken.length === 0 ? this.#waiting.splice(0) : taken
    if (taken.length > 1) {
      for (const waiting of taken) await this.#alone(waiting)
      return
    }
    first?.reject(error)
    for (const { reject } of others) reject(error)
  }

  async #alone({ work, resolve, reject }: Waiting): Promise<void> {
    try {
      resolve(await this.#db.transaction(work))
    } catch (error) {
      reject(error)
    }
  }
}
