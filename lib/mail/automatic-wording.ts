// What only the words of a mail tell: that a machine wrote it which leaves no header (automatic.ts), by the
// sender's name, the Subject, or the beginning of the text. Guarantees: pure, linear.
import {
  absenceSigns,
  absentSubject,
  acknowledges,
  answerSigns,
  answerSuffix,
  awaySubject,
  declinesAnswers,
  dominoSubject,
  machineSubject,
  namesAnother,
  namesCase,
  noticeSubject,
  promisesAnswer,
  readReceiptSubject,
  saysAuto,
  saysAutomatic,
  sieveAnswer,
  sieveSubject,
  sureSigns,
  tellsAway,
  tellsOfUrgency,
  tellsReceipt,
  tellsUnread,
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

/** Whether it may answer a mail of ours: those come to a conversation, or say that they answer. */
export function answersMail(mail: ReadMail, envelope: Envelope): boolean {
  return (
    envelope.envelopeFrom === '' ||
    isToConversation(envelope) ||
    isAnswer(mail) ||
    answerPrefix.test(mail.subject)
  )
}

/** Where machines answer our mails to. */
export function isToConversation({ recipients }: Envelope): boolean {
  return recipients.some((address) => replyAddress.test(address))
}

const replyAddress = /^(?:\d{3,15}|noreply)-[a-z2-7]{16}@/i

/** Without any header: by the sender's name, the Subject, or what the text of an answer says of itself. */
export function isWordedByMachine(
  mail: ReadMail,
  start: string,
  {
    envelopeFrom,
    answers,
    converses,
  }: { envelopeFrom: string; answers: boolean; converses: boolean },
): boolean {
  const local = localPart(mail.from[0])
  if (noReply.test(local) || noReply.test(envelopeFrom.split('@')[0] ?? '')) return true
  if (!answers) return isAbsence(mail, start, false)
  if (readReceiptSubject.test(mail.subject) && start.length < 700) return true
  if (isOfDesk(mail)) return true
  const isMachines = (text: string): boolean =>
    isMachineText(text) || isAbsence(mail, text, true) || (converses && answersSms(text))
  // A person who answers a machine below its own words has them as history.
  return isMachines(start) && isMachines(ownStart(mail))
}

/** At a conversation a machine needs fewer signs: it answers an SMS with what it answers everyone. */
function answersSms(text: string): boolean {
  if (tellsUnread.test(text)) return true
  if (declinesAnswers.test(text) && (namesAnother.test(text) || tellsOfUrgency.test(text)))
    return true
  if (acknowledges.test(text) && namesCase.test(text)) return true
  return (
    text.length <= 1500 &&
    countSigns(text, answerSigns) === 3 &&
    sureSigns.some((sign) => sign.test(text))
  )
}

/** People, too, want no answer to what they write. */
function isMachineText(text: string): boolean {
  if (saysAutomatic.test(text)) return true
  return (
    declinesAnswers.test(text) &&
    [tellsReceipt, tellsAway, promisesAnswer, acknowledges].some((sign) => sign.test(text))
  )
}

const deskHeaders = [
  'x-rt-loop-prevention',
  'x-jira-fingerprint',
  'x-zendesk-from-account-id',
  'x-servicenow-generated',
]

/** A help desk marks what its people write, too: it must say that it got what it answers. */
function isOfDesk(mail: ReadMail): boolean {
  return (
    deskHeaders.some((name) => mail.headers.has(name)) &&
    acknowledges.test(`${mail.subject.toLowerCase()} ${ownStart(mail)}`)
  )
}

export const answerPrefix = /^\s*(?:re|sv|aw|antw|vs|fwd?|wg|vb|tr|rv)\s?:/i
export const forwardPrefix = /^\s*(?:fwd?|vs|wg|vb|tr|rv)\s?:/i

// The signs in a text are three: away, back on a day, ask somebody else. A Subject that only machines
// write is enough without any; one word about holidays needs two in an answer, and all three elsewhere,
// as any other Subject about them does there, since people tell phones who is away; in an answer the name
// of a notice needs none, and "Out of office" the first. Without such a Subject it must be an answer, and
// have all three.
export function isAbsence(mail: ReadMail, start: string, answers: boolean): boolean {
  const { subject } = mail
  const isMachines = machineSubject.test(subject) || isMarked(mail, start, answers)
  if (!isMachines && !absentSubject.test(subject))
    return answers && start.length <= 1500 && (isWholeNotice(start) || isReceipt(start))
  if (!isMachines && !answers) return isWholeNotice(start)
  if (!isOneWord(subject)) return !isAboutIt(mail)
  return answers ? isNotice(subject, start) || signsIn(start) >= 2 : isWholeNotice(start)
}

function isWholeNotice(text: string): boolean {
  return tellsAway.test(text) && signsIn(text) === 3
}

/** People, too, thank for a message, name a day, and say "please call". */
function isReceipt(text: string): boolean {
  return [tellsReceipt, promisesAnswer, tellsOfUrgency].every((sign) => sign.test(text))
}

export function signsIn(text: string): number {
  return countSigns(text, absenceSigns)
}

function countSigns(text: string, kinds: readonly (readonly RegExp[])[]): number {
  return kinds.filter((signs) => signs.some((sign) => sign.test(text))).length
}

/** By what programs put around the Subject that they answer; people write of an "Auto:", too. */
function isMarked(mail: ReadMail, start: string, answers: boolean): boolean {
  const { subject } = mail
  if (dominoSubject.test(subject)) return true
  if (sieveSubject.test(subject) && isAnswer(mail))
    return sieveAnswer.test(subject) || signsIn(start) > 0
  return answers && answerPrefix.test(subject) && answerSuffix.test(subject)
}

/** Who answers a notice has its name behind a "Re:". */
function isNotice(subject: string, start: string): boolean {
  return noticeSubject.test(subject) || (awaySubject.test(subject) && tellsAway.test(start))
}

function isOneWord(subject: string): boolean {
  const line = subject.replace(/\s+/g, ' ').trim()
  return /^(?:re|sv|aw)?:? ?[\p{L} ]{3,24}[.!?]?$/iu.test(line) && !saysAuto.test(subject)
}

/** A person who answers an auto-reply, or writes about one: the Subject is quoted, the text their own. */
function isAboutIt(mail: ReadMail): boolean {
  const { subject } = mail
  if (!answerPrefix.test(subject) || !(isAnswer(mail) || forwardPrefix.test(subject))) return false
  const own = ownStart(mail)
  return ![tellsAway, promisesAnswer, tellsOfUrgency].some((sign) => sign.test(own))
}

export function isAnswer(mail: ReadMail): boolean {
  return mail.inReplyTo !== undefined || mail.references.length > 0
}

/** The first lines that are not marked as quoted, in lower case; what machines say they say there. */
export function startOf(mail: ReadMail): string {
  const text = beginning(mail)
  return flat(
    text.includes('>')
      ? text
          .split('\n')
          .filter((line) => !/^\s*>/.test(line))
          .join(' ')
      : text,
  )
}

/** The same without any history. */
function ownStart(mail: ReadMail): string {
  const { lines } = cutQuotation(linesOf(beginning(mail)))
  return flat(lines.map((line) => line.plain).join(' '))
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
function flat(text: string): string {
  return text
    .replace(/ \s+|[^\S ]\s*/g, ' ')
    .slice(0, 3000)
    .toLowerCase()
}
