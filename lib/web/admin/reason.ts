// Why a message is as it is, in words. What a provider said stands as it said it.
import { isReasonCode, phrases } from '../../mail/language/index.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill, type ReasonCode } from '../../mail/language/reasons.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { adminWord, isAdminWord } from './words/index.ts'

interface Fate {
  readonly state: string
  readonly reason: string | null
  readonly phone: string
}

/** The names under which refusals stand in the log, each with the code that has its sentence. */
const logNames: readonly (readonly [RegExp, ReasonCode])[] = [
  [/^sms_already_sent_24H$/, 'duplicate'],
  [/^Personal:(.*)$/s, 'limit_personal_none'],
  [/^Group:(.*)$/s, 'limit_group_none'],
  [/^no_sms_left:Personal:(.*)$/s, 'limit_personal_used'],
  [/^no_sms_left:Group:(.*)$/s, 'limit_group_used'],
]

/** '' where there is no reason. */
export function reasonInWords(language: Language, { reason, phone }: Fate): string {
  if (reason === null || reason === '') return ''
  const told = { number: formatPhone(phone), phone: formatPhone(phone) }
  for (const [form, code] of logNames) {
    const match = form.exec(reason)
    if (match !== null) return sentence(language, code, { ...told, group: match[1] ?? '' })
  }
  if (isReasonCode(reason)) return sentence(language, reason, told)
  const by = /^by (.*)$/s.exec(reason)?.[1]
  if (by !== undefined) return `${adminWord(language, 'reason_by')} ${by}`
  if (reason === 'waited too long') return adminWord(language, 'reason_waited')
  if (reason === 'the process that sent it ended') return adminWord(language, 'reason_gone')
  return reason
}

function sentence(
  language: Language,
  code: ReasonCode,
  params: Readonly<Record<string, string>>,
): string {
  return fill(phrases[language].reasons[code], params)
}

/** `cut`: what was left out; `outcome`: what a route answered; `proof`: what proved the sender. */
export function nameInWords(
  language: Language,
  kind: 'cut' | 'outcome' | 'proof',
  name: string,
): string {
  const [first = '', ...rest] = name.split(' ')
  const known = `${kind}_${first === 'reply' ? 'tag' : first}`
  if (!isAdminWord(known)) return name
  return first === 'key'
    ? [adminWord(language, known), ...rest].join(' ')
    : adminWord(language, known)
}
