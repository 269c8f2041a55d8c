// Why a message is as it is, in words. What a provider said stands as it said it.
import { phrases } from '../../mail/language/index.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill } from '../../mail/language/reasons.ts'
import { readReason } from '../../policy/message-reason.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { adminWord, isAdminWord } from './words/index.ts'

interface Fate {
  readonly state: string
  readonly reason: string | null
  readonly phone: string
}

/** '' where there is no reason. */
export function reasonInWords(language: Language, { reason, phone }: Fate): string {
  if (reason === null || reason === '') return ''
  const known = readReason(reason)
  if (known === undefined) return reason
  const { code, value } = known
  switch (code) {
    case 'by_hand':
      return `${adminWord(language, 'reason_by_hand')} ${value}`
    case 'waited_too_long':
    case 'holder_gone':
    case 'waits_for_answer':
    case 'is_answer':
    case 'account_paused':
      return adminWord(language, `reason_${code}`)
    default: {
      const shown = formatPhone(phone)
      const params = { number: shown, phone: shown, group: value }
      return fill(phrases[language].reasons[code], params)
    }
  }
}

/** `cut`: what was left out; `outcome`: what a route answered; `proof`: what proved the sender. */
export function nameInWords(
  language: Language,
  kind: 'cut' | 'outcome' | 'proof',
  name: string,
): string {
  const [first = '', ...rest] = name.split(' ')
  const known = `${kind}_${first}`
  if (!isAdminWord(known)) return name
  return first === 'key'
    ? [adminWord(language, known), ...rest].join(' ')
    : adminWord(language, known)
}
