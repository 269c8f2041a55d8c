// Reading messages and mails.
import type { Knex } from 'knex'
import { sentText } from './queued-message.ts'
import { all } from './rows.ts'

export interface MessageRow {
  readonly id: number
  readonly direction: 'out' | 'in'
  readonly account_id: number | null
  readonly conversation_id: number | null
  readonly mail_id: number | null
  readonly mail_message_id: string | null
  readonly recipient: string | null
  /** RFC 3461 4.2, decoded. */
  readonly original_recipient: string | null
  readonly phone: string
  readonly own: string | null
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  /** Of a message from a phone: parts that never came. */
  readonly missing: number | null
  readonly state: string
  readonly reason: string | null
  readonly route: string | null
  readonly attempts: number
  readonly expires_at: number | null
  readonly created_at: number
  readonly sent_at: number | null
  readonly changed_at: number
}

const columns = columnsWith('text')

function columnsWith(text: string): string {
  return `id, direction, account_id, conversation_id, mail_id, mail_message_id, recipient,
  original_recipient, phone, own,
  ${text}, encoding, parts, missing, state, reason, route, attempts, expires_at, created_at, sent_at, changed_at`
}

export async function messageById(db: Knex, id: number): Promise<MessageRow | undefined> {
  return (await all<MessageRow>(db, `select ${columns} from messages where id = ?`, [id]))[0]
}

export function messagesByIds(db: Knex, ids: readonly number[]): Promise<MessageRow[]> {
  return all<MessageRow>(
    db,
    `select ${columns} from messages where id in (${ids.map(Number).join(', ')}) order by id`,
  )
}

/** Those that were not refused. messages_mail. */
export async function countMessagesOfMail(db: Knex, mailId: number): Promise<number> {
  const [row] = await all<{ count: number }>(
    db,
    `select count(*) as count from messages where mail_id = ? and state <> 'refused'`,
    [mailId],
  )
  return row?.count ?? 0
}

/** What was to be sent, as far as any phone was to get it. messages_mail. */
export async function textOfMail(db: Knex, mailId: number): Promise<string | undefined> {
  const rows = await all<{ text: string }>(
    db,
    'select text from messages where mail_id = ? order by id limit 1',
    [mailId],
  )
  return rows[0]?.text
}

export interface MailRow {
  readonly id: number
  readonly ref: string
  readonly account_id: number
  readonly envelope_from: string
  readonly message_id: string | null
  readonly subject: string
  readonly headers: string
  readonly ret: string | null
  readonly envelope_id: string | null
  readonly created_at: number
}

export function mailById(db: Knex, id: number): Promise<MailRow | undefined> {
  return db<MailRow>('mails').where({ id }).first()
}

/** The latest messages of a route, oldest first: what its phones got and what they wrote. messages_pkey. */
export async function latestOfRoutes(
  db: Knex,
  routes: readonly string[],
  most: number,
): Promise<MessageRow[]> {
  if (routes.length === 0) return []
  const rows = await all<MessageRow>(
    db,
    `select ${columnsWith(sentText)} from messages
     where route in (${routes.map(() => '?').join(', ')})
       and state in ('sent', 'buffered', 'delivered', 'incoming')
     order by id desc limit ${most}`,
    [...routes],
  )
  return rows.reverse()
}

/** The latest first. messages_account. */
export function latestOfAccount(db: Knex, accountId: number, most: number): Promise<MessageRow[]> {
  return all<MessageRow>(
    db,
    `select ${columns} from messages where account_id = ? order by created_at desc, id desc limit ${most}`,
    [accountId],
  )
}
