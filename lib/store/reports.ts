// What became of parts, and of the messages they make up. Set-based, as reports come in crowds.
import type { Knex } from 'knex'
import { statesBefore, type OutState } from '../policy/message-life.ts'
import type { Dialect } from './dialect.ts'
import { all, insertRows, rowsBinding } from './rows.ts'

export type Fate = 'buffered' | 'delivered' | 'undelivered' | 'expired'

export interface StoredReport {
  readonly route: string
  readonly reference: string
  readonly fate: Fate
  readonly reason: string | null
  readonly at: number
}

const reportColumns = {
  route: 'text',
  reference: 'text',
  fate: 'text',
  reason: 'text',
  at: 'bigint',
} as const

/**
 * The latest message for each reference, as references come round again. References that no part has
 * are missing from the answer. parts_reference.
 */
export async function messagesOfReferences(
  trx: Knex,
  dialect: Dialect,
  reports: readonly StoredReport[],
): Promise<Map<string, number>> {
  const rows = await all<{ reference: string; message_id: number }>(
    trx,
    `select r.route || ' ' || r.reference as reference, max(p.message_id) as message_id
     from ${dialect.rows({ route: 'text', reference: 'text' })}
     join parts p on p.route = r.route and p.reference = r.reference group by r.route, r.reference`,
    [rowsBinding(reports)],
  )
  return new Map(rows.map((row) => [row.reference, row.message_id]))
}

/** Writes fates, unless a part has a final one already. parts_reference. */
export async function writeFates(
  trx: Knex,
  dialect: Dialect,
  reports: readonly (StoredReport & { message_id: number })[],
): Promise<void> {
  await trx.raw(
    `update parts set fate = r.fate, reason = r.reason, reported_at = r.at
     from ${dialect.rows({ ...reportColumns, message_id: 'bigint' })}
     where parts.route = r.route and parts.reference = r.reference and parts.message_id = r.message_id
       and (parts.fate is null or parts.fate = 'buffered')`,
    [rowsBinding(reports)],
  )
}

/** The fates of all parts of these messages. parts_pkey. */
export function fatesOf(
  trx: Knex,
  dialect: Dialect,
  messages: readonly number[],
): Promise<{ message_id: number; fate: Fate | null; reason: string | null }[]> {
  return all(
    trx,
    `select p.message_id, p.fate, p.reason from ${dialect.rows({ id: 'bigint' })}
     join parts p on p.message_id = r.id order by p.message_id, p.seq`,
    [JSON.stringify(messages.map((id) => ({ id })))],
  )
}

export interface MovedMessage {
  readonly id: number
  readonly account_id: number
  readonly mail_id: number | null
}

/** Moves messages on to `state` where their life allows it; answers those that moved. */
export function moveMessages(
  trx: Knex,
  dialect: Dialect,
  state: OutState,
  messages: readonly { id: number; reason: string | null }[],
  now: number,
): Promise<MovedMessage[]> {
  const before = statesBefore(state).map((name) => `'${name}'`)
  return all<MovedMessage>(
    trx,
    `update messages set state = ?, reason = r.reason, changed_at = ?
     from ${dialect.rows({ id: 'bigint', reason: 'text' })}
     where messages.id = r.id and messages.state in (${before.join(', ')})
     returning messages.id, messages.account_id, messages.mail_id`,
    [state, now, rowsBinding(messages)],
  )
}

export async function keepEarlyReports(
  trx: Knex,
  dialect: Dialect,
  reports: readonly StoredReport[],
): Promise<void> {
  await insertRows(trx, dialect, 'early_reports', reportColumns, reports)
}

/** Takes the reports that were waiting for these references. early_reports_reference. */
export function takeEarlyReports(
  trx: Knex,
  dialect: Dialect,
  references: readonly { route: string; reference: string }[],
): Promise<StoredReport[]> {
  return all<StoredReport>(
    trx,
    `delete from early_reports where id in (
       select e.id from ${dialect.rows({ route: 'text', reference: 'text' })}
       join early_reports e on e.route = r.route and e.reference = r.reference)
     returning route, reference, fate, reason, at`,
    [rowsBinding(references)],
  )
}

/** Reports for which no message turned up. */
export function forgetEarlyReports(trx: Knex, before: number): Promise<number> {
  return trx('early_reports').where('at', '<', before).delete()
}
