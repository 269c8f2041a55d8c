// The outcomes of one route on their way into the database, many in one commit.
//
// What the route said is known only here: it is kept until the database takes it. One that the database does
// not take as it is, however often, is stored without the other side's ids: no place of the window is lost for ever.
import { setTimeout as delay } from 'node:timers/promises'
import { isAway } from '../../store/away.ts'
import { Batcher } from '../batcher.ts'
import { describe } from '../describe-error.ts'
import { storeOutcomes } from '../outcomes.ts'
import type { Settled } from '../settlement.ts'
import type { Duty } from './duty.ts'

const most = 500
/** How long a route that ends waits for a database that is away. */
const closingPatience = 5_000
/** So often the database may refuse an outcome, with pauses that double, before it is stored without its ids. */
const patience = 3

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
    let refusals = 0
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#batches.add(refusals < patience ? settled : withoutIds(settled))
        return
      } catch (error) {
        log.error(`route ${route.name}: cannot store an outcome: ${describe(error)}`)
        if (!isAway(error) && ++refusals === patience) {
          const { id } = settled.message
          log.warn(`route ${route.name}: message ${id} is stored without the ids that it was given`)
        }
        if (isClosing() && (clock() > until || performance.now() > latest)) return
        await delay(pause)
      }
    }
  }

  idle(): Promise<void> {
    return this.#batches.idle()
  }
}

/** As many parts went out, of which no report can tell. */
function withoutIds(settled: Settled): Settled {
  const { references = [] } = settled.outcome
  return { ...settled, outcome: { ...settled.outcome, references: references.map(() => '') } }
}
