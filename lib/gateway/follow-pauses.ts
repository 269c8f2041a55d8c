// What waits follows the pauses of accounts and keys: SMS from phones are mailed, and messages to phones go on,
// where an account is paused no more; messages to phones are held where one is.
import { queueWaitingMails } from '../store/outbox.ts'
import { holdPaused, releaseResumed } from '../store/pausing.ts'
import type { Knex } from '../store/store.ts'

/** To be called where an account or a key was changed, and now and then, as keys end by themselves. */
export async function followPauses(trx: Knex, now: number): Promise<void> {
  await queueWaitingMails(trx, now)
  await holdPaused(trx, now)
  await releaseResumed(trx, now)
}
