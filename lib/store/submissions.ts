// What the intake of mails writes: mails and messages. Set-based: the same few statements
// for one mail or for all that arrived together.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { guardDigest, guardFor } from '../policy/fingerprint.ts'
import { byDigest, forgetDigests, takeFingerprints } from './fingerprints.ts'
import { giveBack, type Unsent } from './give-back.ts'
import { holdPaused } from './pausing.ts'
import { all, insertLastRows, insertRows } from './rows.ts'

const mailColumns = {
  ref: 'text',
  account_id: 'bigint',
  held: 'int',
  envelope_from: 'text',
  message_id: 'text',
  subject: 'text',
  headers: 'text',
  ret: 'text',
  envelope_id: 'text',
  cuts: 'text',
  proof: 'text',
  created_at: 'bigint',
} as const

export interface NewMail {
  readonly ref: string
  readonly account_id: number
  readonly held: number
  readonly envelope_from: string
  readonly message_id: string | null
  readonly subject: string
  /** The header block that a report may show again, keys masked. */
  readonly headers: string
  /** RFC 3461 4.3: FULL or HDRS, where the client said it. */
  readonly ret: string | null
  /** RFC 3461 4.4, decoded. */
  readonly envelope_id: string | null
  /** What of its text was not sent and why, as JSON: what a trace shows. */
  readonly cuts: string | null
  /** What proved the sender. */
  readonly proof: string | null
  readonly created_at: number
}

export function insertMails(
  trx: Knex,
  dialect: Dialect,
  mails: readonly NewMail[],
): Promise<{ id: number; ref: string }[]> {
  return insertRows<typeof mailColumns, { id: number; ref: string }>(
    trx,
    dialect,
    'mails',
    mailColumns,
    mails,
    'returning id, ref',
  )
}

const messageColumns = {
  direction: 'text',
  account_id: 'bigint',
  group_id: 'bigint',
  conversation_id: 'bigint',
  mail_id: 'bigint',
  mail_message_id: 'text',
  recipient: 'text',
  phone: 'text',
  own: 'text',
  text: 'text',
  encoding: 'text',
  parts: 'int',
  state: 'text',
  reason: 'text',
  route: 'text',
  due_at: 'bigint',
  expires_at: 'bigint',
  attempts: 'int',
  flash: 'int',
  validity: 'bigint',
  urgent: 'int',
  notify: 'text',
  original_recipient: 'text',
  tell_at: 'bigint',
  copy_of: 'bigint',
  price: 'bigint',
  payer_id: 'bigint',
  uncounted: 'int',
  digest: 'text',
  created_at: 'bigint',
  changed_at: 'bigint',
} as const

export interface NewMessage {
  readonly direction: 'out'
  readonly account_id: number
  readonly group_id: number
  readonly conversation_id: number | null
  readonly mail_id: number | null
  readonly mail_message_id: string | null
  readonly recipient: string | null
  readonly phone: string
  readonly own: string | null
  readonly text: string
  readonly encoding: string
  readonly parts: number
  readonly state: string
  readonly reason: string | null
  readonly route: string | null
  readonly due_at: number | null
  readonly expires_at: number | null
  readonly attempts: number
  readonly flash: number
  readonly validity: number | null
  /** Claimed before what is not. */
  readonly urgent: number
  /** What its sender wants to hear, see lib/mail/dsn/notify.ts; null for messages of ours. */
  readonly notify: string | null
  /** RFC 3461 4.2, decoded. */
  readonly original_recipient: string | null
  /** When the sender is to hear of a delay. */
  readonly tell_at: number | null
  /** The message that was sent again as this one. */
  readonly copy_of: number | null
  /** Of one part, in ten-thousandths of a credit; null for messages of ours. */
  readonly price: number | null
  /** The group whose balance paid. */
  readonly payer_id: number | null
  /** 1: a balance paid for it, but its parts are in no usage. */
  readonly uncounted: number | null
  /** Of a message that is held, which has not taken its fingerprint yet. */
  readonly digest: string | null
  readonly created_at: number
  readonly changed_at: number
}

/** Where nothing else in the transaction sees them. */
export function insertLastMessages(
  trx: Knex,
  dialect: Dialect,
  messages: readonly NewMessage[],
): Promise<void> {
  return insertLastRows(trx, dialect, 'messages', messageColumns, messages)
}

/** Answers its id. */
export async function insertMessage(
  trx: Knex,
  dialect: Dialect,
  message: NewMessage,
): Promise<number> {
  const [row] = await insertRows<typeof messageColumns, { id: number }>(
    trx,
    dialect,
    'messages',
    messageColumns,
    [message],
    'returning id',
  )
  if (row === undefined) throw new Error('the database gave no id for a new message')
  return row.id
}

/** What its phone reads in the place of `hidden`, and nobody else. messages_pkey. */
export async function keepSecret(trx: Knex, id: number, secret: string): Promise<void> {
  await trx('messages').where({ id }).update({ secret })
}

type Held = Unsent & { id: number; digest: string; phone: string; text: string; due_at: number }

/**
 * What was held goes out, unless another attempt of its client was sooner: then it is deleted, and
 * with the last of its messages what was to be told of the mail. It stays held where its account was paused
 * meanwhile. Fingerprints last until `until`. messages_mail. Answers whether there was anything.
 */
export async function releaseMail(
  trx: Knex,
  dialect: Dialect,
  ref: string,
  now: number,
  until: number,
): Promise<boolean> {
  const id = await endHolding(trx, ref)
  if (id === undefined) return false
  const held = await all<Held>(
    trx,
    `select id, digest, phone, text, due_at, ${unsentColumns}
     from messages where mail_id = ? and state = 'held' order by digest`,
    [id],
  )
  const guards = held.map((one) => ({
    digest: guardDigest({ ...one, accountId: one.account_id }),
    expires_at: Math.max(one.due_at, now) + guardFor,
  }))
  await forgetDigests(
    trx,
    dialect,
    guards.map(({ digest }) => digest),
  )
  const rows = [...held.map(({ digest }) => ({ digest, expires_at: until })), ...guards]
  const taken = await takeFingerprints(trx, dialect, rows.sort(byDigest), now)
  const repeated = held.filter(({ digest }) => !taken.has(digest))
  await deleteMessages(trx, dialect, repeated)
  await giveBack(trx, dialect, repeated)
  if (held.length > 0 && repeated.length === held.length)
    await trx('outbox').where({ mail_id: id, state: 'held' }).delete()
  await all(
    trx,
    `update messages set state = case when due_at > ? then 'scheduled' else 'queued' end,
       digest = null, changed_at = ? where mail_id = ? and state = 'held'`,
    [now, now, id],
  )
  await holdPaused(trx, now, id)
  await trx('outbox').where({ mail_id: id, state: 'held' }).update({ state: 'queued' })
  return true
}

/** What was held is forgotten, as if the mail had never come. */
export async function dropMail(trx: Knex, dialect: Dialect, ref: string): Promise<void> {
  const id = await endHolding(trx, ref)
  if (id === undefined) return
  await trx('outbox').where({ mail_id: id, state: 'held' }).delete()
  const dropped = await all<Unsent>(
    trx,
    `delete from messages where mail_id = ? and state = 'held' returning ${unsentColumns}`,
    [id],
  )
  await giveBack(trx, dialect, dropped)
  // What had waited too long already stays, with its mail.
  await all(
    trx,
    'delete from mails where id = ? and not exists (select 1 from messages where mail_id = mails.id)',
    [id],
  )
}

const unsentColumns = 'account_id, group_id, parts, price, payer_id, uncounted, created_at'

/** Answers the mail to the one who ends it: a second caller waits for the first and gets undefined. mails_held. */
async function endHolding(trx: Knex, ref: string): Promise<number | undefined> {
  const [mail] = await trx('mails')
    .where({ ref })
    .whereRaw('held = 1')
    .update({ held: 0 })
    .returning<{ id: number }[]>('id')
  return mail?.id
}

async function deleteMessages(
  trx: Knex,
  dialect: Dialect,
  messages: readonly { id: number }[],
): Promise<void> {
  if (messages.length === 0) return
  await all(
    trx,
    `delete from messages where id in (select id from ${dialect.rows({ id: 'bigint' })})`,
    [JSON.stringify(messages.map(({ id }) => ({ id })))],
  )
}
