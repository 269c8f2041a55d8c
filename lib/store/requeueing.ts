// Messages that go into the line once more.
import type { Knex } from 'knex'
import { free } from '../policy/bound.ts'
import { statesBefore } from '../policy/message-life.ts'
import { all } from './rows.ts'

/** Messages back in the line: those that may be sent again. */
export async function requeueMessages(
  trx: Knex,
  ids: readonly number[],
  now: number,
): Promise<void> {
  if (ids.length === 0) return
  await trx('messages')
    .whereIn('id', ids)
    .whereIn('state', statesBefore('queued'))
    .update({ state: 'queued', changed_at: now })
}

/** Of the column `flash`: a normal SMS that goes out once more, as flash, when it fails. */
export const flashAfterwards = 2

/**
 * Puts those into the line again, as flash, which are normal ones that failed and want it so. What the
 * other side called them before is forgotten with their parts: that they were sent is told by an attempt, which
 * is to be written. messages_pkey, parts_pkey.
 */
export async function sendAgainAsFlash(
  trx: Knex,
  ids: readonly number[],
  now: number,
): Promise<{ id: number; route: string }[]> {
  if (ids.length === 0) return []
  const again = await all<{ id: number; route: string }>(
    trx,
    `update messages set flash = 1, state = 'queued', due_at = ?, sent_at = null, ask_at = null,
       bound = ${free}, tried = null, claim = null, changed_at = ?
     where id in (${ids.map(() => '?').join(', ')}) and flash = ${flashAfterwards}
       and state in ('sent', 'buffered') and route is not null and expires_at > ?
     returning id, route`,
    [now, now, ...ids, now],
  )
  await trx('parts')
    .whereIn(
      'message_id',
      again.map(({ id }) => id),
    )
    .delete()
  return again
}
