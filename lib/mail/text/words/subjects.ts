// The prefixes that mail programs set before the Subject of answers and forwards.
import type { Cut } from '../cut-quotation.ts'
import { dividerOf } from './dividers.ts'

const reply =
  /^\s*(?:re|sv|svar|aw|antw|antwort|antwoord|vs|vastaus|ref|rif|rép|réf|r|res|resp|odp|odpověď|vá|válasz|ynt|yanıt|απ|σχετ|回复|回覆|答复|返信|答覆|atb|bls|ad|vast|yt|тема|ответ|на|відп)\s?(?:\[\d{1,3}\]|\^\d{1,3}|\(\d{1,3}\))?\s?[:：]/iu
const forward =
  /^\s*(?:fwd?|forward|wg|vs|vb|vl|tr|rv|enc|i|pd|doorst|doorgestuurd|továbbítás|ilt|i̇lt|iletilen|redir\.?|videresend|videresendt|vidarebefordrat|přepos|fs|轉寄|转发|転送|πρθ|пер|hw|tov|fwd mail)\s?(?:\[\d{1,3}\])?\s?[:：]/iu

/** VS: is an answer in Finnish and a forward in Danish and Norwegian: it counts as neither alone. */
export function isReplySubject(subject: string): boolean {
  return reply.test(subject) && !/^\s*vs\s?:/i.test(subject)
}

export function isForward(subject: string, cuts: readonly Cut[]): boolean {
  if (forward.test(subject) && !reply.test(subject)) return true
  if (/^\s*vs\s?:/i.test(subject)) return true
  const first = cuts.find(({ reason }) => reason === 'quoted_history')?.text.split('\n', 1)[0] ?? ''
  return dividerOf(first) === 'forward'
}
