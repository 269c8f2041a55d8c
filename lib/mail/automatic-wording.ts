// What only the words of a mail tell: that a machine wrote it which leaves no header (automatic.ts), by the
// sender's name, the Subject, or the beginning of the text. Guarantees: pure, linear.
import {
  absenceSigns,
  acknowledges,
  answerSuffix,
  autoReplySubject,
  awaySubject,
  dominoSubject,
  noticeSubject,
  readReceiptSubject,
  saysAuto,
  saysAutomatic,
  sieveAnswer,
  sieveSubject,
} from './automatic-words.ts'
import type { MailAddress, ReadMail } from './read-mail.ts'
import { cutQuotation } from './text/cut-quotation.ts'
import { linesOf } from './text/line.ts'

export interface Envelope {
  /** '' is the null sender. */
  readonly envelopeFrom: string
  /** Those of ours. */
  readonly recipients: readonly string[]
}

const noReply =
  /^(?:(?:do[-_.]?)?(?:not?|ne)[-_.]?(?:reply|respond|answer|repondre|responder|antworten|svar)|no[-_.]?reply.*|donotreply.*|.*[-_.](?:no[-_.]?reply|donotreply)|ikke[-_.]?svar|svar[-_.]?ikke|inget[-_.]?svar|nicht[-_.]?antworten|keine[-_.]?antwort|noreplay|autoreply|auto[-_.]?reply|autosvar|autoresponder|auto[-_.]?responder|notifications?|notify|alerts?|mailer|cron|root|daemon|nobody|www-data|system|automail(?:er)?|automatic|listserv|majordomo)$/i

export function localPart(from: MailAddress | undefined): string {
  return from?.address.split('@')[0] ?? ''
}

/** Without any header: by the sender's name, the Subject, or what the text says of itself. */
export function isWordedByMachine(mail: ReadMail, start: string, envelope: Envelope): boolean {
  const local = localPart(mail.from[0])
  if (noReply.test(local) || noReply.test(envelope.envelopeFrom.split('@')[0] ?? '')) return true
  if (readReceiptSubject.test(mail.subject) && start.length < 700) return true
  if (isOfDesk(mail, envelope)) return true
  if (!saysAutomatic.test(start) && !isAbsence(mail, start, envelope)) return false
  // A person who answers a machine below its own words has them as history.
  const own = ownStart(mail)
  return saysAutomatic.test(own) || isAbsence(mail, own, envelope)
}

const deskHeaders = [
  'x-rt-loop-prevention',
  'x-jira-fingerprint',
  'x-zendesk-from-account-id',
  'x-servicenow-generated',
]

/** A help desk marks what its people write, too, and its alarms: it must answer, and say that it got it. */
function isOfDesk(mail: ReadMail, envelope: Envelope): boolean {
  return (
    deskHeaders.some((name) => mail.headers.has(name)) &&
    answersMail(mail, envelope) &&
    acknowledges.test(`${mail.subject.toLowerCase()} ${ownStart(mail)}`)
  )
}

export const answerPrefix = /^\s*(?:re|sv|aw|antw|vs|fwd?|wg|vb|tr|rv)\s?:/i
export const forwardPrefix = /^\s*(?:fwd?|vs|wg|vb|tr|rv)\s?:/i
const thanks =
  /^.{0,80}(?:thank you|thanks|tak|takk|tack|danke|vielen dank|merci|gracias|obrigad|grazie|bedankt|kiitos|dziękuj|děkuj)/u

// The signs in a text are three: away, back on a day, ask somebody else. A Subject that only machines
// write is enough without any; one word about holidays needs two in an answer, and all three elsewhere,
// since people tell phones of their holidays; in an answer the name of a notice needs none, and "Out of
// office" the first. Without such a Subject it must be an answer, and have all three.
export function isAbsence(mail: ReadMail, start: string, envelope: Envelope): boolean {
  const answers = answersMail(mail, envelope)
  const signs = (): number => absenceSigns.filter((sign) => sign.test(start)).length
  if (!autoReplySubject.test(mail.subject) && !isMarked(mail, start, envelope))
    return start.length <= 1500 && (answers || thanks.test(start)) && signs() === 3
  if (!isOneWord(mail.subject)) return !isAboutIt(mail)
  if (answers && isNotice(mail.subject, start)) return true
  return signs() >= (answers ? 2 : 3)
}

/** By what programs put around the Subject that they answer; people write of an "Auto:", too. */
function isMarked(mail: ReadMail, start: string, envelope: Envelope): boolean {
  const { subject } = mail
  if (dominoSubject.test(subject)) return true
  if (sieveSubject.test(subject) && isAnswer(mail))
    return sieveAnswer.test(subject) || absenceSigns.some((sign) => sign.test(start))
  return (
    answerPrefix.test(subject) &&
    answerSuffix.test(subject) &&
    (isToConversation(envelope) || isAnswer(mail))
  )
}

/** Who answers a notice has its name behind a "Re:". */
function isNotice(subject: string, start: string): boolean {
  const [away] = absenceSigns
  return noticeSubject.test(subject) || (awaySubject.test(subject) && away?.test(start) === true)
}

function answersMail(mail: ReadMail, envelope: Envelope): boolean {
  return isToConversation(envelope) || isAnswer(mail) || answerPrefix.test(mail.subject)
}

function isToConversation({ recipients }: Envelope): boolean {
  return recipients.some((address) => replyAddress.test(address))
}

/** Where machines answer our mails to: the address of a conversation. */
const replyAddress = /^(?:\d{3,15}|noreply)-[a-z2-7]{16}@/i

function isOneWord(subject: string): boolean {
  const line = subject.replace(/\s+/g, ' ').trim()
  return /^(?:re|sv|aw)?:? ?[\p{L} ]{3,24}[.!?]?$/iu.test(line) && !saysAuto.test(subject)
}

/** A person who answers an auto-reply, or writes about one: the Subject is quoted, the text their own. */
function isAboutIt(mail: ReadMail): boolean {
  return (
    answerPrefix.test(mail.subject) &&
    (isAnswer(mail) || forwardPrefix.test(mail.subject)) &&
    !absenceSigns.some((sign) => sign.test(ownStart(mail)))
  )
}

export function isAnswer(mail: ReadMail): boolean {
  return mail.inReplyTo !== undefined || mail.references.length > 0
}

/** The first lines that are not marked as quoted, in lower case; what machines say they say there. */
export function startOf(mail: ReadMail): string {
  const lines = beginning(mail).split('\n')
  return flat(lines.filter((line) => !/^\s*>/.test(line)))
}

/** The same without any history. */
function ownStart(mail: ReadMail): string {
  return flat(cutQuotation(linesOf(beginning(mail))).lines.map((line) => line.plain))
}

function beginning(mail: ReadMail): string {
  const text =
    mail.text ??
    (mail.html ?? '')
      .slice(0, 20_000)
      .replace(/<style[^<]*<\/style>/gi, ' ')
      .replace(/<(?:br|p|div|tr)\b[^<>]*>/gi, '\n')
      .replace(/<[^<>]*>/g, ' ')
      .replace(/&nbsp;|&#160;/g, ' ')
  return text.slice(0, 6000)
}

/** In one line; what is a single blank already is passed over. */
function flat(lines: readonly string[]): string {
  return lines
    .join(' ')
    .replace(/ \s+|[^\S ]\s*/g, ' ')
    .slice(0, 3000)
    .toLowerCase()
}
