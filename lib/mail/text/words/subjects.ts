// The prefixes that mail programs set before the Subject of answers and forwards.
import type { Cut } from '../cut-quotation.ts'
import { dividerOf } from './dividers.ts'

const reply =
  /^\s*(?:re|sv|svar|aw|antw|antwort|antwoord|vs|vastaus|ref|rif|rép|réf|r|res|resp|odp|odpověď|vá|válasz|ynt|yanıt|cevap|ha|απ|σχετ|回复|回覆|答复|返信|答覆|atb|bls|ad|vast|yt|тема|отв|ответ|на|відп)\s?(?:\[\d{1,3}\]|\^\d{1,3}|\(\d{1,3}\))?\s?[:：]\s?/iu
const forward =
  /^\s*(?:fwd?|forward|wg|vs|vb|vl|tr|rv|enc|i|pd|doorst|doorgestuurd|továbbítás|ilt|i̇lt|iletilen|redir\.?|videresend|videresendt|vidarebefordrat|přepos|fs|轉寄|转发|転送|πρθ|пер|hw|tov|fwd mail)\s?(?:\[\d{1,3}\])?\s?[:：]/iu

/** In Finnish an answer, in Danish and Norwegian a forward: it counts as neither alone. */
const undecided = /^\s*vs\s?:/i

export function isReplySubject(subject: string): boolean {
  return reply.test(subject) && !undecided.test(subject)
}

/** Takes away the first prefix of an answer, never that of a forward. */
export function withoutAnswerPrefix(subject: string): string {
  return isReplySubject(subject) ? subject.replace(reply, '') : subject
}

/** What a mail is to other mails, as far as it says so. */
export type MailKind = 'answer' | 'forward' | 'fresh'

/** `isReply`: its headers or its address say so. */
export function mailKind(subject: string, isReply: boolean): MailKind {
  const own = withoutMarks(subject)
  if (isReply || isReplySubject(own)) return 'answer'
  return forward.test(own) ? 'forward' : 'fresh'
}

const mark =
  '\\s*(?:\\[[^[\\]]{0,60}\\]|\\*{0,3}(?:ext|external|extern[aeot]?|externe[rs]|eksternt?|esterno|ulkoinen|zewnętrzny)\\*{0,3}:) ?'

/** What servers set before the Subject of a mail from outside: [EXT], EXTERNAL: */
export const serverMark = new RegExp(`^${mark}`, 'iu')
const serverMarks = new RegExp(`^(?:${mark})+`, 'iu')

function withoutMarks(subject: string): string {
  return subject.replace(serverMarks, '')
}

export function isForward(subject: string, cuts: readonly Cut[]): boolean {
  const own = withoutMarks(subject)
  if (forward.test(own) && !reply.test(own)) return true
  if (undecided.test(own)) return true
  const first = cuts.find(({ reason }) => reason === 'quoted_history')?.text.split('\n', 1)[0] ?? ''
  return dividerOf(first) === 'forward'
}
