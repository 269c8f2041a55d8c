// What administrators and senders ask about messages and do to them: lists, the trace of one, and the
// moves that a person makes.
import type { Dialect } from './dialect.ts'
import type { Knex } from 'knex'
import type { Bound } from '../policy/bound.ts'
import type { OutState } from '../policy/message-life.ts'
import { storable, all } from './rows.ts'

export interface DeskMessage {
  readonly id: number
  readonly direction: 'out' | 'in'
  readonly account_id: number | null
  readonly group_id: number | null
  readonly address: string | null
  readonly mail_id: number | null
  readonly conversation_id: number | null
  readonly recipient: string | null
  readonly phone: string
  readonly own: string | null
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly missing: number | null
  readonly state: string
  readonly reason: string | null
  readonly route: string | null
  readonly attempts: number
  readonly bound: Bound
  readonly flash: number
  readonly urgent: number
  readonly validity: number | null
  readonly notify: string | null
  readonly original_recipient: string | null
  readonly price: number | null
  readonly payer_id: number | null
  readonly copy_of: number | null
  readonly mail_message_id: string | null
  readonly due_at: number | null
  readonly expires_at: number | null
  readonly created_at: number
  readonly sent_at: number | null
  readonly changed_at: number
}

const columns = `m.id, m.direction, m.account_id, m.group_id, a.address, m.mail_id, m.conversation_id,
  m.recipient, m.phone, m.own, m.text, m.encoding, m.parts, m.missing, m.state, m.reason, m.route,
  m.attempts, m.bound, m.flash, m.urgent, m.validity, m.notify, m.original_recipient, m.price, m.payer_id,
  m.copy_of, m.mail_message_id, m.due_at, m.expires_at, m.created_at, m.sent_at, m.changed_at`

export interface DeskFilter {
  readonly accountId?: number
  /** With all groups below them. */
  readonly groupIds?: readonly number[]
  readonly phone?: string
  readonly states?: readonly string[]
  readonly direction?: 'out' | 'in'
  /** From phones, and nobody's. */
  readonly unowned?: boolean
  readonly since?: number
  readonly until?: number
  /** Only older ones than this: the next page. */
  readonly before?: number
}

const belowGroups = (groups: readonly number[]): string => `with recursive below (id) as (
    select id from groups where id in (${groups.map(Number).join(', ')})
    union all
    select g.id from groups g join below on g.parent_id = below.id
  ) select id from below`

/** The latest first. messages_account, messages_phone, messages_group, messages_time. */
export function deskMessages(db: Knex, filter: DeskFilter, most: number): Promise<DeskMessage[]> {
  const where: string[] = []
  const bindings: unknown[] = []
  const that = (condition: string, ...values: readonly unknown[]): void => {
    where.push(condition)
    bindings.push(...values)
  }
  const { accountId, groupIds, phone, states, direction, unowned, since, until, before } = filter
  if (accountId !== undefined) that('m.account_id = ?', accountId)
  if (groupIds !== undefined) that(`m.group_id in (${belowGroups(groupIds)})`)
  if (phone !== undefined) that('m.phone = ?', storable(phone))
  if (states !== undefined && states.length > 0)
    that(`m.state in (${states.map(() => '?').join(', ')})`, ...states)
  if (direction !== undefined) that('m.direction = ?', direction)
  if (unowned === true) that(`m.direction = 'in' and m.account_id is null`)
  if (since !== undefined) that('m.created_at >= ?', since)
  if (until !== undefined) that('m.created_at < ?', until)
  if (before !== undefined)
    that('(m.created_at, m.id) < (select created_at, id from messages where id = ?)', before)
  return all<DeskMessage>(
    db,
    `select ${columns} from messages m left join accounts a on a.id = m.account_id
     ${where.length === 0 ? '' : `where ${where.join(' and ')}`} 
     order by m.created_at desc, m.id desc limit ?`,
    [...bindings, most],
  )
}

/** messages_pkey. */
export async function deskMessage(db: Knex, id: number): Promise<DeskMessage | undefined> {
  const rows = await all<DeskMessage>(
    db,
    `select ${columns} from messages m left join accounts a on a.id = m.account_id where m.id = ?`,
    [id],
  )
  return rows[0]
}

export interface TracedMail {
  readonly envelope_from: string
  readonly message_id: string | null
  readonly subject: string
  readonly proof: string | null
  /** JSON. */
  readonly cuts: string | null
  readonly held: number
  readonly ret: string | null
  readonly envelope_id: string | null
  readonly created_at: number
}

export async function tracedMail(db: Knex, id: number): Promise<TracedMail | undefined> {
  return db<TracedMail & { id: number }>('mails').where({ id }).first()
}

export interface TracedPart {
  readonly seq: number
  readonly route: string
  readonly reference: string
  readonly gone: 'yes' | 'no' | 'unknown'
  readonly sent_at: number | null
  readonly fate: string | null
  readonly reason: string | null
  readonly reported_at: number | null
}

/** parts_pkey. */
export function tracedParts(db: Knex, messageId: number): Promise<TracedPart[]> {
  return db<TracedPart & { message_id: number }>('parts')
    .where({ message_id: messageId })
    .orderBy('seq')
    .select('seq', 'route', 'reference', 'gone', 'sent_at', 'fate', 'reason', 'reported_at')
}

export interface TracedAttempt {
  readonly at: number
  readonly route: string
  readonly outcome: string
  readonly reason: string
}

/** attempts_message. */
export function tracedAttempts(db: Knex, messageId: number): Promise<TracedAttempt[]> {
  return db<TracedAttempt & { id: number; message_id: number }>('attempts')
    .where({ message_id: messageId })
    .orderBy('id')
    .select('at', 'route', 'outcome', 'reason')
}

export interface TracedChange {
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly after: string | null
}

/** What people did to it. audit_log_subject. */
export function tracedChanges(db: Knex, subject: string): Promise<TracedChange[]> {
  return db<TracedChange & { id: number; subject: string }>('audit_log')
    .where({ subject })
    .orderBy('id')
    .select('at', 'actor', 'action', 'after')
}

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

/** What of what waits is meant; undefined is all. */
export interface WaitingWish {
  readonly groups: readonly number[] | undefined
  readonly state?: string | undefined
  readonly route?: string | undefined
  readonly accountId?: number | undefined
}

/** What waits or is under way, what ends first first. messages_expiring, messages_under_way. */
export function waitingMessages(
  db: Knex,
  dialect: Dialect,
  wish: WaitingWish,
  most: number,
): Promise<DeskMessage[]> {
  const ids = idsWaiting(dialect, wish, most)
  return all<DeskMessage>(
    db,
    `select ${columns} from messages m left join accounts a on a.id = m.account_id
     where m.id in (${ids.sql}) order by m.expires_at, m.id limit ${most}`,
    ids.bindings,
  )
}

/** The same, only the ids. */
export async function waitingIds(
  db: Knex,
  dialect: Dialect,
  wish: WaitingWish,
  most: number,
): Promise<number[]> {
  const { sql, bindings } = idsWaiting(dialect, wish, most)
  const rows = await all<{ id: number }>(db, `select id from (${sql}) w limit ${most}`, bindings)
  return rows.map(({ id }) => id)
}

function idsWaiting(
  dialect: Dialect,
  { groups, state, route, accountId }: WaitingWish,
  most: number,
): { sql: string; bindings: (string | number)[] } {
  const terms: string[] = []
  const bindings: (string | number)[] = []
  const that = (sql: string, value: string | number): void => {
    terms.push(`and ${sql}`)
    bindings.push(value)
  }
  if (groups !== undefined)
    that(
      `group_id in (select v from ${dialect.rows({ v: 'bigint' })})`,
      JSON.stringify(groups.map((v) => ({ v }))),
    )
  if (state !== undefined) that('state = ?', state)
  if (route !== undefined) that('route = ?', route)
  if (accountId !== undefined) that('account_id = ?', accountId)
  const ids = (states: string): string =>
    `select id from (select id from messages where ${states} ${terms.join(' ')}
       order by expires_at limit ${most}) w`
  return {
    sql: `${ids("state in ('held', 'queued', 'scheduled')")}
       union all ${ids("state in ('sending', 'uncertain')")}`,
    bindings: [...bindings, ...bindings],
  }
}
