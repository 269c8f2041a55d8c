// The text that a mail sends, with the reason for everything that was left out of it.
// Guarantees: pure and synchronous; the same mail and options give the same text; every piece that
// the mail held and the text does not is in `cuts`. The steps are those of docs/text.md, in order.
import type { ReadMail } from '../read-mail.ts'
import { cutQuotation, type Cut } from './cut-quotation.ts'
import { encodeText } from './encode-text.ts'
import { readableHtml } from './readable-html.ts'

export type { Cut } from './cut-quotation.ts'

export interface TextOptions {
  subject: 'prepend' | 'ignore'
  quotedHistory: 'cut' | 'keep'
  mailSignature: 'keep' | 'cut'
  disclaimers: 'cut' | 'keep'
  endMarks: readonly ('##' | '$$' | '###')[]
  smsSignature: string
  fixedText: string
  encoding: 'auto' | 'gsm' | 'unicode'
  maxParts: number
  /** 0 is no limit. */
  maxChars: number
  tooLong: 'refuse' | 'cut_and_tell'
}

export interface TextFacts {
  /** The Subject held numbers, a key or a time. */
  subjectUsed: boolean
  isReply: boolean
}

export type TextRefusal = 'text_empty' | 'text_only_quotation' | 'text_too_long'

export interface ComposedText {
  /** Also there when the mail is refused. */
  text: string
  encoding: 'gsm7' | 'ucs2'
  parts: number
  cuts: Cut[]
  refused?: TextRefusal
}

export function composeText(mail: ReadMail, options: TextOptions, facts: TextFacts): ComposedText {
  const cuts: Cut[] = []
  const whole = bodyText(mail)
  const kept = options.quotedHistory === 'cut' ? cutQuotation(whole, cuts) : whole
  const written = tidy(withSubject(mail, kept, options, facts))
  const text = tidy(
    [written, options.smsSignature, options.fixedText].filter((piece) => piece !== '').join('\n'),
  )
  const refused =
    written !== '' ? undefined : whole.trim() === '' ? 'text_empty' : 'text_only_quotation'
  return withinLimits(text, options, cuts, refused)
}

function bodyText(mail: ReadMail): string {
  if (mail.text !== undefined && mail.text.trim() !== '') return mail.text
  return mail.html === undefined ? '' : readableHtml(mail.html)
}

function withSubject(mail: ReadMail, text: string, options: TextOptions, facts: TextFacts): string {
  const used =
    options.subject === 'prepend' && !facts.subjectUsed && !facts.isReply && mail.subject !== ''
  return used ? `${mail.subject}\n${text}` : text
}

/** Line breaks stay; blanks at line ends and more than one empty line do not. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function withinLimits(
  text: string,
  options: TextOptions,
  cuts: Cut[],
  refused: TextRefusal | undefined,
): ComposedText {
  const { saved, ...encoded } = encodeText(text, options.encoding)
  if (saved !== undefined) cuts.push({ reason: saved, text: '' })
  if (refused !== undefined) return { ...encoded, cuts, refused }
  if (fits(encoded.text, encoded.parts, options)) return { ...encoded, cuts }
  if (options.tooLong === 'refuse') return { ...encoded, cuts, refused: 'text_too_long' }
  const shorter = encodeText(shorten(encoded.text, options), options.encoding)
  cuts.push({ reason: 'too_long', text: encoded.text.slice(shorter.text.length) })
  return { text: shorter.text, encoding: shorter.encoding, parts: shorter.parts, cuts }
}

function fits(text: string, parts: number, options: TextOptions): boolean {
  return parts <= options.maxParts && (options.maxChars === 0 || text.length <= options.maxChars)
}

/** The longest beginning that fits, found by halving. */
function shorten(text: string, options: TextOptions): string {
  let fitting = 0
  let beyond = text.length
  while (beyond - fitting > 1) {
    const middle = Math.floor((fitting + beyond) / 2)
    const encoded = encodeText(text.slice(0, middle), options.encoding)
    if (fits(encoded.text, encoded.parts, options)) fitting = middle
    else beyond = middle
  }
  return text.slice(0, fitting)
}
