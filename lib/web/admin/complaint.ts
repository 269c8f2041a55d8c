// A complaint in the language of whoever reads it; one that the pages do not meet as a rule is said in
// English.
import type { JobNote } from '../../gateway/administration/jobs.ts'
import { isReasonCode, phrases } from '../../mail/language/index.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill } from '../../mail/language/reasons.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import { adminWord, isAdminWord, lineIn } from './words/index.ts'
import { complaintWords } from './words/complaints.ts'

/** `said`: a Complaint, or what a job noted of one. */
export function complaintInWords(language: Language, said: JobNote): string {
  const { code, params, message } = said
  if (code === undefined) return message
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(params))
    values[name] = valueInWords(language, name, String(value))
  return isReasonCode(code)
    ? fill(phrases[language].reasons[code], values)
    : fill(lineIn(language, complaintWords[code]), values)
}

function valueInWords(language: Language, name: string, value: string): string {
  if (name === 'state') return stateWord(value, messageWords[language])
  const setting = `set_${value}`
  return name === 'setting' && isAdminWord(setting) ? adminWord(language, setting) : value
}
