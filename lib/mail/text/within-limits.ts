// A text as it goes out, in the encoding and within the length that its sender may have: what is longer is
// refused or cut.
import type { TextRefusal } from '../language/reasons.ts'
import type { Cut } from './cut-quotation.ts'
import { encodeText } from './encode-text.ts'

export interface TextLimits {
  encoding: 'auto' | 'gsm' | 'unicode'
  maxParts: number
  /** 0 is no limit. */
  maxChars: number
  tooLong: 'refuse' | 'cut_and_tell'
}

export interface ComposedText {
  /** Also there when the mail is refused. */
  text: string
  encoding: 'gsm7' | 'ucs2'
  parts: number
  cuts: Cut[]
  refused?: TextRefusal
}

/** `cuts`: what was left out before; `refused`: why it is refused in any case. */
export function withinLimits(
  text: string,
  options: TextLimits,
  cuts: Cut[] = [],
  refused?: TextRefusal,
): ComposedText {
  const { saved, ...encoded } = encodeText(text, options.encoding)
  if (saved !== undefined) cuts.push({ reason: saved, text: '' })
  if (refused !== undefined) return { cuts, refused, ...encoded }
  if (fits(encoded.text, encoded.parts, options)) return { cuts, ...encoded }
  if (options.tooLong === 'refuse') return { cuts, refused: 'text_too_long', ...encoded }
  const shorter = encodeText(shorten(encoded.text, options), options.encoding)
  cuts.push({ reason: 'too_long', text: encoded.text.slice(shorter.text.length) })
  return { text: shorter.text, encoding: shorter.encoding, parts: shorter.parts, cuts }
}

function fits(text: string, parts: number, options: TextLimits): boolean {
  return parts <= options.maxParts && (options.maxChars === 0 || text.length <= options.maxChars)
}

/** 255 parts of 153 septets. */
const mostChars = 39_015

/** The longest beginning that fits, found by halving. */
function shorten(text: string, options: TextLimits): string {
  let fitting = 0
  let beyond = Math.min(text.length, mostChars) + 1
  while (beyond - fitting > 1) {
    const middle = Math.floor((fitting + beyond) / 2)
    const encoded = encodeText(text.slice(0, middle), options.encoding)
    if (fits(encoded.text, encoded.parts, options)) fitting = middle
    else beyond = middle
  }
  return text.slice(0, isPairSplit(text, fitting) ? fitting - 1 : fitting)
}

/** Whether a cut at `at` would part the two halves of one character beyond the BMP, such as an emoji. */
function isPairSplit(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff
}
