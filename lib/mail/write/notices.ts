// Short mails of ours: faults for the operator, to a sender what was cut from a text, to a new account
// how it is used.

import { isOne } from '../language/counted.ts'
import { phrases } from '../language/index.ts'
import type { Fault, Language } from '../language/phrases.ts'
import { fill } from '../language/reasons.ts'
import { mailbox, writeText } from './mime.ts'
import type { WrittenMail } from './written-mail.ts'

interface Notice {
  to: string
  language: Language
  /** The SMS domain; postmaster there is the sender. */
  domain: string
  /** Without brackets, may be empty. */
  subjectTag: string
  messageId: string
  /** Milliseconds since 1970. */
  date: number
}

export interface FaultNotice extends Notice {
  fault: Fault
  /** What the sentences of the fault name. */
  params: Readonly<Record<string, string>>
}

/** What is wrong and what to do about it. */
export async function writeFaultNotice(notice: FaultNotice): Promise<WrittenMail> {
  const { params, language } = notice
  const { one, ...usual } = phrases[language].faults[notice.fault]
  const { subject, text } = isOne(Number(params['count']), language) ? { ...usual, ...one } : usual
  return write(notice, fill(subject, params), fill(text, params), 'auto-generated')
}

export interface ShortenedNotice extends Notice {
  /** Of the mail that was too long. */
  original: { subject?: string; messageId?: string }
  leftOut: string
}

/** What was left out of a text that was too long, so that it can be sent again. */
export async function writeShortenedNotice(notice: ShortenedNotice): Promise<WrittenMail> {
  const { subject, text } = phrases[notice.language].shortened
  const opening = fill(text, { subject: notice.original.subject ?? '' })
  const body = `${opening}\n\n${notice.leftOut}`
  return write(notice, subject, body, 'auto-replied', notice.original.messageId)
}

export interface WelcomeNotice extends Notice {
  /** The account's own number, if it has one. */
  number?: string
  /** Where a password for the pages is set, if there are any. */
  link?: string
}

/** What a new account can do, and how. */
export async function writeWelcome(notice: WelcomeNotice): Promise<WrittenMail> {
  const { subject, text, number, password } = phrases[notice.language].welcome
  const paragraphs = [fill(text, { domain: notice.domain })]
  if (notice.number !== undefined) paragraphs.push(fill(number, { number: notice.number }))
  if (notice.link !== undefined) paragraphs.push(withLink(password, notice.link))
  return write(notice, subject, paragraphs.join('\n\n'), 'auto-generated')
}

export interface LinkNotice extends Notice {
  purpose: 'signIn' | 'password' | 'signUp' | 'alias'
  /** Whose further address it becomes. */
  account?: string
  link: string
}

/** A link that lets its reader in, lets them set a password, or proves that an address is theirs. */
export async function writeLink(notice: LinkNotice): Promise<WrittenMail> {
  const { subject, text } = phrases[notice.language][notice.purpose]
  const told = text.replace('{account}', () => notice.account ?? '')
  return write(notice, subject, withLink(told, notice.link), 'auto-generated')
}

/** `fill` shortens what is long. */
function withLink(text: string, link: string): string {
  return text.replace('{link}', () => link)
}

async function write(
  notice: Notice,
  subject: string,
  text: string,
  autoSubmitted: 'auto-generated' | 'auto-replied',
  about?: string,
): Promise<WrittenMail> {
  const tag = notice.subjectTag === '' ? '' : `[${notice.subjectTag}] `
  const contents = await writeText(
    {
      from: mailbox(notice.subjectTag, `postmaster@${notice.domain}`),
      to: mailbox('', notice.to),
      subject: `${tag}${subject}`,
      messageId: notice.messageId,
      ...(about === undefined ? {} : { inReplyTo: about, references: [about] }),
      date: notice.date,
      autoSubmitted,
    },
    text,
  )
  // The null sender: what comes back from a notice must not cause another.
  return { from: '', to: notice.to, contents }
}
