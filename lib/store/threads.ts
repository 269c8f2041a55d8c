// The conversations of an account as its pages show them.
import type { Knex } from 'knex'
import { phonePart } from '../sms/phone-part.ts'
import { all, literally } from './rows.ts'

export interface ThreadRow {
  readonly id: number
  readonly phone: string
  /** What the account calls the phone. */
  readonly name: string | null
  /** When something was last said, by either side. */
  readonly at: number
  readonly unread: number
  /** The last text, whoever wrote it. */
  readonly text: string
  readonly direction: 'out' | 'in'
}

const lastAt = `case when coalesce(c.last_in_at, 0) > coalesce(c.last_out_at, 0)
  then c.last_in_at else coalesce(c.last_out_at, c.created_at) end`

/** A place among conversations: what comes after it was said before. */
export interface ThreadPlace {
  readonly at: number
  readonly id: number
}

/** The latest first. conversations_account_id_phone_key, messages_conversation, contacts_phone. */
export function threadsOf(
  db: Knex,
  accountId: number,
  {
    search,
    after,
    most,
  }: {
    readonly search: string
    readonly after?: ThreadPlace | undefined
    readonly most: number
  },
): Promise<ThreadRow[]> {
  const containing = (text: string): string => `%${literally(text.toLowerCase())}%`
  const like = containing(search)
  const found =
    search === ''
      ? ''
      : `and (lower(c.phone) like ? escape '\\'
           or exists (select 1 from contacts k where k.phone = c.phone and k.account_id = c.account_id
             and k.key like ? escape '\\')
           or exists (select 1 from messages m
             where m.conversation_id = c.id and lower(m.text) like ? escape '\\'))`
  const behind = after === undefined ? '' : 'where (t.at, t.id) < (?, ?)'
  return all<ThreadRow>(
    db,
    `select s.*, (select k.name from contacts k where k.phone = s.phone and k.account_id = ?
       order by k.key limit 1) as name from (
       select t.id, t.phone, t.at, t.unread, m.text, m.direction from (
         select c.id, c.phone, ${lastAt} as at,
           case when coalesce(c.last_in_at, 0) > c.read_at then 1 else 0 end as unread,
           (select max(m.id) from messages m where m.conversation_id = c.id) as last_id
         from conversations c where c.account_id = ? ${found}
       ) t join messages m on m.id = t.last_id ${behind} order by t.at desc, t.id desc limit ${most}
     ) s order by s.at desc, s.id desc`,
    [
      ...[accountId, accountId],
      ...(search === '' ? [] : [containing(phonePart(search) ?? search), like, like]),
      ...(after === undefined ? [] : [after.at, after.id]),
    ],
  )
}

export interface ThreadMessage {
  readonly id: number
  readonly direction: 'out' | 'in'
  readonly text: string
  readonly parts: number
  readonly encoding: 'gsm7' | 'ucs2'
  readonly state: string
  readonly reason: string | null
  readonly created_at: number
  /** When it is to go out, or go out again. */
  readonly due_at: number | null
}

/** The latest ones of a conversation, or those before a message, oldest first. conversations_account_id_phone_key, messages_conversation. */
export async function messagesWith(
  db: Knex,
  accountId: number,
  phone: string,
  { before, most }: { readonly before?: number | undefined; readonly most: number },
): Promise<ThreadMessage[]> {
  const rows = await all<ThreadMessage>(
    db,
    `select m.id, m.direction, m.text, m.parts, m.encoding, m.state, m.reason, m.created_at,
       m.due_at
     from conversations c join messages m on m.conversation_id = c.id
     where c.account_id = ? and c.phone = ? ${before === undefined ? '' : 'and m.id < ?'}
     order by m.id desc limit ${most}`,
    [accountId, phone, ...(before === undefined ? [] : [before])],
  )
  return rows.reverse()
}

/** False when it was read before. */
export async function markRead(
  db: Knex,
  accountId: number,
  phone: string,
  now: number,
): Promise<boolean> {
  const marked = await db('conversations')
    .where({ account_id: accountId, phone })
    .whereRaw('coalesce(last_in_at, 0) > read_at')
    .update({ read_at: now })
  return marked > 0
}
