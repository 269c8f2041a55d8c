// What became of parts, and of the messages they make up. Set-based, as reports come in crowds.
import type { Knex } from 'knex'
import { statesBefore, type OutState } from '../policy/message-life.ts'
import type { Dialect } from './dialect.ts'
import { underWay } from './queued-message.ts'
import { all, insertRows, rowsBinding } from './rows.ts'

export type Fate = 'buffered' | 'delivered' | 'undelivered' | 'expired'

export interface StoredReport {
  readonly route: string
  readonly reference: string
  readonly fate: Fate
  readonly reason: string | null
  readonly at: number
  /** What tells the message where the reference does not; the phone in whatever spelling. */
  readonly phone: string | null
  readonly taken_at: number | null
  /** The message, where the other side gives our id back. */
  readonly own_id: number | null
  /** 1: of the whole message, not of one of its parts. */
  readonly whole: number
}

const reportColumns = {
  route: 'text',
  reference: 'text',
  fate: 'text',
  reason: 'text',
  at: 'bigint',
  phone: 'text',
  taken_at: 'bigint',
  own_id: 'bigint',
  whole: 'int',
} as const

export interface PartOfReference {
  readonly route: string
  readonly reference: string
  readonly message_id: number
  readonly sent_at: number | null
}

/** The parts that these reports may be about; references come round again. parts_reference. */
export function partsOfReferences(
  trx: Knex,
  dialect: Dialect,
  reports: readonly StoredReport[],
): Promise<PartOfReference[]> {
  return all(
    trx,
    `select distinct p.route, p.reference, p.message_id, p.sent_at
     from ${dialect.rows({ route: 'text', reference: 'text' })}
     join parts p on p.route = r.route and p.reference = r.reference`,
    [rowsBinding(reports)],
  )
}

export interface UncertainMessage {
  readonly id: number
  readonly phone: string
  readonly handed_at: number
}

/** Messages of a route whose fate is unknown. messages_under_way. */
export function uncertainMessages(trx: Knex, route: string): Promise<UncertainMessage[]> {
  return all(
    trx,
    `select id, phone, handed_at from messages
     where route = ? and ${underWay} and state = 'uncertain' and handed_at is not null order by id desc limit 1000`,
    [route],
  )
}

/** The part of a message whose fate was unknown has gone out after all, under this reference. parts_pkey. */
export async function nameUncertainPart(
  trx: Knex,
  part: { message_id: number; route: string; reference: string; sent_at: number },
): Promise<void> {
  const named = await all(
    trx,
    `update parts set reference = ?, gone = 'yes', sent_at = ?
     where message_id = ? and gone = 'unknown' returning seq`,
    [part.reference, part.sent_at, part.message_id],
  )
  if (named.length > 0) return
  await all(
    trx,
    `insert into parts (message_id, seq, route, reference, gone, sent_at)
     select ?, coalesce(max(seq), 0) + 1, ?, ?, 'yes', cast(? as bigint) from parts where message_id = ?`,
    [part.message_id, part.route, part.reference, part.sent_at, part.message_id],
  )
}

/** Writes fates, unless a part has a final one already. parts_reference. */
export async function writeFates(
  trx: Knex,
  dialect: Dialect,
  reports: readonly (StoredReport & { message_id: number })[],
): Promise<void> {
  await all(
    trx,
    `update parts set fate = r.fate, reason = r.reason, reported_at = r.at
     from ${dialect.rows({ ...reportColumns, message_id: 'bigint' })}
     where parts.route = r.route and parts.reference = r.reference and parts.message_id = r.message_id
       and (parts.fate is null or parts.fate = 'buffered')`,
    [rowsBinding(reports)],
  )
}

export interface PartFate {
  readonly message_id: number
  readonly fate: Fate | null
  readonly reason: string | null
  readonly gone: 'yes' | 'no' | 'unknown'
  /** Of the message. */
  readonly state: OutState
  readonly parts: number
}

/** The fates of all parts of these messages. parts_pkey. */
export function fatesOf(
  trx: Knex,
  dialect: Dialect,
  messages: readonly number[],
): Promise<PartFate[]> {
  return all(
    trx,
    `select p.message_id, p.fate, p.reason, p.gone, m.state, m.parts
     from ${dialect.rows({ id: 'bigint' })}
     join parts p on p.message_id = r.id join messages m on m.id = p.message_id
     order by p.message_id, p.seq`,
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
export async function takeEarlyReports(
  trx: Knex,
  dialect: Dialect,
  references: readonly { route: string; reference: string }[],
): Promise<StoredReport[]> {
  if (references.length === 0) return []
  return all<StoredReport>(
    trx,
    `delete from early_reports where id in (
       select e.id from ${dialect.rows({ route: 'text', reference: 'text' })}
       join early_reports e on e.route = r.route and e.reference = r.reference)
     returning route, reference, fate, reason, at, phone, taken_at, own_id, whole`,
    [rowsBinding(references)],
  )
}

/** Takes the reports of a route that tell their message without a reference. early_reports_reference. */
export function takeEarlyReportsByMessage(trx: Knex, route: string): Promise<StoredReport[]> {
  return all<StoredReport>(
    trx,
    `delete from early_reports where route = ? and (phone is not null or own_id is not null)
     returning route, reference, fate, reason, at, phone, taken_at, own_id, whole`,
    [route],
  )
}

/** Reports for which no message turned up. */
export function forgetEarlyReports(trx: Knex, before: number): Promise<number> {
  return trx('early_reports').where('at', '<', before).delete()
}

/** What the senders of messages want to hear. messages_pkey. */
export async function wishesOf(
  trx: Knex,
  messages: readonly number[],
): Promise<Map<number, string | null>> {
  const rows = await all<{ id: number; notify: string | null }>(
    trx,
    `select id, notify from messages where id in (${messages.map(Number).join(', ')})`,
  )
  return new Map(rows.map(({ id, notify }) => [id, notify]))
}

/**
 * Their senders hear at `at` that no more is known, unless a report comes before; null where they hear it
 * now, and no time stays that was set for a delay. messages_pkey.
 */
export async function tellLater(
  trx: Knex,
  messages: readonly number[],
  at: number | null,
): Promise<void> {
  await trx('messages')
    .whereIn('id', [...messages])
    .update({ tell_at: at })
}

/**
 * The network keeps them for their phones: their senders hear of that when they have waited so long since they
 * were due. Those that had when the route got them were told of by then. messages_pkey.
 */
export async function tellOfDelay(
  trx: Knex,
  messages: readonly number[],
  delayAfter: number,
): Promise<void> {
  await trx('messages')
    .whereIn('id', [...messages])
    .whereRaw('handed_at < due_at + ?', [delayAfter])
    .update({ tell_at: trx.raw('due_at + ?', [delayAfter]) })
}

export interface UntoldMessage extends MovedMessage {
  readonly state: OutState
  readonly notify: string | null
}

/**
 * Messages of which their senders are to hear now; each is answered once. What is held is no late one: nobody
 * tries to send it. messages_telling.
 */
export function takeUntold(
  trx: Knex,
  dialect: Dialect,
  now: number,
  most: number,
): Promise<UntoldMessage[]> {
  return all(
    trx,
    `update messages set tell_at = null where id in (
       select id from messages where tell_at is not null and tell_at <= ?
         and state in ('queued', 'scheduled', 'sent', 'buffered')
       order by tell_at limit ? ${dialect.skipLocked})
     returning id, account_id, mail_id, state, notify`,
    [now, most],
  )
}
