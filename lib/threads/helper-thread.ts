// A thread that takes work off the one that speaks SMTP. It starts when it is first needed and ends in
// close(); it does not keep the process alive unless somebody waits for it.
// Guarantees: a job is answered once, or rejected with its own error; when the thread dies, those who
// wait are rejected and the next job that needs it starts another. Jobs and results are data, never functions.
import { Worker } from 'node:worker_threads'
import { carry } from './carry.ts'
import { faultOf, type Fault } from './fault.ts'
import { Questions } from './questions.ts'
import { Rush } from './rush.ts'

export interface Asked<Job> {
  readonly id: number
  readonly job: Job
}

export type Answer<Result> = { readonly id: number } & (
  { readonly result: Result } | { readonly error: Fault }
)

/** What comes from the thread: first that it is ready, then answers. */
export type Said<Result> = 'ready' | readonly Answer<Result>[]

export interface HelperOptions {
  /** More small pieces of work in a tenth of a second than this are worth the thread: see askInRush(). */
  readonly rush?: number
  /** The thread's workerData. */
  readonly data?: unknown
  /** Told when the thread dies. */
  readonly onDeath: (error: Error) => void
}

/** How long a thread that died is not started again for small work, in milliseconds. */
const restFor = 60_000

export class HelperThread<Job, Result> {
  readonly #module: URL
  readonly #options: HelperOptions
  readonly #questions = new Questions<Result>()
  readonly #rush: Rush
  #worker: Worker | undefined
  #isReady = false
  #unsent: Asked<Job>[] = []
  #restsUntil = 0

  /** `module` calls help() of helper-work.ts. */
  constructor(module: URL, options: HelperOptions) {
    this.#module = module
    this.#options = options
    this.#rush = new Rush(options.rush ?? 0)
  }

  /**
   * For a small piece of work, which is worth the thread only in a rush. The thread starts with the first
   * rush; whenever the answer is undefined, whoever asks does the work.
   */
  askInRush(job: Job): Promise<Result> | undefined {
    if (!this.#rush.counts() || performance.now() < this.#restsUntil) return undefined
    this.#worker ??= this.#start()
    return this.#isReady ? this.ask(job) : undefined
  }

  /** What is asked in one go is sent over together. */
  ask(job: Job): Promise<Result> {
    return this.#questions.ask((this.#worker ??= this.#start()), (id) => {
      if (this.#unsent.length === 0) queueMicrotask(() => this.#send())
      this.#unsent.push({ id, job })
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === undefined) return
    this.#ended(worker, new Error('closed'))
    await worker.terminate()
  }

  #send(): void {
    const asked = this.#unsent
    this.#unsent = []
    const worker = this.#worker
    if (asked.length === 0 || worker === undefined) return
    carry(
      asked,
      (some) => worker.postMessage(some),
      ({ id }, error) => this.#questions.settle(worker, id, { error: faultOf(error) }),
    )
  }

  #start(): Worker {
    const worker = new Worker(this.#module, { workerData: this.#options.data })
    worker.on('message', (said: Said<Result>) => {
      if (said === 'ready') this.#isReady = true
      else for (const answer of said) this.#questions.settle(worker, answer.id, answer)
    })
    worker.on('error', (error) =>
      this.#died(worker, error instanceof Error ? error : new Error(String(error))),
    )
    worker.on('exit', () => this.#died(worker, new Error('a helping thread has ended')))
    worker.unref()
    return worker
  }

  #died(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return
    this.#restsUntil = performance.now() + restFor
    this.#ended(worker, error)
    this.#options.onDeath(error)
  }

  #ended(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return
    this.#worker = undefined
    this.#isReady = false
    this.#unsent = []
    this.#questions.fail(error)
  }
}
