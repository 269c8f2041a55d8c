// Messages from phones.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface NewIncoming {
  readonly route: string
  readonly route_reference: string
  readonly phone: string
  readonly own: string
  readonly text: string
  readonly encoding: string
  readonly parts: number
  /** Parts that never came. */
  readonly missing: number
  readonly created_at: number
}

/** Stores a message from a phone, or answers undefined when it is a repeat. messages_received. */
export async function insertIncoming(trx: Knex, message: NewIncoming): Promise<number | undefined> {
  const rows = await all<{ id: number }>(
    trx,
    `insert into messages (direction, state, route, route_reference, phone, own, text, encoding, parts, missing,
       attempts, flash, created_at, changed_at)
     values ('in', 'incoming', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)
     on conflict (route, route_reference) where direction = 'in' do nothing returning id`,
    [
      message.route,
      message.route_reference,
      message.phone,
      message.own,
      message.text,
      message.encoding,
      message.parts,
      message.missing,
      message.created_at,
      message.created_at,
    ],
  )
  return rows[0]?.id
}

/** These are nobody's again. messages_pkey. */
export async function takeBackIncoming(
  trx: Knex,
  ids: readonly number[],
): Promise<{ id: number; phone: string; own: string; text: string }[]> {
  if (ids.length === 0) return []
  const rows = await all<{ id: number; phone: string; own: string; text: string }>(
    trx,
    `update messages set account_id = null, group_id = null, conversation_id = null, mail_message_id = null
     where id in (${ids.join(', ')}) returning id, phone, own, text`,
  )
  return rows.sort((one, other) => one.id - other.id)
}

export async function giveIncomingTo(
  trx: Knex,
  id: number,
  owner: {
    account_id: number
    group_id: number
    conversation_id: number
    mail_message_id: string
    /** Without what only told whose it is. */
    text: string
  },
): Promise<void> {
  await trx('messages')
    .where({ id })
    .update({ ...owner, reason: null })
}
