// Work that arrives one by one and is done together: the shared commit.
//
// While one batch is under way the next gathers, and a moment longer where more is coming: a batch of few
// costs nearly as much as one of many. Of a crowd that waits one half is done first, so that those who are
// answered work again while the rest is done. When a batch fails, each of its items is tried
// alone, so that one bad item fails by itself; when the database is away, all of it fails at once.
// Memory is bound by what callers have in flight.
import { isAway } from '../store/away.ts'

interface Waiting<I, O> {
  readonly item: I
  readonly resolve: (value: O) => void
  readonly reject: (error: unknown) => void
}

interface Bounds<I> {
  /** A batch weighs at most that, or is one item. */
  readonly most: number
  readonly weigh?: (item: I) => number
  /** More than so many are a crowd, of which so many are done at least. Without it there is none. */
  readonly crowd?: number
  /** How many items are likely to be added within a moment: a batch that is not a crowd waits for them. */
  readonly coming?: () => number
}

/** How long a batch waits for what is coming, in milliseconds. */
const moment = 5

export class Batcher<I, O> {
  readonly #run: (items: readonly I[]) => Promise<readonly O[]>
  readonly #bounds: Bounds<I>
  #waiting: Waiting<I, O>[] = []
  #working: Promise<void> | undefined
  /** Called with each item while a batch waits for what is coming. */
  #added = (): void => undefined

  /** `run` answers one value for each item, in order. */
  constructor(run: (items: readonly I[]) => Promise<readonly O[]>, bounds: Bounds<I>) {
    this.#run = run
    this.#bounds = bounds
  }

  add(item: I): Promise<O> {
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#added()
      this.#working ??= this.#work()
    })
  }

  /** Fulfilled when everything that was added is done. */
  async idle(): Promise<void> {
    await this.#working
  }

  async #work(): Promise<void> {
    // One turn of the event loop lets what has arrived together be one batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      if (!this.#isGathered()) await this.#gather()
      await this.#attempt(this.#next())
    }
    this.#working = undefined
  }

  #isGathered(): boolean {
    const { most, weigh = () => 1, crowd = Infinity, coming = () => 0 } = this.#bounds
    if (coming() === 0 || this.#waiting.length >= crowd) return true
    return this.#waiting.reduce((sum, { item }) => sum + weigh(item), 0) >= most
  }

  /** What was coming may have gone elsewhere: then for the whole moment. */
  async #gather(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, moment)
      this.#added = () => {
        if (this.#isGathered()) resolve()
      }
    })
    clearTimeout(timer)
    this.#added = () => undefined
  }

  #next(): Waiting<I, O>[] {
    const { most, weigh = () => 1, crowd = Infinity } = this.#bounds
    const half = Math.max(crowd, Math.ceil(this.#waiting.length / 2))
    let weight = 0
    let count = 0
    for (const { item } of this.#waiting) {
      weight += weigh(item)
      if (count > 0 && (weight > most || count >= half)) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #attempt(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const values = await this.#run(batch.map((waiting) => waiting.item))
      for (const [index, waiting] of batch.entries()) waiting.resolve(values[index] as O)
    } catch (error) {
      if (batch.length === 1 || isAway(error)) for (const { reject } of batch) reject(error)
      else await this.#attemptEach(batch)
    }
  }

  async #attemptEach(batch: readonly Waiting<I, O>[]): Promise<void> {
    for (const [index, { item, resolve, reject }] of batch.entries()) {
      try {
        resolve((await this.#run([item]))[0] as O)
      } catch (error) {
        reject(error)
        if (!isAway(error)) continue
        for (const rest of batch.slice(index + 1)) rest.reject(error)
        return
      }
    }
  }
}
