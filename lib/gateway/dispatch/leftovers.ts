// What was left behind: messages under way of a holder that is gone, and those that have waited too long.
import { giveBackUnsent } from '../../store/give-back.ts'
import { abandonMessages } from '../../store/claims.ts'
import { expireMessages } from '../../store/due.ts'
import { takeLease, type Lease } from '../../store/leases.ts'
import { requeueMessages } from '../../store/requeueing.ts'
import type { Knex } from '../../store/store.ts'
import type { Route } from '../../routes/route.ts'
import { settleByEarlyReports, whenBy } from '../reports.ts'
import { reportFailures, reportUncertain } from '../sender-reports.ts'
import type { DispatcherOptions, Duty } from './duty.ts'

interface Leftovers {
  readonly name: string
  /** Undefined where it is configured nowhere. */
  readonly route: Route | undefined
  /** Of the lease of the new holder; '' for nobody's. */
  readonly token: string
  readonly mayRepeat: boolean
}

/**
 * What another holder had under way is uncertain; where that does no harm it is sent again. False when the lease
 * was lost meanwhile, as by a route that opened slowly: then all of it is another's.
 */
export async function takeOverLeftovers(duty: Duty, lease: Lease): Promise<boolean> {
  const { route, token, store } = duty
  const leftovers = leftBy(duty, { name: route.name, route, token })
  const left = await store.transaction(async (trx) => {
    await store.dialect.lockFates(trx, route.name)
    if (!(await takeLease(trx, store.dialect, lease))) return undefined
    return abandon(trx, duty, leftovers)
  })
  if (left !== undefined) tell(duty, leftovers, left)
  return left !== undefined
}

/** Of a route that nobody will take over, unless somebody has it after all. */
export async function abandonLeftovers(
  options: DispatcherOptions,
  name: string,
  route: Route | undefined,
): Promise<void> {
  const { store } = options
  const leftovers = leftBy(options, { name, route, token: '' })
  const left = await store.transaction(async (trx) => {
    await store.dialect.lockFates(trx, name)
    return abandon(trx, options, leftovers)
  })
  tell(options, leftovers, left)
}

function leftBy(
  { retry }: Pick<DispatcherOptions, 'retry'>,
  left: Omit<Leftovers, 'mayRepeat'>,
): Leftovers {
  const { route } = left
  const mayRepeat = route !== undefined && (route.idempotent || retry().resend_uncertain)
  return { ...left, mayRepeat }
}

/** Answers how many. */
async function abandon(
  trx: Knex.Transaction,
  { store, retry, clock }: DispatcherOptions,
  { name, route, token, mayRepeat }: Leftovers,
): Promise<number> {
  const now = clock()
  const askAt = route?.query === undefined ? null : now
  const abandoned = await abandonMessages(trx, store.dialect, { route: name, token, now, askAt })
  const ids = abandoned.map(({ id }) => id)
  await settleByEarlyReports(trx, store, name, ids, whenBy(retry(), now))
  if (mayRepeat) await requeueMessages(trx, ids, now)
  else await reportUncertain(trx, store.dialect, abandoned, now)
  return ids.length
}

function tell(
  { store, log }: DispatcherOptions,
  { name, mayRepeat }: Leftovers,
  left: number,
): void {
  if (left === 0) return
  store.wake('outbox', 'change')
  const what = mayRepeat ? 'are sent again' : 'may or may not have gone out'
  log.warn(`route ${name}: ${left} messages were under way and ${what}`)
}

const most = 500

/** Of all routes, at most so many at a time. */
export async function expireOverdue({ store, clock }: Duty): Promise<void> {
  const count = await store.transaction(async (trx) => {
    const messages = await expireMessages(trx, store.dialect, clock(), most)
    const expired = messages.filter(({ state }) => state === 'expired')
    const ids = expired.map(({ id }) => id)
    await giveBackUnsent(trx, store.dialect, ids)
    await reportFailures(trx, store.dialect, 'expired', expired, clock())
    const doubtful = messages.filter(({ state }) => state === 'uncertain')
    await reportUncertain(trx, store.dialect, doubtful, clock())
    return messages.length
  })
  if (count > 0) store.wake('outbox', 'change')
}
