// A SQLite connection in a thread of its own: asked by messages, answered by promises.
import { Worker } from 'node:worker_threads'
import type { Fault } from '../threads/fault.ts'
import { Questions } from '../threads/questions.ts'
import type { Call, ErrandCall } from './program.ts'

export interface ThreadPlan {
  readonly file: string
  /** The URL of a ProgramModule. */
  readonly programs: string | undefined
  /** Writes nothing, and keeps few pages in memory. */
  readonly onlyReads: boolean
}

export type Request = { readonly id: number } & (
  | { readonly kind: 'query'; readonly sql: string; readonly bindings: readonly unknown[] }
  | { readonly kind: 'perform'; readonly calls: readonly Call[] }
  | { readonly kind: 'errand'; readonly call: ErrandCall }
  /** Takes the write lock, or fails with SQLITE_BUSY at once. */
  | { readonly kind: 'begin' | 'close' }
)

export interface Answer {
  readonly id: number
  readonly rows?: unknown[]
  readonly changes?: number
  readonly lastInsertRowid?: number
  readonly values?: readonly unknown[]
  /** Of an errand. */
  readonly value?: unknown
  readonly error?: Fault
}

export class SqliteConnection {
  readonly #worker: Worker
  readonly #questions = new Questions<Answer>()
  #dead: Error | undefined

  constructor(plan: ThreadPlan) {
    this.#worker = new Worker(new URL('sqlite-thread.js', import.meta.url), { workerData: plan })
    this.#worker.on('message', (answer: Answer) => this.#answered(answer))
    this.#worker.on('error', (error) =>
      this.#ended(error instanceof Error ? error : new Error(String(error))),
    )
    this.#worker.on('exit', () => this.#ended(new Error('the SQLite thread has ended')))
    this.#worker.unref()
  }

  /** Whether the thread can still be asked. */
  get isAlive(): boolean {
    return this.#dead === undefined
  }

  query(sql: string, bindings: readonly unknown[]): Promise<Answer> {
    return this.#ask((id) => ({ id, kind: 'query', sql, bindings }))
  }

  /** Answers the rows. */
  async ask(sql: string, bindings: readonly unknown[]): Promise<unknown[]> {
    return (await this.query(sql, bindings)).rows ?? []
  }

  async begin(): Promise<void> {
    await this.#ask((id) => ({ id, kind: 'begin' }))
  }

  /** All calls in one transaction; answers their values. */
  async perform(calls: readonly Call[]): Promise<readonly unknown[]> {
    return (await this.#ask((id) => ({ id, kind: 'perform', calls }))).values ?? []
  }

  async errand(call: ErrandCall): Promise<unknown> {
    return (await this.#ask((id) => ({ id, kind: 'errand', call }))).value
  }

  async close(): Promise<void> {
    if (this.#dead !== undefined) return
    await this.#ask((id) => ({ id, kind: 'close' }))
  }

  #ask(request: (id: number) => Request): Promise<Answer> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead)
    return this.#questions.ask(this.#worker, (id) => this.#worker.postMessage(request(id)))
  }

  #answered(answer: Answer): void {
    const { id, error } = answer
    this.#questions.settle(this.#worker, id, error === undefined ? { result: answer } : { error })
  }

  #ended(error: Error): void {
    this.#dead ??= error
    this.#questions.fail(this.#dead)
  }
}
