// Watches a modem that was started: looks now and then whether it is still as it was, and at its network,
// takes in what it has stored, and resets it when that is asked for or when it finds no network for too long. Between two looks there is
// always a pause.
import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { AtChannel } from './at-channel.ts'
import type { Inbox } from './inbox.ts'
import { readNetwork, type NetworkState } from './network.ts'
import type { End } from './recovery.ts'
import { isInTextMode, restarted } from './restarts.ts'
import type { Pace } from './settings.ts'

export interface WatchOptions {
  readonly channel: AtChannel
  readonly inbox: Pick<Inbox, 'sweep' | 'idle'>
  readonly pace: Pace
  readonly stuckAfter: number
  /** Called at each look, while the port is there and no reset is wanted. */
  readonly seen: (network: NetworkState) => void
  /** Called at once when the port is lost. */
  readonly lost: (reason: string) => void
}

const resetPatience = { timeout: 10_000 }

export class Watch {
  readonly #options: WatchOptions
  readonly #events = new EventEmitter()
  #wantsReset = false
  #ended: string | undefined

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /** There is a reason for a look before its time. */
  nudge(): void {
    this.#events.emit('nudge')
  }

  askForReset(): void {
    this.#wantsReset = true
    this.nudge()
  }

  /** Until the port is lost, or the modem was reset. */
  async run(): Promise<End> {
    const { channel, inbox, pace, stuckAfter, seen, lost } = this.#options
    const ending = channel.ended.then((reason) => {
      this.#ended = reason
      lost(reason)
      this.nudge()
    })
    let registeredAt = performance.now()
    while (this.#ended === undefined) {
      if (await isInTextMode(channel)) channel.close(restarted)
      const network = await readNetwork(channel)
      if (this.#isOver()) break
      if (!this.#wantsReset) seen(network)
      const now = performance.now()
      if (network.registered) registeredAt = now
      const isStuck = now - registeredAt > stuckAfter
      if (this.#wantsReset || isStuck) return this.#reset(isStuck)
      await inbox.sweep()
      await this.#pause(network.registered ? pace.watch : pace.search)
    }
    await ending
    await inbox.idle()
    return { reason: this.#ended ?? '', fault: 'route_down', started: true }
  }

  #isOver(): boolean {
    return this.#ended !== undefined
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#isOver() || this.#wantsReset) return
    const over = new AbortController()
    const { signal } = over
    await Promise.race([
      delay(milliseconds, undefined, { signal }).catch(() => undefined),
      once(this.#events, 'nudge', { signal }).catch(() => undefined),
    ])
    over.abort()
  }

  async #reset(isStuck: boolean): Promise<End> {
    const { channel } = this.#options
    const answer = await channel.command('AT+CFUN=1,1', resetPatience)
    if (answer.kind === 'error') {
      await channel.command('AT+CFUN=0', resetPatience)
      await channel.command('AT+CFUN=1', resetPatience)
    }
    const why = isStuck ? 'it found no network' : 'it did not recover by itself'
    const fault = isStuck ? 'no_signal' : 'route_down'
    return { reason: `the modem was reset: ${why}`, fault, started: true, wasReset: true }
  }
}
