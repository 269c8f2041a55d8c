// Stores what routes answered, many answers in one transaction.
import { retryDelay } from '../policy/retry.ts'
import type { Outcome } from '../routes/route.ts'
import { insertParts, settleMessages, type QueuedMessage, type Settlement } from '../store/queue.ts'
import type { Store } from '../store/store.ts'
import { reportFailures } from './failure-reports.ts'
import { applyEarlyReports } from './reports.ts'

export interface RetryRules {
  readonly first: number
  readonly most: number
  readonly resendUncertain: boolean
}

export interface Settled {
  readonly message: QueuedMessage
  readonly outcome: Outcome
}

export async function storeOutcomes(
  store: Store,
  claim: { readonly route: string; readonly token: string; readonly idempotent: boolean },
  settled: readonly Settled[],
  retry: RetryRules,
  now: number,
): Promise<void> {
  const mayRepeat = claim.idempotent || retry.resendUncertain
  const settlements = settled.map(({ message, outcome }) =>
    settlement(message, outcome, retry, mayRepeat, now),
  )
  await store.transaction(async (trx) => {
    const written = await settleMessages(trx, store.dialect, claim.token, settlements, now)
    const parts = settled.flatMap(({ message, outcome }) =>
      outcome.kind === 'accepted' && written.has(message.id)
        ? outcome.references.map((reference, index) => ({
            message_id: message.id,
            seq: index + 1,
            route: claim.route,
            reference,
          }))
        : [],
    )
    await insertParts(trx, store.dialect, parts)
    await applyEarlyReports(trx, store, parts, now)
    for (const code of ['unsent', 'expired', 'uncertain'] as const) {
      const failed = settlements.filter(({ id, state }) => state === code && written.has(id))
      const ids = new Set(failed.map(({ id }) => id))
      const messages = settled.flatMap(({ message }) => (ids.has(message.id) ? [message] : []))
      await reportFailures(trx, code, messages, now)
    }
  })
  if (settlements.some(({ state }) => state !== 'sent')) store.wake('outbox')
  store.wake('change')
}

/** The row that an outcome makes. */
function settlement(
  message: QueuedMessage,
  outcome: Outcome,
  retry: RetryRules,
  mayRepeat: boolean,
  now: number,
): Settlement {
  const { id } = message
  switch (outcome.kind) {
    case 'accepted':
      return { id, state: 'sent', reason: null, due_at: null, sent_at: now }
    case 'permanent':
      return { id, state: 'unsent', reason: outcome.reason, due_at: null, sent_at: null }
    case 'unknown':
      if (!mayRepeat)
        return { id, state: 'uncertain', reason: outcome.reason, due_at: null, sent_at: null }
      return waiting(message, outcome.reason, undefined, retry, now)
    case 'temporary':
      return waiting(message, outcome.reason, outcome.retryAfter, retry, now)
  }
}

function waiting(
  message: QueuedMessage,
  reason: string,
  retryAfter: number | undefined,
  retry: RetryRules,
  now: number,
): Settlement {
  const due = now + Math.max(retryAfter ?? 0, retryDelay(message.attempts, retry.first, retry.most))
  return due > message.expires_at
    ? { id: message.id, state: 'expired', reason, due_at: null, sent_at: null }
    : { id: message.id, state: 'scheduled', reason, due_at: due, sent_at: null }
}
