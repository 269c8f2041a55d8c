// The mail that a row of the outbox asks for, from what the database holds.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { ReportedRecipient } from '../mail/dsn/delivery-report.ts'
import { writeReport } from '../mail/dsn/write-report.ts'
import { isReasonCode } from '../mail/language/index.ts'
import {
  writeFaultNotice,
  writeLink,
  writeShortenedNotice,
  writeWelcome,
} from '../mail/write/notices.ts'
import { writeAnswer } from '../mail/write/answers.ts'
import { writeSmsMail } from '../mail/write/sms-mail.ts'
import type { WrittenMail } from '../mail/write/written-mail.ts'
import { enhancedStatus } from '../policy/errors.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { accountById, type Account } from '../store/accounts.ts'
import { contactName as nameOfContact } from '../store/contacts.ts'
import { conversationById, threadOf } from '../store/conversations.ts'
import {
  countMessagesOfMail,
  mailById,
  messageById,
  messagesByIds,
  type MessageRow,
  type MailRow,
} from '../store/messages.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { waitedTooLong } from '../store/due.ts'
import type { Knex } from '../store/store.ts'
import type {
  AnswerContent,
  NoticeContent,
  ReportContent,
  ShortenedContent,
  SmsContent,
  Told,
} from './outbox-content.ts'
import { makeProofLink, type ProofContent } from './people/address-proof.ts'
import { makeSignInLink } from './people/sign-in-link.ts'

export interface ComposeContext {
  readonly db: Knex
  readonly settings: Settings
  readonly now: number
  /** The settings that count for an account. */
  readonly valuesOf: (account: Account) => Promise<GroupValues>
}

/** Undefined when there is nobody to write to. */
export function composeRow(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  switch (row.kind) {
    case 'sms':
      return composeSms(row, context)
    case 'report':
      return composeReport(row, context)
    case 'shortened':
      return composeShortened(row, context)
    case 'notice':
      return composeNotice(row, context)
    case 'welcome':
      return composeWelcome(row, context)
    case 'sign_in':
      return composeLink(row, context, { purpose: 'sign-in', minutes: 20 })
    case 'password':
      return composeLink(row, context, { purpose: 'password', minutes: 60 })
    case 'answer':
      return composeAnswer(row, context)
    case 'proof':
      return composeProof(row, context)
  }
}

async function composeSms(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { db, settings } = context
  const message = row.message_id === null ? undefined : await messageById(db, row.message_id)
  if (message?.account_id == null || message.conversation_id === null) return undefined
  const account = await accountById(db, message.account_id)
  const conversation = await conversationById(db, message.conversation_id)
  if (account === undefined || conversation === undefined) return undefined
  const references = await threadOf(db, conversation.id, message.id)
  const inReplyTo = references.at(-1)
  const { note, again, forwardTo } = JSON.parse(row.content) as SmsContent
  const id = `<${row.ref}@${conversation.domain}>`
  const contactName = await nameOfContact(db, account.id, message.phone)
  return writeSmsMail({
    phone: message.phone,
    ...(contactName !== undefined && { contactName }),
    number: message.own ?? '',
    text: message.text,
    id: String(message.id),
    at: message.created_at,
    account: {
      address: account.address,
      name: account.name,
      language: (await context.valuesOf(account)).language,
    },
    ...(note !== undefined && { note }),
    ...(forwardTo !== undefined && { forwardTo }),
    tag: conversation.tag,
    domain: conversation.domain,
    subjectTag: settings.main.subject_tag,
    messageId: again === true || forwardTo !== undefined ? id : (message.mail_message_id ?? id),
    ...(message.missing !== null &&
      message.missing > 0 && { missing: { parts: message.missing, total: message.parts } }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references,
  })
}

interface AboutMail {
  readonly mail: MailRow
  readonly account: Account
}

async function aboutMail(row: OutboxRow, { db }: ComposeContext): Promise<AboutMail | undefined> {
  const mail = row.mail_id === null ? undefined : await mailById(db, row.mail_id)
  const account = mail && (await accountById(db, mail.account_id))
  // Nothing is ever written to the null sender.
  if (mail === undefined || account === undefined || mail.envelope_from === '') return undefined
  return { mail, account }
}

async function composeReport(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const about = await aboutMail(row, context)
  if (about === undefined) return undefined
  const { mail, account } = about
  const content = JSON.parse(row.content) as ReportContent
  const { recipients, text } = await reportedRecipients(content, context)
  if (recipients.length === 0) return undefined
  const { db, settings, now } = context
  const values = await context.valuesOf(account)
  return writeReport({
    to: mail.envelope_from,
    language: values.language,
    timeZone: values.time_zone,
    ...ourSide(row, settings, now),
    recipients,
    others: content.refused === undefined ? 0 : await countMessagesOfMail(db, mail.id),
    original: {
      ...originalOf(mail),
      arrived: mail.created_at,
      ...(mail.envelope_id !== null && { envelopeId: mail.envelope_id }),
      ...(mail.ret === 'FULL' && text !== undefined && { text }),
    },
  })
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
        ...(action === 'delayed' && message.expires_at !== null
          ? { retryUntil: message.expires_at }
          : {}),
      },
    ]
  })
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
    status: enhancedStatus(code),
    ...(isReasonCode(code) && { reason: { code, params } }),
    ...(originalRecipient !== undefined && { originalRecipient }),
  }))
}

async function failedMessages(
  { failed }: ReportContent,
  { db }: ComposeContext,
): Promise<MessageRow[]> {
  return failed === undefined ? [] : messagesByIds(db, failed.messages)
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
    reason: { code, params: { number: message.phone, reason: reasonToTell(message, code) } },
    lastAttempt: message.changed_at,
  }))
}

/** What the sentence of the code says already, it says in the language of the person. */
function reasonToTell({ reason }: MessageRow, code: string): string {
  return reason === waitedTooLong || reason === code ? '' : (reason ?? '')
}

async function composeShortened(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const about = await aboutMail(row, context)
  if (about === undefined) return undefined
  const { mail, account } = about
  const { leftOut } = JSON.parse(row.content) as ShortenedContent
  return writeShortenedNotice({
    to: mail.envelope_from,
    language: (await context.valuesOf(account)).language,
    ...ourSide(row, context.settings, context.now),
    original: originalOf(mail),
    leftOut,
  })
}

async function composeNotice(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { settings, now } = context
  const { operator, language } = settings.main
  const content = JSON.parse(row.content) as NoticeContent
  const { fault, params, to = operator } = content
  if (to === '') return undefined
  return writeFaultNotice({
    to,
    language: content.language ?? language,
    ...ourSide(row, settings, now),
    fault,
    params,
  })
}

function composeAnswer(row: OutboxRow, { settings, now }: ComposeContext): Promise<WrittenMail> {
  const content = JSON.parse(row.content) as AnswerContent
  const messageId = `<${row.ref}@${content.domain}>`
  return writeAnswer({ ...content, subjectTag: settings.main.subject_tag, messageId, date: now })
}

async function composeWelcome(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { db, settings, now } = context
  const account = row.account_id === null ? undefined : await accountById(db, row.account_id)
  if (account === undefined) return undefined
  const { public_url } = settings.main
  const week = 7 * 24 * 60
  const wish = { accountId: account.id, purpose: 'password', minutes: week } as const
  return writeWelcome({
    to: account.address,
    language: (await context.valuesOf(account)).language,
    ...ourSide(row, settings, now),
    ...(account.number !== null && { number: formatPhone(account.number) }),
    ...(public_url !== '' && { link: await makeSignInLink(db, wish, public_url, now) }),
  })
}

/** Nobody is written to where it is not known under which address the pages are. */
async function composeLink(
  row: OutboxRow,
  context: ComposeContext,
  { purpose, minutes }: { purpose: 'sign-in' | 'password'; minutes: number },
): Promise<WrittenMail | undefined> {
  const { db, settings, now } = context
  const account = row.account_id === null ? undefined : await accountById(db, row.account_id)
  const { public_url } = settings.main
  if (account === undefined || public_url === '') return undefined
  const wish = { accountId: account.id, purpose, minutes }
  return writeLink({
    to: account.address,
    language: (await context.valuesOf(account)).language,
    ...ourSide(row, settings, now),
    purpose: purpose === 'sign-in' ? 'signIn' : 'password',
    link: await makeSignInLink(db, wish, public_url, now),
  })
}

/** To an address that nobody has yet, as far as we know. */
async function composeProof(
  row: OutboxRow,
  { db, settings, now }: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { public_url } = settings.main
  if (public_url === '') return undefined
  const content = JSON.parse(row.content) as ProofContent
  return writeLink({
    to: content.address,
    language: content.language,
    ...ourSide(row, settings, now),
    purpose: content.purpose === 'sign_up' ? 'signUp' : 'alias',
    link: await makeProofLink(db, content, public_url, now),
    ...(content.account && { account: content.account.address }),
  })
}

function ourSide(
  row: OutboxRow,
  settings: Settings,
  now: number,
): { domain: string; subjectTag: string; messageId: string; date: number } {
  const domain = settings.domains.keys().next().value ?? 'localhost'
  const subjectTag = settings.main.subject_tag
  return { domain, subjectTag, messageId: `<${row.ref}@${domain}>`, date: now }
}

function originalOf(mail: MailRow): {
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
