// What becomes of a message by what its route answered: the row that is written.
//
// A message that was refused for now takes the next route that works, as long as nothing of it may have
// gone out; when all have refused it, it waits and begins again with the best. One that may have gone out
// in an earlier attempt is never called unsent: it ends uncertain.
import type { Settings } from '../config/settings.ts'
import { retryDelay } from '../policy/retry.ts'
import type { Outcome, Route } from '../routes/route.ts'
import { free, inDoubt, inPart, type Bound } from '../policy/bound.ts'
import type { QueuedMessage } from '../store/queued-message.ts'
import { flashAfterwards } from '../store/requeueing.ts'
import type { Settlement } from '../store/settling.ts'
import { firstAsking } from './dispatch/asking.ts'
import { firstRefusal, longestPause, longestRefusal } from './dispatch/gate.ts'
import { triedBy, type WayFinder } from './way-finder.ts'

export type RetryRules = Pick<
  Settings['delivery'],
  'retry_first' | 'retry_most' | 'resend_uncertain' | 'report_wait' | 'delay_after'
>

export interface Settled {
  readonly message: QueuedMessage
  readonly outcome: Outcome
  /** The other side was asked, and says it of all attempts. */
  readonly asked?: boolean
}

export interface SettleWorld {
  readonly route: Route
  readonly retry: () => RetryRules
  readonly ways: WayFinder
}

export async function settlementOf(
  settled: Settled,
  world: SettleWorld,
  now: number,
): Promise<Settlement> {
  const { message, outcome } = settled
  const { route, retry } = world
  const end: Settlement = {
    id: message.id,
    state: 'sent',
    reason: outcome.kind === 'accepted' ? null : outcome.reason,
    due_at: null,
    sent_at: null,
    route: null,
    tried: null,
    bound: boundOf(settled),
    ask_at: null,
    flash: null,
  }
  switch (outcome.kind) {
    case 'accepted':
      return { ...end, sent_at: now, ask_at: route.fates === undefined ? null : now + firstAsking }
    case 'permanent':
      if (outcome.optedOut === true) return { ...end, state: 'refused', reason: 'opted_out' }
      if (message.flash === flashAfterwards && end.bound === free && route.capabilities.flash)
        return { ...end, state: 'queued', route: route.name, flash: 1 }
      return route.idempotent || end.bound !== inDoubt
        ? { ...end, state: 'unsent' }
        : uncertain(end, route, now)
    case 'unknown':
      return route.idempotent || retry().resend_uncertain
        ? waiting(end, message, world, 0, now)
        : uncertain(end, route, now)
    case 'configuration':
      return (await elsewhere(end, message, world)) ?? keepingPlace(end, message, world, now)
    case 'temporary':
      return (
        (await elsewhere(end, message, world)) ?? {
          ...waiting(end, message, world, Math.min(longestPause, outcome.retryAfter ?? 0), now),
          route: await firstAgain(end, message, world),
        }
      )
  }
}

/** What the other side says of all attempts ends a doubt about earlier ones. */
function boundOf({ message, outcome, asked }: Settled): Bound {
  if (outcome.kind === 'unknown') return inDoubt
  if (message.bound === inDoubt && asked !== true) return inDoubt
  return (outcome.references ?? []).length > 0 || (message.bound !== free && asked !== true)
    ? inPart
    : free
}

function uncertain(end: Settlement, route: Route, now: number): Settlement {
  return {
    ...end,
    state: 'uncertain',
    ask_at: route.query === undefined ? null : now + firstAsking,
  }
}

async function elsewhere(
  end: Settlement,
  message: QueuedMessage,
  { route, ways }: SettleWorld,
): Promise<Settlement | undefined> {
  if (end.bound !== free) return undefined
  const tried = [...new Set([...triedBy(message), route.name])]
  const next = await ways.next(message, tried)
  if (next === undefined) return undefined
  return { ...end, state: 'queued', route: next, tried: JSON.stringify(tried) }
}

/** All have refused it: the best comes first again. */
async function firstAgain(
  end: Settlement,
  message: QueuedMessage,
  { ways }: SettleWorld,
): Promise<string | null> {
  if (end.bound !== free || message.tried === null) return null
  return (await ways.first(message)) ?? null
}

/**
 * The route takes nothing until it is mended: the message keeps its place in the line. One that is refused again
 * may be what is wrong, as by its sender: others are tried before it, or it would hold up all of them.
 */
function keepingPlace(
  end: Settlement,
  message: QueuedMessage,
  world: SettleWorld,
  now: number,
): Settlement {
  const rest = Math.min(2 * longestRefusal, firstRefusal * 2 ** Math.min(20, message.attempts))
  return message.attempts < 2 || now + rest > message.expires_at
    ? { ...end, state: 'queued' }
    : waiting(end, message, world, rest, now)
}

function waiting(
  end: Settlement,
  message: QueuedMessage,
  { route, retry }: SettleWorld,
  atLeast: number,
  now: number,
): Settlement {
  const { retry_first: first, retry_most: most } = retry()
  const due = now + Math.max(atLeast, retryDelay(message.attempts, first, most))
  if (due <= message.expires_at) return { ...end, state: 'scheduled', due_at: due }
  return end.bound === inDoubt ? uncertain(end, route, now) : { ...end, state: 'expired' }
}
