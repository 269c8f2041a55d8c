// A SQLite connection in a thread of its own: asked by messages, answered by promises.
import { Worker } from 'node:worker_threads'
import type { Call } from './program.ts'

export interface ThreadPlan {
  readonly file: string
  /** The URL of a module with programs. */
  readonly programs: string | undefined
  /** Writes nothing, and keeps few pages in memory. */
  readonly onlyReads: boolean
}

export type Request = { readonly id: number } & (
  | { readonly kind: 'query'; readonly sql: string; readonly bindings: readonly unknown[] }
  | { readonly kind: 'perform'; readonly calls: readonly Call[] }
  /** Takes the write lock, or fails with SQLITE_BUSY at once. */
  | { readonly kind: 'begin' | 'close' }
)

export interface Answer {
  readonly id: number
  readonly rows?: unknown[]
  readonly changes?: number
  readonly lastInsertRowid?: number
  readonly values?: readonly unknown[]
  readonly error?: { readonly message: string; readonly code: string; readonly stack: string }
}

interface Asked {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

export class SqliteError extends Error {
  readonly code: string

  constructor({ message, code, stack }: NonNullable<Answer['error']>) {
    super(message)
    this.code = code
    // Where it happened, which is in the thread.
    this.stack = stack
  }
}

export class SqliteConnection {
  readonly #worker: Worker
  readonly #asked = new Map<number, Asked>()
  #nextId = 1
  #dead: Error | undefined

  constructor(plan: ThreadPlan) {
    this.#worker = new Worker(new URL('sqlite-thread.js', import.meta.url), { workerData: plan })
    this.#worker.on('message', (answer: Answer) => this.#answered(answer))
    this.#worker.on('error', (error) => this.#ended(error))
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

  async close(): Promise<void> {
    if (this.#dead !== undefined) return
    await this.#ask((id) => ({ id, kind: 'close' }))
  }

  #ask(request: (id: number) => Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== undefined) {
        reject(this.#dead)
        return
      }
      const id = this.#nextId++
      // Whoever asks wants the answer: the process stays until it is there.
      if (this.#asked.size === 0) this.#worker.ref()
      this.#asked.set(id, { resolve, reject })
      this.#worker.postMessage(request(id))
    })
  }

  #answered(answer: Answer): void {
    const asked = this.#asked.get(answer.id)
    this.#asked.delete(answer.id)
    if (this.#asked.size === 0) this.#worker.unref()
    const { error } = answer
    if (error === undefined) asked?.resolve(answer)
    else asked?.reject(new SqliteError(error))
  }

  #ended(error: Error): void {
    this.#dead ??= error
    for (const { reject } of this.#asked.values()) reject(this.#dead)
    this.#asked.clear()
  }
}
