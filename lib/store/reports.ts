// What became of parts, and of the messages they make up.
import type { Knex } from 'knex'
import { statesBefore, type OutState } from '../policy/message-life.ts'
import { all } from './rows.ts'

export interface StoredReport {
  readonly route: string
  readonly reference: string
  readonly fate: 'buffered' | 'delivered' | 'undelivered' | 'expired'
  readonly reason: string | null
  readonly at: number
}

/**
 * The latest part with this reference learns its fate, unless it has a final one. Answers the message,
 * or undefined when no part has the reference. parts_reference.
 */
export async function reportPart(trx: Knex, report: StoredReport): Promise<number | undefined> {
  const [part] = await all<{ message_id: number; seq: number }>(
    trx,
    `select message_id, seq from parts where route = ? and reference = ? order by message_id desc limit 1`,
    [report.route, report.reference],
  )
  if (part === undefined) return undefined
  await trx.raw(
    `update parts set fate = ?, reason = ?, reported_at = ?
     where message_id = ? and seq = ? and (fate is null or fate = 'buffered')`,
    [report.fate, report.reason, report.at, part.message_id, part.seq],
  )
  return part.message_id
}

/** parts_pkey. */
export function partFates(
  trx: Knex,
  messageId: number,
): Promise<{ fate: StoredReport['fate'] | null; reason: string | null }[]> {
  return all(trx, 'select fate, reason from parts where message_id = ? order by seq', [messageId])
}

/** Moves a message on, if it may; answers it when it moved. */
export async function moveMessage(
  trx: Knex,
  id: number,
  state: OutState,
  reason: string | null,
  now: number,
): Promise<{ id: number; account_id: number; mail_id: number | null } | undefined> {
  const before = statesBefore(state)
  const rows = await all<{ id: number; account_id: number; mail_id: number | null }>(
    trx,
    `update messages set state = ?, reason = ?, changed_at = ?
     where id = ? and state in (${before.map(() => '?').join(', ')}) returning id, account_id, mail_id`,
    [state, reason, now, id, ...before],
  )
  return rows[0]
}

export async function keepEarlyReport(trx: Knex, report: StoredReport): Promise<void> {
  await trx('early_reports').insert(report)
}

/** Takes the reports that were waiting for these references. early_reports_reference. */
export function takeEarlyReports(
  trx: Knex,
  route: string,
  references: readonly string[],
): Promise<StoredReport[]> {
  if (references.length === 0) return Promise.resolve([])
  return trx('early_reports')
    .where({ route })
    .whereIn('reference', references)
    .delete()
    .returning<StoredReport[]>(['route', 'reference', 'fate', 'reason', 'at'])
}

/** Reports for which no message turned up. */
export function forgetEarlyReports(trx: Knex, before: number): Promise<number> {
  return trx('early_reports').where('at', '<', before).delete()
}
