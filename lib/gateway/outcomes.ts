// Stores what routes answered, many answers in one transaction.
import { wants } from '../mail/dsn/notify.ts'
import type { OutState } from '../policy/message-life.ts'
import { retryDelay } from '../policy/retry.ts'
import type { Outcome } from '../routes/route.ts'
import {
  insertAttempts,
  insertParts,
  settleMessages,
  stillUncertain,
  type NewAttempt,
  type NewPart,
  type QueuedMessage,
  type Settlement,
} from '../store/queue.ts'
import type { Database, Program } from '../store/program.ts'
import type { Knex, Store } from '../store/store.ts'
import { reportFailures, reportSent, reportUncertain } from './sender-reports.ts'
import { giveBackUnsent } from '../store/give-back.ts'
import { blockByProvider } from './opt-out.ts'
import { applyEarlyReports, settleByEarlyReports, settleByFates } from './reports.ts'

export interface RetryRules {
  readonly first: number
  readonly most: number
  readonly resendUncertain: boolean
  /** How long the report of a phone is waited for. */
  readonly reportWait: number
}

export interface Settled {
  readonly message: QueuedMessage
  readonly outcome: Outcome
}

/** Answers when the first of these messages comes due again, Infinity when none does. */
export async function storeOutcomes(
  store: Store,
  claim: {
    readonly route: string
    readonly token: string
    readonly idempotent: boolean
    /** Whether the route says later what phones got. */
    readonly hasReports: boolean
  },
  settled: readonly Settled[],
  retry: RetryRules,
  now: number,
): Promise<number> {
  const mayRepeat = claim.idempotent || retry.resendUncertain
  const settlements = settled.map(({ message, outcome }) =>
    settlement(message, outcome, retry, mayRepeat, now),
  )
  await store.perform(settle, {
    claim: { ...claim, reportWait: retry.reportWait },
    settled,
    settlements,
    now,
  })
  const isTold = settled.some(({ message }) => wants(message.notify, 'SUCCESS'))
  if (isTold || settlements.some(({ state }) => state !== 'sent')) store.wake('outbox')
  store.wake('change')
  return Math.min(...settlements.map(({ due_at }) => due_at ?? Infinity))
}

/** What a trace shows of attempts that did not go well. */
function failedAttempts(
  settled: readonly Settled[],
  written: ReadonlySet<number>,
  route: string,
  now: number,
): NewAttempt[] {
  return settled.flatMap(({ message: { id }, outcome }) =>
    outcome.kind === 'accepted' || !written.has(id)
      ? []
      : [{ message_id: id, at: now, route, outcome: outcome.kind, reason: outcome.reason }],
  )
}

interface Settling {
  readonly claim: {
    readonly route: string
    readonly token: string
    readonly hasReports: boolean
    readonly reportWait: number
  }
  readonly settled: readonly Settled[]
  /** One for each of `settled`. */
  readonly settlements: readonly Settlement[]
  readonly now: number
}

export const settle: Program<Settling, void> = { name: 'settle', run: settleAll }

async function settleAll(
  trx: Knex.Transaction,
  store: Database,
  { claim, settled, settlements, now }: Settling,
): Promise<void> {
  await store.dialect.lockFates(trx, claim.route)
  const inDoubt = settlements.flatMap(({ id, state }) => (state === 'uncertain' ? [id] : []))
  // The next holder of the route has told of these already.
  const told = await stillUncertain(trx, store.dialect, inDoubt)
  const written = await settleMessages(trx, store.dialect, claim.token, settlements, now)
  const parts = settled.flatMap(({ message, outcome }) =>
    written.has(message.id) ? partsOf(message.id, claim.route, outcome, now) : [],
  )
  await insertParts(trx, store.dialect, parts)
  await insertAttempts(trx, store.dialect, failedAttempts(settled, written, claim.route, now))
  const gone = parts.filter((part) => part.gone === 'yes')
  await applyEarlyReports(trx, store, gone, now)
  const resumed = settled.filter(({ message }) => message.attempts > 1 && written.has(message.id))
  await settleByFates(
    trx,
    store,
    resumed.map(({ message }) => message.id),
    now,
  )
  const uncertain = inDoubt.filter((id) => written.has(id))
  await settleByEarlyReports(trx, store, claim.route, uncertain, now)
  const messagesIn = (state: OutState): QueuedMessage[] =>
    settled.flatMap(({ message }, index) =>
      settlements[index]?.state === state && written.has(message.id) ? [message] : [],
    )
  const optedOut = messagesIn('refused')
  const failed = [
    ['opted_out', optedOut] as const,
    ...(['unsent', 'expired'] as const).map((code) => [code, messagesIn(code)] as const),
  ]
  const unsent = failed.flatMap(([, messages]) => messages.map(({ id }) => id))
  await giveBackUnsent(trx, store.dialect, unsent)
  for (const [code, messages] of failed) await reportFailures(trx, code, messages, now)
  await blockByProvider(
    trx,
    store.dialect,
    claim.route,
    optedOut.map(({ id }) => id),
    now,
  )
  await reportSent(trx, store.dialect, messagesIn('sent'), claim, now)
  const untold = messagesIn('uncertain').filter(({ id }) => !told.has(id))
  await reportUncertain(trx, store.dialect, untold, now)
}

/** What an outcome says of parts: those that went out, and behind them what may have and what has not. */
function partsOf(message_id: number, route: string, outcome: Outcome, now: number): NewPart[] {
  const part = (seq: number, reference: string, gone: NewPart['gone']): NewPart => ({
    message_id,
    seq,
    route,
    reference,
    gone,
    sent_at: now,
  })
  const { references = [] } = outcome
  const parts = references.map((reference, index) => part(index + 1, reference, 'yes'))
  if (outcome.kind === 'unknown') {
    parts.push(part(references.length + 1, '', 'unknown'))
    if (outcome.more === true) parts.push(part(references.length + 2, '', 'no'))
  }
  return parts
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
      if (outcome.optedOut === true)
        return { id, state: 'refused', reason: 'opted_out', due_at: null, sent_at: null }
      return { id, state: 'unsent', reason: outcome.reason, due_at: null, sent_at: null }
    case 'unknown':
      if (!mayRepeat)
        return { id, state: 'uncertain', reason: outcome.reason, due_at: null, sent_at: null }
      return waiting(message, outcome.reason, undefined, retry, now)
    case 'configuration':
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
