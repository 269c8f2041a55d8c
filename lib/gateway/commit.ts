// What one commit of the intake is given, and what it finds out of it.
import type { Prices } from '../policy/credit.ts'
import type { Database } from '../store/program.ts'
import type { Knex } from '../store/store.ts'
import type { RouteChoice, Wish } from './choose-route.ts'
import type { Fresh } from './fresh.ts'
import type { Charge } from './judging/judge.ts'
import type { RuledSubmission } from './submission.ts'
import type { RefusedRecipient } from './target.ts'

export interface Arrived {
  readonly submissions: readonly RuledSubmission[]
  readonly prices: Prices
  readonly routes: RouteChoice
  /** What stands in a text for the personal link of its phone. */
  readonly linkPlace: string | undefined
  /** How long a message may wait from the time it was due, in milliseconds. */
  readonly maxAge: number
  /** How long it waits until a sender who wants that hears of it, in milliseconds. */
  readonly delayAfter: number
  readonly now: number
}

export interface Commit extends Arrived {
  readonly trx: Knex.Transaction
  readonly store: Database
  readonly routeTo: (wish: Wish) => string | undefined
}

export interface Allowed {
  readonly fresh: Fresh
  readonly charge: Charge
}

export interface Refused {
  readonly fresh: Fresh
  readonly refusal: RefusedRecipient['refusal']
}
