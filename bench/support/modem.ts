// The simulated modem of a benchmark: a process of its own that says what it took.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ModemNews, ModemQuestion, PortKind } from './modem-process.ts'

export interface TakenParts {
  readonly parts: number
  /** From the first of them to the last. */
  readonly milliseconds: number
  /** What the modem itself needed of these. */
  readonly own: number
}

export class BenchModem {
  readonly kind: PortKind
  readonly port: string
  readonly #child: ChildProcess
  #round = 0

  private constructor(kind: PortKind, port: string, child: ChildProcess) {
    this.kind = kind
    this.port = port
    this.#child = child
  }

  static async open(kind: PortKind): Promise<BenchModem> {
    const child = fork(fileURLToPath(new URL('modem-process.js', import.meta.url)), [kind])
    const [{ port = '' }] = (await once(child, 'message')) as [ModemNews]
    return new BenchModem(kind, port, child)
  }

  /** Counts anew, and takes so many milliseconds for each part. */
  begin(latency: number): void {
    const question: ModemQuestion = { round: ++this.#round, latency }
    this.#child.send(question)
  }

  /** Since `begin`, when they are so many. */
  async takenUntil(least: number): Promise<TakenParts> {
    const signal = AbortSignal.timeout(180_000)
    for (;;) {
      const [news] = (await once(this.#child, 'message', { signal })) as [ModemNews]
      const { round, parts = 0, milliseconds = 0, own = 0 } = news
      if (round === this.#round && parts >= least) return { parts, milliseconds, own }
    }
  }

  close(): void {
    this.#child.disconnect()
  }
}
