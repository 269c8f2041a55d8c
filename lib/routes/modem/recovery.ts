// What is done about a modem whose port was lost or that does not start, and how long to wait before the
// next try: always some time. A reset comes first, as long as the modem still obeys (`watch.ts`), then the
// port is opened anew, then its power is switched, each at growing distances.
import { setTimeout as delay } from 'node:timers/promises'
import type { RouteFault, Sinks } from '../route.ts'
import type { ModemWorld, Pace } from './settings.ts'

/** How the life of one opened port ended. */
export interface End {
  readonly reason: string
  readonly fault?: RouteFault
  /** The modem had come so far as to work, or there was no port to speak to it. */
  readonly started: boolean
  readonly wasReset?: boolean
}

export interface RecoveryOptions {
  readonly name: string
  readonly world: Pick<ModemWorld, 'switchPower'>
  readonly pace: Pace
  /** How long a port may be away before the power is switched. */
  readonly stuckAfter: number
  readonly log: Sinks['log']
}

const failuresBeforePower = 3

export class Recovery {
  readonly #options: RecoveryOptions
  #failures = 0
  #resets = 0
  #downSince: number | undefined
  #switchedAt = -Infinity

  constructor(options: RecoveryOptions) {
    this.#options = options
  }

  /** The modem works: what it failed at before counts no more. */
  works(): void {
    this.#resets = 0
    this.#downSince = undefined
  }

  /** Does what may help, waits, and is fulfilled when the next try may begin, or at the signal. */
  async after(end: End, signal: AbortSignal): Promise<void> {
    this.#failures = end.started ? 0 : this.#failures + 1
    if (end.wasReset === true) this.#resets++
    this.#downSince ??= performance.now()
    if (this.#needsPower(end)) await this.#switchPower()
    if (signal.aborted) return
    await delay(this.#pauseAfter(end), undefined, { signal }).catch(() => undefined)
  }

  /** One that does not start, that resets did not help to a network, or that fell off its bus. */
  #needsPower({ fault, started, wasReset }: End): boolean {
    // Somebody has to change the settings or the card.
    if (fault === 'wrong_pin') return false
    if (wasReset === true) return this.#resets % failuresBeforePower === 0
    if (!started) return this.#failures % failuresBeforePower === 0
    const { stuckAfter } = this.#options
    return performance.now() - (this.#downSince ?? Infinity) > stuckAfter
  }

  #pauseAfter({ fault, started, wasReset }: End): number {
    const { pace } = this.#options
    if (fault === 'wrong_pin') return pace.most
    if (wasReset === true) return grown(pace.reset, this.#resets, pace.most)
    return started ? pace.reopen : grown(pace.restart, this.#failures, pace.most)
  }

  async #switchPower(): Promise<void> {
    const { name, world, pace, log } = this.#options
    const now = performance.now()
    if (world.switchPower === undefined || now - this.#switchedAt < pace.power) return
    this.#switchedAt = now
    log('warn', `${name}: its power is switched`)
    await world.switchPower().catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      log('warn', `the power command failed: ${said}`)
    })
  }
}

/** It doubles each time. */
export function grown(first: number, times: number, most: number): number {
  return Math.min(Math.max(first, most), first * 2 ** Math.min(times - 1, 20))
}
