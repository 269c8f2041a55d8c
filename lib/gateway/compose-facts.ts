// What the mails that the outbox asks for have in common: our side of them, and the mail that they are about.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { accountById, type Account } from '../store/accounts.ts'
import { mailById, type MailRow } from '../store/messages.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'

export interface ComposeContext {
  readonly db: Knex
  readonly settings: Settings
  readonly now: number
  /** The settings that count for an account. */
  readonly valuesOf: (account: Account) => Promise<GroupValues>
}

export interface AboutMail {
  readonly mail: MailRow
  readonly account: Account
}

export async function aboutMail(
  row: OutboxRow,
  { db }: ComposeContext,
): Promise<AboutMail | undefined> {
  const mail = row.mail_id === null ? undefined : await mailById(db, row.mail_id)
  const account = mail && (await accountById(db, mail.account_id))
  // Nothing is ever written to the null sender.
  if (mail === undefined || account === undefined || mail.envelope_from === '') return undefined
  return { mail, account }
}

export function ourSide(
  row: OutboxRow,
  settings: Settings,
  now: number,
): { domain: string; subjectTag: string; messageId: string; date: number } {
  const domain = settings.domains.keys().next().value ?? 'localhost'
  const subjectTag = settings.main.subject_tag
  return { domain, subjectTag, messageId: `<${row.ref}@${domain}>`, date: now }
}

export function originalOf(mail: MailRow): {
  subject: string
  messageId?: string
  from?: string
  to?: string[]
} {
  const header = (name: string): string[] =>
    mail.headers
      .split('\r\n')
      .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
  const [from] = header('From')
  return {
    subject: mail.subject,
    ...(mail.message_id !== null && { messageId: mail.message_id }),
    ...(from !== undefined && { from }),
    to: header('To'),
  }
}
