// The mail that a row of the outbox asks for, from what the database holds.
import { writeAnswer } from '../mail/write/answers.ts'
import { writeFaultNotice, writeLink, writeWelcome } from '../mail/write/notices.ts'
import { writeSmsMail } from '../mail/write/sms-mail.ts'
import type { WrittenMail } from '../mail/write/written-mail.ts'
import { formatPhone } from '../sms/phone-number.ts'
import { accountById, type Account } from '../store/accounts.ts'
import { contactName as nameOfContact } from '../store/contacts.ts'
import { conversationById, threadOf } from '../store/conversations.ts'
import { messageById } from '../store/messages.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'
import { ourSide, type ComposeContext } from './compose-facts.ts'
import { composeAboutMail } from './compose-report.ts'
import { answerRefusal, numberRulesOf } from './number-rules.ts'
import type { AnswerContent, NoticeContent, SmsContent } from './outbox-content.ts'
import { bounceTag } from './secrets.ts'
import { domainFor, groupTree } from './sms-domain.ts'
import { makeProofLink, type ProofContent } from './people/address-proof.ts'
import { makeSignInLink } from './people/sign-in-link.ts'

/** Undefined when there is nobody to write to. */
export function composeRow(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  switch (row.kind) {
    case 'sms':
      return composeSms(row, context)
    case 'report':
    case 'shortened':
      return composeAboutMail(row, context)
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
  const content = JSON.parse(row.content) as SmsContent
  const { note, again, forwardTo } = content
  const conversation = await conversationById(db, content.conversation ?? message.conversation_id)
  const account =
    conversation === undefined ? undefined : await accountById(db, conversation.account_id)
  if (account === undefined || conversation === undefined) return undefined
  const references = await threadOf(db, conversation.id, message.id)
  const inReplyTo = references.at(-1)
  const isOther = again === true || forwardTo !== undefined || content.conversation !== undefined
  const { domain: usual } = conversation
  const domain = await domainFor(account.group_id, settings, groupTree(db), usual)
  const id = `<${row.ref}@${domain}>`
  const values = await context.valuesOf(account)
  const contactName = await nameOfContact(db, account.id, message.phone)
  return writeSmsMail({
    phone: message.phone,
    isAnswerable: answerRefusal(message.phone, numberRulesOf(values)) === undefined,
    ...(contactName !== undefined && { contactName }),
    number: message.own ?? '',
    text: message.text,
    id: String(message.id),
    at: message.created_at,
    account: {
      address: account.address,
      name: account.name,
      language: values.language,
    },
    ...(note !== undefined && { note }),
    ...(forwardTo !== undefined && { forwardTo }),
    tag: forwardTo === undefined ? conversation.tag : bounceTag(conversation),
    domain,
    subjectTag: settings.main.subject_tag,
    messageId: isOther ? id : (message.mail_message_id ?? id),
    ...(message.missing !== null &&
      message.missing > 0 && { missing: { parts: message.missing, total: message.parts } }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references,
  })
}

async function composeNotice(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { db, settings } = context
  const { operator, language } = settings.main
  const content = JSON.parse(row.content) as NoticeContent
  const { fault, params, to = operator } = content
  if (to === '') return undefined
  const reader = content.to === undefined ? undefined : await accountOf(row, db)
  return writeFaultNotice({
    to,
    language: content.language ?? language,
    ...(await ourSide(row, context, reader)),
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
  const account = await accountOf(row, db)
  if (account === undefined) return undefined
  const { public_url } = settings.main
  const week = 7 * 24 * 60
  const wish = { accountId: account.id, purpose: 'password', minutes: week } as const
  return writeWelcome({
    to: account.address,
    language: (await context.valuesOf(account)).language,
    ...(await ourSide(row, context, account)),
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
  const account = await accountOf(row, db)
  const { public_url } = settings.main
  if (account === undefined || public_url === '') return undefined
  const wish = { accountId: account.id, purpose, minutes }
  return writeLink({
    to: account.address,
    language: (await context.valuesOf(account)).language,
    ...(await ourSide(row, context, account)),
    purpose: purpose === 'sign-in' ? 'signIn' : 'password',
    link: await makeSignInLink(db, wish, public_url, now),
  })
}

/** To an address that nobody has yet, as far as we know. */
async function composeProof(
  row: OutboxRow,
  context: ComposeContext,
): Promise<WrittenMail | undefined> {
  const { db, settings, now } = context
  const { public_url } = settings.main
  if (public_url === '') return undefined
  const content = JSON.parse(row.content) as ProofContent
  const reader = content.account && (await accountById(db, content.account.id))
  return writeLink({
    to: content.address,
    language: content.language,
    ...(await ourSide(row, context, reader)),
    purpose: content.purpose === 'sign_up' ? 'signUp' : 'alias',
    link: await makeProofLink(db, content, public_url, now),
    ...(content.account && { account: content.account.address }),
  })
}

async function accountOf({ account_id }: OutboxRow, db: Knex): Promise<Account | undefined> {
  return account_id === null ? undefined : accountById(db, account_id)
}
