// What waits of accounts that are paused, or that came by a key that is paused or has ended.
import type { Knex } from 'knex'
import { accountPaused } from '../policy/message-reason.ts'
import { waiting } from './queued-message.ts'
import { all } from './rows.ts'

/**
 * Whether the account of a row of `table` is paused; one that was removed is for ever. `now` is milliseconds
 * since 1970, or a place for it. accounts_pkey, keys_pkey.
 */
export function isPaused(table: string, now: string): string {
  return `exists (
  select 1 from accounts a left join keys k on k.id = a.key_id where a.id = ${table}.account_id
  and (a.active = 0 or k.active = 0 or k.expires_at <= ${now}))`
}

/**
 * Messages that wait, or those of a mail, are held while their account is paused, not when it was removed.
 * messages_expiring, messages_mail.
 */
export async function holdPaused(trx: Knex, now: number, mailId?: number): Promise<void> {
  await all(
    trx,
    `update messages set state = 'held', reason = '${accountPaused}', changed_at = ?
     where ${waiting} and state <> 'held' and ${isPaused('messages', '?')}
       and exists (select 1 from accounts where id = messages.account_id and removed_at is null)
       ${mailId === undefined ? '' : 'and mail_id = ?'}`,
    mailId === undefined ? [now, now] : [now, now, mailId],
  )
}

/** What was held so goes on where the account is paused no more. messages_expiring. */
export async function releaseResumed(trx: Knex, now: number): Promise<void> {
  await all(
    trx,
    `update messages set state = case when due_at > cast(? as bigint) then 'scheduled' else 'queued' end,
       reason = null, changed_at = ?
     where ${waiting} and state = 'held' and reason = '${accountPaused}'
       and not ${isPaused('messages', '?')}`,
    [now, now, now],
  )
}
