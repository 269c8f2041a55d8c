// Stores what routes answered, many answers in one transaction.
import { wants } from '../mail/dsn/notify.ts'
import type { OutState } from '../policy/message-life.ts'
import type { Outcome } from '../routes/route.ts'
import { atOnce } from '../store/at-once.ts'
import { insertAttempts, type NewAttempt } from '../store/attempts.ts'
import { insertParts, type NewPart } from '../store/parts.ts'
import type { QueuedMessage } from '../store/queued-message.ts'
import { settleMessages, stillUncertain, type Settlement } from '../store/settling.ts'
import { storedReference } from '../store/stored-reference.ts'
import type { Database, Program } from '../store/program.ts'
import { takeEarlyReports } from '../store/reports.ts'
import { addRouteCosts } from '../store/route-costs.ts'
import type { Knex, Store } from '../store/store.ts'
import { reportFailures, reportSent, reportUncertain } from './sender-reports.ts'
import { giveBackUnsent } from '../store/give-back.ts'
import { costsOf, noTariff, type Tariff } from './costs.ts'
import { blockByProvider } from './opt-out.ts'
import { applyReports, settleByEarlyReports, settleByFates, whenBy, type When } from './reports.ts'
import type { RouteTable } from './route-table.ts'
import { settlementOf, type Settled, type SettleWorld } from './settlement.ts'

export interface OutcomeWorld extends SettleWorld {
  readonly store: Store
  readonly routes: RouteTable
  /** The claim of the messages. */
  readonly token: string
  readonly blocksChanged: () => void
}

/** Answers when the first of these messages comes due again, Infinity when none does. */
export async function storeOutcomes(
  world: OutcomeWorld,
  settled: readonly Settled[],
  now: number,
): Promise<number> {
  const { store, token, retry, routes } = world
  const route = world.route.name
  const settlements = await Promise.all(settled.map((one) => settlementOf(one, world, now)))
  const { reports: hasReports } = world.route.capabilities
  const { prices, currency } = routes.entry(route)?.rules ?? noTariff
  await store.perform(settle, {
    claim: { route, token, hasReports },
    settled,
    settlements,
    tariff: { prices, currency },
    when: whenBy(retry(), now),
  })
  const isTold = settled.some(({ message }) => wants(message.notify, 'SUCCESS'))
  if (isTold || settlements.some(({ state }) => state !== 'sent')) store.wake('outbox')
  if (settlements.some(({ state }) => state === 'refused')) world.blocksChanged()
  if (settlements.some((one) => one.route !== null)) store.wake('queue')
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
  }
  readonly settled: readonly Settled[]
  /** One for each of `settled`. */
  readonly settlements: readonly Settlement[]
  readonly tariff: Tariff
  readonly when: When
}

export const settle: Program<Settling, void> = { name: 'settle', run: settleAll }

async function settleAll(
  trx: Knex.Transaction,
  store: Database,
  { claim, settled, settlements, tariff, when }: Settling,
): Promise<void> {
  const { now } = when
  const inDoubt = settlements.flatMap(({ id, state }) => (state === 'uncertain' ? [id] : []))
  const [, told, written] = await atOnce(
    store.dialect.lockFates(trx, claim.route),
    // The next holder of the route has told of these already.
    stillUncertain(trx, store.dialect, inDoubt),
    settleMessages(trx, store.dialect, claim.token, settlements, now),
  )
  const parts = settled.flatMap(({ message, outcome }) =>
    written.has(message.id) ? partsOf(message.id, claim.route, outcome, now) : [],
  )
  const taken = settled.filter(({ message }) => written.has(message.id))
  const gone = parts.filter((part) => part.gone === 'yes')
  const [, , , early] = await atOnce(
    insertParts(trx, store.dialect, parts),
    addRouteCosts(trx, store.dialect, costsOf(taken, tariff, claim.route, now)),
    insertAttempts(trx, store.dialect, failedAttempts(settled, written, claim.route, now)),
    takeEarlyReports(trx, store.dialect, gone),
  )
  const messagesIn = (state: OutState): QueuedMessage[] =>
    settled.flatMap(({ message }, index) =>
      settlements[index]?.state === state && written.has(message.id) ? [message] : [],
    )
  // A report may tell more, and is to be heard instead.
  const waits = { hasReports: claim.hasReports, reportWait: when.reportWait }
  await reportSent(trx, store.dialect, messagesIn('sent'), waits, now)
  await applyReports(trx, store, early, when)
  const resumed = settled.filter(({ message }) => message.attempts > 1 && written.has(message.id))
  await settleByFates(
    trx,
    store,
    resumed.map(({ message }) => message.id),
    when,
  )
  const uncertain = inDoubt.filter((id) => written.has(id))
  await settleByEarlyReports(trx, store, claim.route, uncertain, when)
  const optedOut = messagesIn('refused')
  const failed = [
    ['opted_out', optedOut] as const,
    ...(['unsent', 'expired'] as const).map((code) => [code, messagesIn(code)] as const),
  ]
  const unsent = failed.flatMap(([, messages]) => messages.map(({ id }) => id))
  await giveBackUnsent(trx, store.dialect, unsent)
  for (const [code, messages] of failed)
    await reportFailures(trx, store.dialect, code, messages, now)
  await blockByProvider(
    trx,
    store.dialect,
    claim.route,
    optedOut.map(({ id }) => id),
    now,
  )
  const untold = messagesIn('uncertain').filter(({ id }) => !told.has(id))
  await reportUncertain(trx, store.dialect, untold, now)
}

/** What an outcome says of parts: those that went out, and behind them what may have and what has not. */
function partsOf(message_id: number, route: string, outcome: Outcome, now: number): NewPart[] {
  const part = (seq: number, reference: string, gone: NewPart['gone']): NewPart => ({
    message_id,
    seq,
    route,
    reference: storedReference(reference),
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
