// A gateway that hands in mails to itself (see gateway-load.ts), and one turn of that.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setRouteMode } from '../../lib/store/route-states.ts'
import type { Store } from '../../lib/store/store.ts'
import type { GatewayAnswer, GatewayOrder } from '../load/gateway-load.ts'
import { openWithSenders } from '../support/directory.ts'
import { processorTime, timeBetween, type ProcessorTime } from '../support/processor.ts'

export interface GatewayTurn {
  readonly mailsPerSecond: number
  /** Milliseconds for each mail. */
  readonly processor: ProcessorTime
}

export class HandingGateway {
  readonly haraka: ChildProcess
  readonly store: Store
  readonly #run = `${process.pid}.${Date.now()}`
  #next = 0

  private constructor(process: ChildProcess, store: Store) {
    this.haraka = process
    this.store = store
  }

  /** Of a checkout that was built, with a line to the phone that rests. */
  static async start(checkout: string, database: string): Promise<HandingGateway> {
    const store = await openWithSenders(database)
    await store.transaction((trx) => setRouteMode(trx, 'virtual', 'paused', Date.now()))
    const process = fork(join(checkout, 'dist/bench/load/gateway-load.js'), [database], {
      execArgv: ['--import', new URL('../support/inspected.js', import.meta.url).href],
    })
    await once(process, 'message')
    return new HandingGateway(process, store)
  }

  async hand(seconds: number): Promise<GatewayTurn> {
    const before = await processorTime(this)
    this.haraka.send({ seconds, run: this.#run, first: this.#next } satisfies GatewayOrder)
    const [answer] = (await once(this.haraka, 'message')) as [GatewayAnswer]
    if ('error' in answer) throw new Error(answer.error)
    const worked = timeBetween(before, await processorTime(this))
    this.#next += answer.accepted
    return {
      mailsPerSecond: answer.accepted / answer.seconds,
      processor: {
        main: worked.main / answer.accepted,
        threads: worked.threads / answer.accepted,
        postgres: worked.postgres / answer.accepted,
      },
    }
  }

  async stop(): Promise<void> {
    this.haraka.disconnect()
    await once(this.haraka, 'exit')
    await this.store.close()
  }
}
