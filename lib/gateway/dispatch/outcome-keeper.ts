// The outcomes of one route on their way into the database, many in one commit.
//
// What the route said is known only here: it is kept until the database takes it.
import { setTimeout as delay } from 'node:timers/promises'
import { Batcher } from '../batcher.ts'
import { describe } from '../describe-error.ts'
import { storeOutcomes } from '../outcomes.ts'
import type { Settled } from '../settlement.ts'
import type { Duty } from './duty.ts'

const most = 500
/** How long a route that ends waits for a database that is away. */
const closingPatience = 5_000

export class OutcomeKeeper {
  readonly #duty: Duty
  readonly #batches: Batcher<Settled, undefined>

  /** `onDue` hears when a message that goes on waiting comes due. */
  constructor(duty: Duty, onDue: (at: number) => void) {
    this.#duty = duty
    this.#batches = new Batcher<Settled, undefined>(
      async (settled) => {
        onDue(await storeOutcomes(duty, settled, duty.clock()))
        return []
      },
      { most },
    )
  }

  /** Fulfilled when it is stored, or cannot be and this process ends. */
  async keep(settled: Settled): Promise<void> {
    const { route, log, clock, isClosing } = this.#duty
    // A clock that is set back, or stands, must not hold up the end.
    const [until, latest] = [clock() + closingPatience, performance.now() + 2 * closingPatience]
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#batches.add(settled)
        return
      } catch (error) {
        log.error(`route ${route.name}: cannot store an outcome: ${describe(error)}`)
        if (isClosing() && (clock() > until || performance.now() > latest)) return
        await delay(pause)
      }
    }
  }

  idle(): Promise<void> {
    return this.#batches.idle()
  }
}
