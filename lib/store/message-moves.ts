// The moves of a message that a person makes.
import type { Knex } from 'knex'
import type { OutState } from '../policy/message-life.ts'
import { all } from './rows.ts'

/** Moves one message that is in one of these states. messages_pkey. */
export async function moveByHand(
  trx: Knex,
  id: number,
  move: {
    readonly from: readonly OutState[]
    readonly state: OutState
    readonly reason: string | null
    readonly now: number
  },
): Promise<{ id: number; account_id: number; mail_id: number | null } | undefined> {
  const before = move.from.map((name) => `'${name}'`)
  const rows = await all<{ id: number; account_id: number; mail_id: number | null }>(
    trx,
    `update messages set state = ?, reason = ?, changed_at = ?
     where id = ? and state in (${before.join(', ')}) returning id, account_id, mail_id`,
    [move.state, move.reason, move.now, id],
  )
  return rows[0]
}

/** What an administrator held goes on; what waits for the rest of its mail does not. messages_pkey. */
export async function releaseByHand(trx: Knex, id: number, now: number): Promise<boolean> {
  const rows = await all<{ id: number }>(
    trx,
    `update messages set state = case when due_at > cast(? as bigint) then 'scheduled' else 'queued' end,
       reason = null, changed_at = ?
     where id = ? and state = 'held'
       and not exists (select 1 from mails where mails.id = messages.mail_id and mails.held = 1)
     returning id`,
    [now, now, id],
  )
  return rows.length > 0
}
