// What a text costs, and the cheaper spelling where one saves a part (GSM 7-bit where it fits,
// characters with an equal replaced when that saves a part, else UCS-2).
// Guarantees: nothing but equals is replaced unless `gsm` asks for it; every replacement is told.
import { withEquals } from '../../sms/alphabet-equals.ts'
import { segment, type Encoding } from '../../sms/parts.ts'

export interface EncodedText {
  text: string
  encoding: Encoding
  parts: number
  /** One sentence on what was replaced and what that saved. */
  saved?: string
}

export function encodeText(text: string, wish: 'auto' | 'gsm' | 'unicode'): EncodedText {
  const written = measure(text, wish)
  if (wish !== 'auto' || written.encoding === 'gsm7') return written
  const cheaper = withEquals(text)
  if (cheaper === text) return written
  const replaced = measure(cheaper, wish)
  const saved = written.parts - replaced.parts
  if (saved <= 0) return written
  return {
    ...replaced,
    saved: `equal characters replaced, ${saved} part${saved === 1 ? '' : 's'} saved`,
  }
}

function measure(text: string, wish: 'auto' | 'gsm' | 'unicode'): EncodedText {
  const encoding = wish === 'gsm' ? 'gsm7' : wish === 'unicode' ? 'ucs2' : 'auto'
  const cut = segment(text, { encoding })
  return { text: cut.parts.join(''), encoding: cut.encoding, parts: cut.parts.length }
}
