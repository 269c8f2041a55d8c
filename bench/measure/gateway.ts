// A gateway that hands in mails to itself (see gateway-load.ts), and one turn of that.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setRouteMode } from '../../lib/store/route-states.ts'
import type { Store } from '../../lib/store/store.ts'
import type { GatewayAnswer, GatewayOrder, Handed } from '../load/gateway-load.ts'
import { openWithSenders } from '../support/directory.ts'
import { processorTime, timeBetween, timeForEach, type Rate } from '../support/processor.ts'

export class HandingGateway {
  readonly process: ChildProcess
  readonly #store: Store
  readonly #run = `${process.pid}.${Date.now()}`
  #next = 0

  private constructor(process: ChildProcess, store: Store) {
    this.process = process
    this.#store = store
  }

  /** Of a checkout that was built, with a line to the phone that rests. */
  static async start(checkout: string, database: string): Promise<HandingGateway> {
    const module = join(checkout, 'dist/bench/load/gateway-load.js')
    await access(module)
    const store = await openWithSenders(database)
    await store.transaction((trx) => setRouteMode(trx, 'virtual', 'paused', Date.now()))
    const child = fork(module, [database], {
      execArgv: ['--import', new URL('../support/inspected.js', import.meta.url).href],
    })
    const gateway = new HandingGateway(child, store)
    try {
      await gateway.#answer()
      return gateway
    } catch (error) {
      await gateway.stop()
      throw error
    }
  }

  async hand(seconds: number): Promise<Rate> {
    const before = await processorTime(this.process, this.#store)
    this.process.send({ seconds, run: this.#run, first: this.#next } satisfies GatewayOrder)
    const { accepted, seconds: taken } = await this.#answer()
    const worked = timeBetween(before, await processorTime(this.process, this.#store))
    this.#next += accepted
    return { mailsPerSecond: accepted / taken, processor: timeForEach(worked, accepted) }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGKILL')
      await once(this.process, 'exit')
    }
    await this.#store.close()
  }

  async #answer(): Promise<Handed> {
    const answer = await new Promise<GatewayAnswer>((resolve) => {
      const ended = (): void => resolve({ error: 'the gateway has ended' })
      this.process.once('exit', ended)
      this.process.once('message', (message: GatewayAnswer) => {
        this.process.off('exit', ended)
        resolve(message)
      })
    })
    if ('error' in answer) throw new Error(answer.error)
    return answer
  }
}
