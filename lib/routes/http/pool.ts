// Connections to one web service, kept alive, by undici. One call at a time goes over each. Undici is large, and
// most servers have no such route: it is loaded by the first call.
//
// A call is `unsent` only when undici had not begun to write it: no connection, no name, no TLS. From
// then on every failure is `lost`: a time-out, a connection that breaks, an answer that is cut off.
import type { Dispatcher, Pool } from 'undici'
import type { HttpAnswer, HttpPool, HttpPoolOptions, HttpResult } from './http.ts'

const connectPatience = 10_000
const idleFor = 10_000
const longestAnswer = 4_000_000

export function openPool(options: HttpPoolOptions): HttpPool {
  let opening: Promise<Pool> | undefined
  return {
    async send(call) {
      try {
        const pool = await (opening ??= open(options))
        return await new Promise((resolve) => {
          const exchange = new Exchange(options.timeout, resolve)
          pool.dispatch({ ...call, body: call.body ?? null }, exchange)
        })
      } catch (error) {
        return { kind: 'unsent', reason: sentence(error) }
      }
    },
    async close(drain) {
      const pool = await opening
      await (drain ? pool?.close() : pool?.destroy())
    },
  }
}

async function open({ origin, connections, timeout }: HttpPoolOptions): Promise<Pool> {
  const { Pool } = await import('undici')
  return new Pool(origin, {
    connections,
    pipelining: 1,
    connect: { timeout: Math.min(timeout, connectPatience) },
    headersTimeout: timeout,
    bodyTimeout: timeout,
    keepAliveTimeout: idleFor,
  })
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #finish: (result: HttpResult) => void
  readonly #timeout: number
  readonly #chunks: Buffer[] = []
  #length = 0
  #timer: NodeJS.Timeout | undefined
  #begun = false
  #head: Omit<HttpAnswer, 'body'> = { status: 0, headers: {} }

  constructor(timeout: number, finish: (result: HttpResult) => void) {
    this.#timeout = timeout
    this.#finish = finish
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#begun = true
    // Undici's own time-outs begin anew with each piece of an answer that drips.
    this.#timer = setTimeout(
      () => controller.abort(new Error(`no whole answer within ${this.#timeout} ms`)),
      this.#timeout,
    )
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#head = { status, headers: plain(headers) }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length
    if (this.#length > longestAnswer) controller.abort(new Error('the answer does not end'))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer)
    const body = Buffer.concat(this.#chunks).toString('utf8')
    this.#finish({ kind: 'answered', answer: { ...this.#head, body } })
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    clearTimeout(this.#timer)
    this.#finish({ kind: this.#begun ? 'lost' : 'unsent', reason: sentence(error) })
  }
}

function plain(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

/** An AggregateError, of a name with several addresses, says nothing itself; OpenSSL's words are in `reason`. */
function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return sentence(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  if ('reason' in error && typeof error.reason === 'string') return `TLS: ${error.reason}`
  if (error.message === 'other side closed') return 'the connection ended before the answer'
  return error.message === '' ? error.name : error.message
}
