// The mail that a row of the outbox asks for, from what the database holds.
import type { Settings } from '../config/settings.ts'
import { replyLocalPart } from '../mail/address/local-part.ts'
import { messageFrom } from '../mail/language/phrases.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { accountById } from '../store/accounts.ts'
import { conversationById, threadOf } from '../store/conversations.ts'
import { messageById } from '../store/messages.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'

export interface ComposedMail {
  readonly from: string
  readonly to: string
  readonly contents: string
}

/** Undefined when there is nobody to write to. */
export async function composeRow(
  db: Knex,
  row: OutboxRow,
  settings: Settings,
  clock: () => number,
): Promise<ComposedMail | undefined> {
  if (row.kind !== 'sms' || row.message_id === null) return undefined
  const message = await messageById(db, row.message_id)
  const account =
    message?.account_id == null ? undefined : await accountById(db, message.account_id)
  const conversation =
    message?.conversation_id == null
      ? undefined
      : await conversationById(db, message.conversation_id)
  if (message === undefined || account === undefined || conversation === undefined) return undefined
  const references = await threadOf(db, conversation.id, message.id)
  const from = `${replyLocalPart(message.phone, conversation.tag)}@${conversation.domain}`
  const language = (account.language ?? settings.main.language) as keyof typeof messageFrom
  const phone = formatPhone(message.phone)
  const lines = [
    `From: "${phone}" <${from}>`,
    `To: ${account.address}`,
    `Subject: [${settings.main.subject_tag}] ${messageFrom[language]} ${phone}`,
    `Date: ${new Date(clock()).toUTCString()}`,
    `Message-ID: ${message.mail_message_id ?? ''}`,
    ...(references.length > 0
      ? [`In-Reply-To: ${references.at(-1) ?? ''}`, `References: ${references.join(' ')}`]
      : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    message.text,
    '',
  ]
  return { from, to: account.address, contents: lines.join('\r\n') }
}
