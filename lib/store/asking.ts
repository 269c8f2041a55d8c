// Messages of which their route must be asked what became of them.
import type { Knex } from 'knex'
import { inDoubt } from '../policy/bound.ts'
import type { Dialect } from './dialect.ts'
import { queuedColumns, type QueuedMessage } from './queued-message.ts'
import { all, rowsBinding } from './rows.ts'
import { digestMark } from './stored-reference.ts'

export type AskedMessage = QueuedMessage & {
  readonly state: string
  readonly handed_at: number
}

/** Those whose time has come, the longest overdue first. messages_asking. */
export function dueForAsking(
  db: Knex,
  route: string,
  now: number,
  most: number,
): Promise<AskedMessage[]> {
  return all(
    db,
    `select ${queuedColumns}, state, coalesce(handed_at, changed_at) as handed_at from messages
     where route = ? and ask_at is not null and ask_at <= ? order by ask_at limit ?`,
    [route, now, most],
  )
}

/** When they are asked for again, null for never; `token` settles what the answer says. messages_pkey. */
export async function askAgain(
  trx: Knex,
  dialect: Dialect,
  token: string,
  rows: readonly { readonly id: number; readonly ask_at: number | null }[],
): Promise<void> {
  await trx.raw(
    `update messages set ask_at = r.ask_at,
       claim = case when messages.state = 'uncertain' then ? else messages.claim end
     from ${dialect.rows({ id: 'bigint', ask_at: 'bigint' })}
     where messages.id = r.id and messages.state <> 'sending'`,
    [token, JSON.stringify(rows)],
  )
}

/** The references under which parts of messages went out, where their fate is open, as the other side knows them. parts_pkey. */
export async function openReferences(
  db: Knex,
  dialect: Dialect,
  messages: readonly number[],
): Promise<string[]> {
  const rows = await all<{ reference: string }>(
    db,
    `select p.reference from ${dialect.rows({ id: 'bigint' })} join parts p on p.message_id = r.id
     where p.gone = 'yes' and p.reference <> '' and p.reference not like '${digestMark}%'
       and (p.fate is null or p.fate = 'buffered')`,
    [JSON.stringify(messages.map((id) => ({ id })))],
  )
  return rows.map(({ reference }) => reference)
}

/** Handed on so near to each other, messages may be taken for one another. */
const about = 600_000

export interface Look {
  readonly id: number
  readonly createdAt: number
  readonly phone: string
  readonly text: string
  readonly at: number
}

/**
 * Other messages with the text of these, to their phones, handed on to `route` about then: under which references
 * they went out, null of those of which nobody knows it. messages_phone, parts_pkey.
 */
export function lookalikes(
  db: Knex,
  dialect: Dialect,
  route: string,
  looks: readonly Look[],
): Promise<{ readonly id: number; readonly reference: string | null }[]> {
  return all(
    db,
    `select r.id, p.reference from ${dialect.rows({ id: 'bigint', phone: 'text', text: 'text', at: 'bigint' })}
     join messages m on m.phone = r.phone and m.id <> r.id and m.text = r.text and m.route = ?
       and m.direction = 'out' and m.handed_at between r.at - ${about} and r.at + ${about}
     left join parts p on p.message_id = m.id and p.gone = 'yes'
     where p.reference is not null or m.state = 'sending' or m.bound = ${inDoubt}`,
    [rowsBinding(looks), route],
  )
}
