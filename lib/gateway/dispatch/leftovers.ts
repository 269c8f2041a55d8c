// What was left behind: messages under way of a holder that is gone, and those that have waited too long.
import { giveBackUnsent } from '../../store/give-back.ts'
import { abandonMessages } from '../../store/claims.ts'
import { expireMessages } from '../../store/due.ts'
import { requeueMessages } from '../../store/requeueing.ts'
import { settleByEarlyReports } from '../reports.ts'
import { reportFailures, reportUncertain } from '../sender-reports.ts'
import type { Duty } from './duty.ts'

/** What another holder had under way is uncertain; where that does no harm it is sent again. */
export async function takeOverLeftovers(duty: Duty): Promise<void> {
  const { route, token, store, retry, clock, log } = duty
  const mayRepeat = route.idempotent || retry().resend_uncertain
  const askAt = route.query === undefined ? null : clock()
  const left = await store.transaction(async (trx) => {
    await store.dialect.lockFates(trx, route.name)
    const abandoned = await abandonMessages(trx, route.name, token, clock(), askAt)
    const ids = abandoned.map(({ id }) => id)
    await settleByEarlyReports(trx, store, route.name, ids, {
      now: clock(),
      reportWait: retry().report_wait,
    })
    if (mayRepeat) await requeueMessages(trx, ids, clock())
    else await reportUncertain(trx, store.dialect, abandoned, clock())
    return ids.length
  })
  if (left === 0) return
  store.wake('outbox', 'change')
  const what = mayRepeat ? 'are sent again' : 'may or may not have gone out'
  log.warn(`route ${route.name}: ${left} messages were under way and ${what}`)
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
