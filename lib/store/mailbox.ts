// The local mailbox of the stand-alone server: mails kept instead of being delivered.
import type { Knex } from 'knex'

export interface MailboxRow {
  readonly id: number
  readonly at: number
  readonly recipient: string
  readonly raw: Buffer
}

export async function insertMailboxMail(
  db: Knex,
  mail: { at: number; recipient: string; raw: Buffer },
): Promise<void> {
  await db('mailbox').insert(mail)
}

/** The latest, newest first. */
export async function listMailbox(db: Knex, most: number): Promise<MailboxRow[]> {
  const rows = await db<MailboxRow>('mailbox').orderBy('id', 'desc').limit(most)
  // A Buffer that comes from SQLite's thread has become a plain Uint8Array on the way.
  return rows.map((row) => ({ ...row, raw: Buffer.from(row.raw) }))
}
