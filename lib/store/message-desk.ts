// The messages that administrators and senders see: by what they are, and what waits.
import type { Dialect } from './dialect.ts'
import type { Knex } from 'knex'
import type { Bound } from '../policy/bound.ts'
import { isAnswer } from '../policy/message-reason.ts'
import type { MessageRow } from './messages.ts'
import { underWay, waiting } from './queued-message.ts'
import { storable, all } from './rows.ts'

export interface DeskMessage extends MessageRow {
  readonly group_id: number | null
  readonly address: string | null
  readonly bound: Bound
  readonly flash: number
  readonly urgent: number
  readonly validity: number | null
  readonly notify: string | null
  readonly price: number | null
  readonly payer_id: number | null
  readonly copy_of: number | null
  readonly due_at: number | null
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
  /** From phones, and nobody's; not what only answered our question, whom a phone means. */
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
  if (unowned === true)
    that(`m.direction = 'in' and m.account_id is null and coalesce(m.reason, '') <> '${isAnswer}'`)
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
    sql: `${ids(waiting)}
       union all ${ids(underWay)}`,
    bindings: [...bindings, ...bindings],
  }
}
