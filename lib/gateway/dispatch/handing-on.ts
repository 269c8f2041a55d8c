// Hands messages to a route. Whatever goes wrong in it is an outcome, for a fault of a route must not keep
// its window full for ever.
import type { Outcome, Outgoing, Route } from '../../routes/route.ts'
import type { QueuedMessage } from '../../store/queued-message.ts'
import { describe } from '../describe-error.ts'
import type { Settled } from '../settlement.ts'
import { isKnown, toAsk } from './asking.ts'
import type { Claimed } from './claim.ts'
import type { Duty } from './duty.ts'

/** Each with what becomes of it; no outcome rejects. */
export function handOn(
  route: Route,
  claimed: readonly Claimed[],
): readonly { readonly message: QueuedMessage; readonly outcome: Promise<Outcome> }[] {
  if (claimed.length === 0) return []
  const outcomes = submit(
    route,
    claimed.map(({ outgoing }) => outgoing),
  )
  return claimed.map(({ message }, index) => {
    const outcome = outcomes[index] ?? Promise.resolve(noOutcome)
    return { message, outcome: outcome.catch(broken) }
  })
}

function submit(route: Route, batch: readonly Outgoing[]): readonly Promise<Outcome>[] {
  try {
    return route.submit(batch)
  } catch (error) {
    return batch.map(() => Promise.resolve(broken(error)))
  }
}

/** The other side is asked before a message is called uncertain; it was handed on at `at`. */
export async function knownOrAsked(
  { route, store, complain }: Pick<Duty, 'route' | 'store' | 'complain'>,
  message: QueuedMessage,
  outcome: Outcome,
  at: number,
): Promise<Settled> {
  if (outcome.kind !== 'unknown' || route.query === undefined || route.idempotent)
    return { message, outcome }
  const { id, created_at: createdAt, phone, text } = message
  try {
    const asked = await toAsk(store, route, [{ id, createdAt, phone, text, at }])
    const fate = (await route.query(asked)).get(id)
    if (isKnown(fate)) return { message, outcome: fate, asked: true }
  } catch (error) {
    complain(error)
  }
  return { message, outcome }
}

const noOutcome: Outcome = { kind: 'unknown', reason: 'no outcome' }

function broken(error: unknown): Outcome {
  return { kind: 'unknown', reason: describe(error) }
}
