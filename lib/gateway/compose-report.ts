// Reports to the sender of a mail: what became of its messages, and what of its text was left out.
import type { ReportedRecipient } from '../mail/dsn/delivery-report.ts'
import { writeReport } from '../mail/dsn/write-report.ts'
import { isReasonCode } from '../mail/language/index.ts'
import { writeShortenedNotice } from '../mail/write/notices.ts'
import type { WrittenMail } from '../mail/write/written-mail.ts'
import { enhancedStatus } from '../policy/errors.ts'
import { readReason, waitedTooLong } from '../policy/message-reason.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { accountById } from '../store/accounts.ts'
import {
  countMessagesOfMail,
  mailById,
  messagesByIds,
  textOfMail,
  type MailRow,
  type MessageRow,
} from '../store/messages.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { ourSide, type ComposeContext } from './compose-facts.ts'
import type { ReportContent, ShortenedContent, Told } from './outbox-content.ts'

/** Of kind report or shortened. Undefined where there is nobody to write to, or nothing to say. */
export async function composeAboutMail(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { db } = context
  const mail = row.mail_id === null ? undefined : await mailById(db, row.mail_id)
  const account = mail && (await accountById(db, mail.account_id))
  // Nothing is ever written to the null sender.
  if (mail === undefined || account === undefined || mail.envelope_from === '') return undefined
  const { language, time_zone: timeZone } = await context.valuesOf(account)
  const common = { to: mail.envelope_from, language, ...(await ourSide(row, context, account)) }
  if (row.kind === 'shortened') {
    const { leftOut } = JSON.parse(row.content) as ShortenedContent
    return writeShortenedNotice({ ...common, original: originalOf(mail), leftOut })
  }
  const content = JSON.parse(row.content) as ReportContent
  const { recipients, text } = await reportedRecipients(content, context)
  if (recipients.length === 0) return undefined
  // RFC 3461 4.3: the whole comes back only where something failed.
  const isFull = mail.ret === 'FULL' && recipients.some(({ action }) => action === 'failed')
  const whole = isFull ? (text ?? (await textOfMail(db, mail.id))) : undefined
  return writeReport({
    ...common,
    timeZone,
    recipients,
    others: content.refused === undefined ? 0 : await countMessagesOfMail(db, mail.id),
    original: {
      ...originalOf(mail),
      arrived: mail.created_at,
      ...(mail.envelope_id !== null && { envelopeId: mail.envelope_id }),
      ...(whole !== undefined && { text: whole }),
    },
  })
}

function originalOf(mail: MailRow): {
  subject: string
  messageId?: string
  from?: string
  to?: string[]
  date?: string
} {
  const header = (name: string): string[] =>
    mail.headers
      .split('\r\n')
      .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
  const [from] = header('From')
  const [date] = header('Date')
  return {
    subject: mail.subject,
    ...(mail.message_id !== null && { messageId: mail.message_id }),
    ...(from !== undefined && { from }),
    to: header('To'),
    ...(date !== undefined && { date }),
  }
}

interface Reported {
  readonly recipients: ReportedRecipient[]
  /** What was to be sent, of failures. */
  readonly text?: string | undefined
}

async function reportedRecipients(
  content: ReportContent,
  context: ComposeContext,
): Promise<Reported> {
  if (content.told !== undefined) return { recipients: await toldRecipients(content.told, context) }
  const failed = await failedMessages(content, context)
  const recipients = [...refusedRecipients(content), ...failedRecipients(content, failed)]
  return { recipients, text: failed[0]?.text }
}

const statuses: Readonly<Record<Told, string>> = {
  delivered: '2.1.5',
  relayed: '2.0.0',
  // RFC 3463 3.5: no answer from the other side.
  delayed: '4.4.1',
}

async function toldRecipients(
  { action, messages }: NonNullable<ReportContent['told']>,
  { db }: ComposeContext,
): Promise<ReportedRecipient[]> {
  return (await messagesByIds(db, messages)).flatMap((message) => {
    // What is over meanwhile is late no more.
    if (action === 'delayed' && isOver(message)) return []
    return [
      {
        ...aboutMessage(message),
        action,
        status: statuses[action],
        ...(action === 'delayed' && retryUntil(message)),
      },
    ]
  })
}

/** How long the network keeps trying only it knows. */
function retryUntil({ state, expires_at }: MessageRow): Pick<ReportedRecipient, 'retryUntil'> {
  return state === 'buffered' || expires_at === null ? {} : { retryUntil: expires_at }
}

function isOver({ state }: MessageRow): boolean {
  return !['held', 'queued', 'scheduled', 'sending', 'buffered'].includes(state)
}

function aboutMessage(
  message: MessageRow,
): Pick<ReportedRecipient, 'address' | 'shown' | 'originalRecipient'> {
  return {
    address: message.recipient ?? message.phone,
    shown: formatPhone(message.phone),
    ...(message.original_recipient !== null && { originalRecipient: message.original_recipient }),
  }
}

function refusedRecipients({ refused = [] }: ReportContent): ReportedRecipient[] {
  return refused.map(({ recipient, code, params, originalRecipient }) => ({
    address: recipient,
    shown: recipient,
    action: 'failed',
    // Whatever the client was asked to try again, nobody does so after a report.
    status: enhancedStatus(code).replace(/^4/, '5'),
    ...(isReasonCode(code) && { reason: { code, params } }),
    ...(originalRecipient !== undefined && { originalRecipient }),
  }))
}

/** What has become certain since it was noted is told as that, or not at all. */
async function failedMessages(
  { failed }: ReportContent,
  { db }: ComposeContext,
): Promise<MessageRow[]> {
  if (failed === undefined) return []
  const messages = await messagesByIds(db, failed.messages)
  return failed.code === 'uncertain'
    ? messages.filter(({ state }) => state === 'uncertain')
    : messages
}

function failedRecipients(
  { failed }: ReportContent,
  messages: readonly MessageRow[],
): ReportedRecipient[] {
  if (failed === undefined) return []
  const { code } = failed
  return messages.map((message) => ({
    ...aboutMessage(message),
    action: code === 'uncertain' ? 'delayed' : 'failed',
    status: enhancedStatus(code),
    reason: { code, params: { number: message.phone, reason: moreOf(message, code) } },
    // What waited too long was given up, not tried, when it changed.
    ...(code !== 'expired' && { lastAttempt: message.changed_at }),
  }))
}

/** What the sentence of the code does not say: mostly what the other side said. */
function moreOf({ reason }: MessageRow, code: string): string {
  if (reason === null || reason === waitedTooLong || reason === code) return ''
  const known = readReason(reason)
  return known?.code === 'by_hand' ? `by ${known.value}` : reason
}
