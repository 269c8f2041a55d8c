// Mails that we have to write. A row is claimed for a while by the worker that writes it; when the
// worker dies, the claim runs out and another writes the same mail with the same Message-ID.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { isPaused } from './pausing.ts'
import { all } from './rows.ts'

/**
 * sms: a message from a phone. report: what became of messages. shortened: what was cut. notice: for
 * the operator. welcome: for a new account. sign_in, password: a link to the pages.
 * answer: to a command by mail. proof: a link that proves an address.
 */
export type OutboxKind =
  | 'sms'
  | 'report'
  | 'shortened'
  | 'notice'
  | 'welcome'
  | 'sign_in'
  | 'password'
  | 'answer'
  | 'proof'

export interface OutboxRow {
  readonly id: number
  readonly kind: OutboxKind
  readonly account_id: number | null
  readonly message_id: number | null
  readonly mail_id: number | null
  readonly content: string
  /** The left side of its Message-ID. */
  readonly ref: string
  readonly attempts: number
}

/** A ref that is there already stands for the same mail: nothing happens. outbox_ref_unique. */
export async function insertOutbox(
  trx: Knex,
  row: Omit<OutboxRow, 'id' | 'attempts'> & { state: 'held' | 'queued'; now: number },
): Promise<void> {
  const { kind, account_id, message_id, mail_id, content, ref, state, now } = row
  await all(
    trx,
    `insert into outbox (kind, account_id, message_id, mail_id, content, ref, state, attempts, due_at,
       created_at, changed_at)
     values (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) on conflict (ref) do nothing`,
    [kind, account_id, message_id, mail_id, content, ref, state, now, now, now],
  )
}

/** Reports about a mail that are not due yet, for this transaction alone. outbox_reports. */
export function gatheringReport(
  trx: Knex,
  dialect: Dialect,
  mailId: number,
  now: number,
): Promise<{ id: number; content: string }[]> {
  return all(
    trx,
    `select id, content from outbox
     where mail_id = ? and kind = 'report' and state = 'queued' and due_at > ? ${dialect.skipLocked}`,
    [mailId, now],
  )
}

export async function rewriteOutbox(trx: Knex, id: number, content: string): Promise<void> {
  await trx.raw('update outbox set content = ? where id = ?', [content, id])
}

/** Claims what is due, until `until`. outbox_due. */
export function claimOutbox(
  trx: Knex,
  claim: { token: string; most: number; now: number; until: number; skipLocked: string },
): Promise<OutboxRow[]> {
  return all<OutboxRow>(
    trx,
    `update outbox set state = 'writing', claim = ?, attempts = attempts + 1, due_at = ?, changed_at = ?
     where id in (select id from outbox where state in ('queued', 'writing') and due_at <= ?
       order by due_at, id limit ${claim.most} ${claim.skipLocked})
     returning id, kind, account_id, message_id, mail_id, content, ref, attempts`,
    [claim.token, claim.until, claim.now, claim.now],
  )
}

export async function finishOutbox(
  trx: Knex,
  token: string,
  ids: readonly number[],
  now: number,
): Promise<void> {
  await trx('outbox')
    .whereIn('id', ids)
    // One that has bounced meanwhile stays so.
    .where({ claim: token, state: 'writing' })
    .update({ state: 'done', changed_at: now })
}

export async function delayOutbox(
  trx: Knex,
  token: string,
  id: number,
  dueAt: number,
  now: number,
): Promise<void> {
  await trx('outbox')
    .where({ id, claim: token, state: 'writing' })
    .update({ state: 'queued', due_at: dueAt, changed_at: now })
}

/** A mail of ours came back. Answers it the first time. outbox_pkey. */
export async function bounceOutbox(
  trx: Knex,
  id: number,
  now: number,
): Promise<OutboxRow | undefined> {
  const rows = await all<OutboxRow>(
    trx,
    `update outbox set state = 'bounced', changed_at = ? where id = ? and state <> 'bounced'
     returning id, kind, account_id, message_id, mail_id, content, ref, attempts`,
    [now, id],
  )
  return rows[0]
}

/** Lays claimed mails with SMS aside whose account is paused; answers which. */
export async function layAside(
  trx: Knex,
  claimed: readonly OutboxRow[],
  now: number,
): Promise<ReadonlySet<number>> {
  const ids = claimed.filter(({ kind }) => kind === 'sms').map(({ id }) => id)
  if (ids.length === 0) return new Set()
  const rows = await all<{ id: number }>(
    trx,
    `update outbox set state = 'waiting', changed_at = ?
     where id in (${ids.join(', ')}) and ${isPaused('outbox', '?')} returning id`,
    [now, now],
  )
  return new Set(rows.map(({ id }) => id))
}

/**
 * Drops the mails with SMS that an account does not have yet, also those that are being written: they may arrive,
 * but nobody tries them again. outbox_waiting, outbox_due.
 */
export function dropMailsOf(
  trx: Knex,
  accountId: number,
): Promise<{ message_id: number; content: string }[]> {
  return all(
    trx,
    `delete from outbox where kind = 'sms' and id in (
       select id from outbox where account_id = ? and state = 'waiting'
       union all
       select id from outbox where account_id = ? and state in ('queued', 'writing') and due_at > 0)
     returning message_id, content`,
    [accountId, accountId],
  )
}

/** Mails that waited for accounts which are paused no more are due. outbox_waiting. */
export async function queueWaitingMails(trx: Knex, now: number): Promise<void> {
  await all(
    trx,
    `update outbox set state = 'queued', due_at = ?, changed_at = ?
     where state = 'waiting' and not ${isPaused('outbox', '?')}`,
    [now, now, now],
  )
}
