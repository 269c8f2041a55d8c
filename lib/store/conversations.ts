// A conversation: the pair of an account and a phone, with the TAG that stands in its reply address.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all, insertRows } from './rows.ts'

export interface Conversation {
  readonly id: number
  readonly account_id: number
  readonly phone: string
  readonly tag: string
  /** The SMS domain it was last written to in, '' before the first mail. */
  readonly domain: string
  /** The pool number that stands for the account, if it has none of its own. */
  readonly own: string | null
  readonly key_id: number | null
  readonly last_out_at: number | null
  /** The number of ours that the phone wrote to last. */
  readonly last_in_own: string | null
}

const columns = 'id, account_id, phone, tag, domain, own, key_id, last_out_at, last_in_own'

const written = {
  account_id: 'bigint',
  phone: 'text',
  tag: 'text',
  domain: 'text',
  own: 'text',
  key_id: 'bigint',
  last_out_at: 'bigint',
  last_out_own: 'text',
  created_at: 'bigint',
} as const

export interface NewConversation extends Omit<Conversation, 'id' | 'last_in_own'> {
  readonly last_out_at: number
  /** Null where it is the pool number or left to the route. */
  readonly last_out_own: string | null
  readonly created_at: number
}

/**
 * Makes what is missing and notes what was written when; `tag` and `own` count only for new ones, and where
 * `domain` is '' they keep theirs.
 * No pair may stand twice in `rows`, which must be in one order everywhere, lest transactions meet.
 */
export function writeConversations(
  trx: Knex,
  dialect: Dialect,
  rows: readonly NewConversation[],
): Promise<Conversation[]> {
  return insertRows<typeof written, Conversation>(
    trx,
    dialect,
    'conversations',
    written,
    rows,
    `on conflict (account_id, phone) do update set
       domain = coalesce(nullif(excluded.domain, ''), conversations.domain),
       key_id = excluded.key_id,
       own = coalesce(conversations.own, excluded.own),
       last_out_at = excluded.last_out_at,
       last_out_own = excluded.last_out_own
     returning ${columns}`,
  )
}

/** conversations_account_id_phone_key. For a message from a phone: nothing of the mail side changes. */
export async function meetConversation(
  trx: Knex,
  row: {
    account_id: number
    phone: string
    tag: string
    /** The number that the phone wrote to. */
    to: string
    at: number
  },
): Promise<Conversation> {
  const rows = await all<Conversation>(
    trx,
    `insert into conversations
       (account_id, phone, tag, domain, last_in_own, last_in_at, created_at)
     values (?, ?, ?, '', (select number from numbers where number = ?), ?, ?)
     on conflict (account_id, phone) do update set
       last_in_own = excluded.last_in_own, last_in_at = excluded.last_in_at
     returning ${columns}`,
    [row.account_id, row.phone, row.tag, row.to, row.at, row.at],
  )
  if (rows[0] === undefined) throw new Error('the database answered no conversation')
  return rows[0]
}

/** From here on the pool number that the phone wrote to last stands for these. conversations_pkey. */
export async function standOn(trx: Knex, dialect: Dialect, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await all(
    trx,
    `update conversations set own = last_in_own
     where id in (select id from ${dialect.rows({ id: 'bigint' })})`,
    [JSON.stringify(ids.map((id) => ({ id })))],
  )
}

/** conversations_tag_unique. */
export async function findConversationByTag(
  db: Knex,
  tag: string,
): Promise<Conversation | undefined> {
  return (
    await all<Conversation>(db, `select ${columns} from conversations where tag = ?`, [tag])
  )[0]
}

export async function conversationById(db: Knex, id: number): Promise<Conversation | undefined> {
  return (await all<Conversation>(db, `select ${columns} from conversations where id = ?`, [id]))[0]
}

/** conversations_account_id_phone_key. */
export async function conversationOf(
  db: Knex,
  accountId: number,
  phone: string,
): Promise<Conversation | undefined> {
  const of = 'account_id = ? and phone = ?'
  return (
    await all<Conversation>(db, `select ${columns} from conversations where ${of}`, [
      accountId,
      phone,
    ])
  )[0]
}

export interface Writer {
  readonly account_id: number
  readonly group_id: number
  readonly removed_at: number | null
  /** The pool number that stands for it. */
  readonly own: string | null
  readonly last_out_at: number
  /** The number that it wrote from then; null where it left that to the route. */
  readonly last_out_own: string | null
}

/** Which accounts have written to a phone, removed ones, too, the latest first. conversations_phone. */
export function writersTo(db: Knex, phone: string): Promise<Writer[]> {
  return all<Writer>(
    db,
    `select c.account_id, a.group_id, a.removed_at, c.own, c.last_out_at,
       coalesce(c.last_out_own, c.own) as last_out_own
     from conversations c join accounts a on a.id = c.account_id
     where c.phone = ? and c.last_out_at is not null order by c.last_out_at desc, c.id desc`,
    [phone],
  )
}

/** Whether a pool number stands for any of them. conversations_own. */
export async function standsForConversation(db: Knex, own: string): Promise<boolean> {
  return (await all(db, 'select 1 from conversations where own = ? limit 1', [own])).length > 0
}

/** Message-IDs of the mails of a conversation: its first one and the latest, oldest first. */
export async function threadOf(
  db: Knex,
  conversationId: number,
  beforeMessage: number,
): Promise<string[]> {
  const rows = await all<{ id: number; mail_message_id: string }>(
    db,
    `select id, mail_message_id from (
       select id, mail_message_id from messages
       where conversation_id = ? and mail_message_id is not null and id < ? order by id limit 1) first
     union
     select id, mail_message_id from (
       select id, mail_message_id from messages
       where conversation_id = ? and mail_message_id is not null and id < ? order by id desc limit 12) latest
     order by id`,
    [conversationId, beforeMessage, conversationId, beforeMessage],
  )
  return [...new Set(rows.map((row) => row.mail_message_id))]
}
