// The pieces that every form has in which somebody writes a text: the field that is counted, the choice of
// a stock phrase, and what the text will be.
import type { Measured } from '../../gateway/conversations/index.ts'
import type { Price } from '../../gateway/conversations/price.ts'
import type { ListedPhrase } from '../../gateway/people/phrases.ts'
import { isReasonCode, phrases as allPhrases } from '../../mail/language/index.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill } from '../../mail/language/reasons.ts'
import { sentence, type Refusal } from '../../policy/errors.ts'
import { segment } from '../../sms/parts.ts'
import type { PersonVisit } from '../visit.ts'
import { messageWords } from './words.ts'

export const longestText = 10_000

export function refusalText(refusal: Refusal, language: Language): string {
  const { code, params } = refusal
  return isReasonCode(code) ? fill(allPhrases[language].reasons[code], params) : sentence(refusal)
}

/** `2 parts · GSM-7 · 145 left · 0.13 EUR`. */
export function measuredLine(
  { parts, encoding, text, price }: Measured,
  language: Language,
): string {
  const words = messageWords[language]
  const left = `${roomLeft(text, encoding, parts)} ${words.left}`
  return [sizeOf({ parts, encoding }, language), left, ...prices(price, language)].join(' · ')
}

export function sizeOf(
  { parts, encoding }: Pick<Measured, 'parts' | 'encoding'>,
  language: Language,
): string {
  const words = messageWords[language]
  const alphabet = encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'
  return `${parts} ${parts === 1 ? words.part : words.parts} · ${alphabet}`
}

export function prices(price: readonly Price[], language: Language): string[] {
  const { credits } = messageWords[language]
  return price.map(({ amount, unit }) => `${amount} ${unit === 'credits' ? credits : unit}`.trim())
}

/** How many characters the last part still holds. 3GPP TS 23.040 9.2.3.24.1: the header of parts takes 6 octets. */
function roomLeft(text: string, encoding: 'gsm7' | 'ucs2', parts: number): number {
  const { units } = segment(text, { encoding })
  const [alone, each] = encoding === 'gsm7' ? [160, 153] : [70, 67]
  return Math.max(0, (parts === 1 ? alone : parts * each) - units)
}

/** The text with a phrase behind it, where no script puts it where the cursor is. */
export function withPhrase(text: string, phrase: string | undefined): string {
  if (phrase === undefined) return text
  return text === '' || /\s$/.test(text) ? text + phrase : `${text} ${phrase}`
}

/** A script inserts what is chosen; without one there is a button. */
export function PhraseChoice({
  visit,
  phrases,
}: {
  visit: PersonVisit
  phrases: readonly ListedPhrase[]
}) {
  const words = messageWords[visit.language]
  const { base } = visit.site
  if (phrases.length === 0) return null
  return (
    <span class="phrase-choice">
      <select name="phrase" aria-label={words.phrase} data-phrases={`${base}/phrases`}>
        <option value="">{words.phrase}</option>
        {phrases.map(({ id, name, group }) => (
          <option value={id}>
            {group === undefined ? name : `${name} (${group || 'Master'})`}
          </option>
        ))}
      </select>
      <button class="button without-script" name="do" value="insert" formNoValidate>
        {words.insert}
      </button>
    </span>
  )
}
