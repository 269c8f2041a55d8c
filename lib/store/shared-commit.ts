// One commit for all the writing that waits: what SQLite needs, where a commit costs the disk's time
// and there is one writer at a time anyway.
//
// Pieces of work run one after the other in one transaction; calls of programs run in another, all of
// them by one message to the thread. When one fails, all of it is rolled back and each is done again in
// a transaction of its own, so that it fails alone: work must have no effect but on the database. Nobody
// is answered before the commit is on the disk. Work must not wait for another transaction: it would
// wait for itself.
import type { Knex } from 'knex'
import { isAway } from './away.ts'
import type { Call } from './program.ts'

type Work = (trx: Knex.Transaction) => Promise<unknown>

interface Waiting<What> {
  readonly what: What
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** No commit holds more than this: readers get their turn. */
const most = 200

export class SharedCommit {
  readonly #db: Knex
  readonly #perform: (calls: readonly Call[]) => Promise<readonly unknown[]>
  #work: Waiting<Work>[] = []
  #calls: Waiting<Call>[] = []
  #running = false

  constructor(db: Knex, perform: (calls: readonly Call[]) => Promise<readonly unknown[]>) {
    this.#db = db
    this.#perform = perform
  }

  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    return this.#add(this.#work, work)
  }

  perform<T>(program: string, args: unknown): Promise<T> {
    return this.#add(this.#calls, { program, args })
  }

  #add<What, T>(waiting: Waiting<What>[], what: What): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({ what, resolve: resolve as (value: unknown) => void, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#work.length + this.#calls.length > 0) {
      if (this.#calls.length > 0) await this.#commitCalls()
      if (this.#work.length > 0) await this.#commitWork()
    }
    this.#running = false
  }

  async #commitCalls(): Promise<void> {
    const taken = this.#calls.splice(0, most)
    try {
      const values = await this.#perform(taken.map(({ what }) => what))
      for (const [index, { resolve }] of taken.entries()) resolve(values[index])
    } catch (error) {
      if (isAway(error)) this.#rejectAll(taken, error)
      else await each(taken, error, async (call) => (await this.#perform([call]))[0])
    }
  }

  async #commitWork(): Promise<void> {
    const taken: Waiting<Work>[] = []
    const values: unknown[] = []
    try {
      await this.#db.transaction(async (trx) => {
        // What comes while this runs still gets in.
        for (let next = this.#work.shift(); next; next = this.#work.shift()) {
          taken.push(next)
          values.push(await next.what(trx))
          if (taken.length >= most) break
        }
      })
      for (const [index, { resolve }] of taken.entries()) resolve(values[index])
    } catch (error) {
      // Not even begun, in which case nothing was taken.
      if (taken.length === 0 || isAway(error)) this.#rejectAll(taken, error)
      else await each(taken, error, (work) => this.#db.transaction(work))
    }
  }

  /** Where the database itself is the fault, whoever waits would meet it too, and is told sooner. */
  #rejectAll(taken: readonly Waiting<unknown>[], error: unknown): void {
    for (const { reject } of [...taken, ...this.#calls.splice(0), ...this.#work.splice(0)])
      reject(error)
  }
}

/** Does again alone what failed together with others, so that it fails alone. */
async function each<What>(
  taken: readonly Waiting<What>[],
  error: unknown,
  again: (what: What) => Promise<unknown>,
): Promise<void> {
  for (const { what, resolve, reject } of taken) {
    try {
      if (taken.length === 1) reject(error)
      else resolve(await again(what))
    } catch (failure) {
      reject(failure)
    }
  }
}
