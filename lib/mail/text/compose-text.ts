// The text that a mail sends, with the reason for everything that was left out of it.
// Guarantees: pure and synchronous; the same mail and options give the same text; every piece that
// the mail held and the text does not is in `cuts`. The steps are those of docs/text.md, in order.
import type { TextRefusal } from '../language/reasons.ts'
import type { ReadMail } from '../read-mail.ts'
import { withLinkPlace } from './block-link.ts'
import { cutQuotation, type Cut, type OwnText } from './cut-quotation.ts'
import { withinEndMarks, type EndMark } from './end-marks.ts'
import { forwardedMail } from './forwarded-mail.ts'
import { isBlank, lineOf, linesOf, rawOf, textOf, type Line } from './line.ts'
import { plainLinesOf, type BodyLines } from './plain-text.ts'
import { readableHtml } from './readable-html.ts'
import { isForward, mailKind, type MailKind } from './words/subjects.ts'
import { trimBanners, trimNoise } from './trim-noise.ts'
import { withinLimits, type ComposedText, type TextLimits } from './within-limits.ts'

export type { Cut } from './cut-quotation.ts'
export type { ComposedText } from './within-limits.ts'

/** What of a mail its text is composed from. */
export type ComposableMail = Pick<ReadMail, 'subject' | 'text' | 'html'>

export interface TextOptions extends TextLimits {
  subject: 'prepend' | 'ignore'
  quotedHistory: 'cut' | 'keep'
  mailSignature: 'keep' | 'cut'
  disclaimers: 'cut' | 'keep'
  endMarks: readonly EndMark[]
  smsSignature: string
  fixedText: string
  /** What stands for `_BLOCKSMSLINK_`; undefined: it stays. */
  linkPlace: string | undefined
}

export interface TextFacts {
  /** The Subject held numbers, a key or a time. */
  subjectUsed: boolean
  isReply: boolean
}

/** What the person wrote, before the gateway adds anything to it. */
interface Written {
  text: string
  cuts: Cut[]
  refused?: TextRefusal
  /** All of the text, where everything in it was taken for noise. */
  whole?: string
}

export function composeText(
  mail: ComposableMail,
  options: TextOptions,
  facts: TextFacts,
): ComposedText {
  const { lines, cuts: before } = bodyLines(mail)
  const subject = subjectLine(mail, options, facts)
  const composed = writtenIn(mail, lines, options, facts)
  const { whole } = composed
  const written: Written =
    subject === '' && whole !== undefined ? { text: whole, cuts: [] } : composed
  const refused = refusalOf(written, subject)
  const text = [subject, written.text, options.smsSignature, options.fixedText]
    .filter((piece) => piece !== '')
    .join('\n')
  const linked = options.linkPlace === undefined ? text : withLinkPlace(text, options.linkPlace)
  return withinLimits(linked, options, [...before, ...written.cuts], refused)
}

function refusalOf({ text, refused }: Written, subject: string): TextRefusal | undefined {
  // RFC 4880 6.2: what is encrypted says nothing to a phone; within a line the words are only spoken of.
  if (/^-----BEGIN PGP MESSAGE-----[ \t]*$/m.test(text)) return 'mail_unreadable'
  return subject !== '' && refused === 'text_empty' ? undefined : refused
}

function writtenIn(
  mail: ComposableMail,
  lines: readonly Line[],
  options: TextOptions,
  facts: TextFacts,
): Written {
  const marked = withinEndMarks(textOf(lines), options.endMarks)
  if (marked !== undefined) return { text: tidy(marked.text), cuts: marked.cuts }
  if (options.quotedHistory === 'keep') {
    const { lines: kept, cuts } = trimNoise(lines, options)
    return judged(tidy(withMarks(kept)), cuts, lines)
  }
  return withoutHistory(mail, lines, options, facts)
}

/** Quotations keep their marks where history stays. */
function withMarks(lines: readonly Line[]): string {
  return lines.map(({ depth, raw, text }) => (depth > 0 ? raw : text)).join('\n')
}

function withoutHistory(
  mail: ComposableMail,
  lines: readonly Line[],
  options: TextOptions,
  facts: TextFacts,
): Written {
  const kind = mailKind(mail.subject, facts.isReply)
  const banner = options.disclaimers === 'cut' ? trimBanners(lines) : { lines, cuts: [] }
  const own = cutWithHelp(banner.lines, mail, kind)
  const rest = trimNoise(own.lines, options)
  const text = tidy(textOf(rest.lines))
  const cuts = [...banner.cuts, ...own.cuts, ...rest.cuts]
  const mayBeForward = kind !== 'answer' || isForward(mail.subject, own.cuts)
  const forward = mayBeForward ? forwardBelow(own) : undefined
  if (forward === undefined) return judged(text, cuts, lines)
  return { text: forward.text, cuts: [...banner.cuts, ...forward.cuts] }
}

/** The forwarded mail, where nothing stands above it but what programs add and a signature. */
function forwardBelow({ lines, quotation }: OwnText): Written | undefined {
  if (quotation.lines.length === 0) return undefined
  // A signature may be the first thing there is; it is looked for below something.
  const above = trimNoise([lineOf('', '', 0), ...lines], {
    mailSignature: 'cut',
    disclaimers: 'cut',
  })
  if (!above.lines.every(isBlank)) return undefined
  const { head, lines: inside } = forwardedMail(quotation)
  const text = tidy(textOf(inside))
  const cuts = [...above.cuts, { reason: 'forward_header', text: rawOf(head) }]
  return text === '' ? undefined : { text, cuts }
}

/** HTML that may know of history what its plain text does not. */
const knowsHistory =
  /gmail_quote|yahoo_quoted|divRplyFwdMsg|appendonsend|moz-cite-prefix|OLK_SRC_BODY|type="?cite|protonmail_quote|zmail_extra|__DIVIDER__|name="quote"/i

/** Where the plain text shows no history, its HTML is asked. */
function cutWithHelp(lines: readonly Line[], mail: ComposableMail, kind: MailKind): OwnText {
  const isHtml = !hasText(mail)
  const own = cutQuotation(lines, { kind, isHtml })
  if (own.cuts.length > 0 || isHtml || !knowsHistory.test(mail.html ?? '')) return own
  const byTree = cutQuotation(readableHtml(mail.html ?? ''), { kind, isHtml: true })
  return byTree.cuts.length > 0 && !byTree.lines.every(isBlank) ? byTree : own
}

/** What would leave nothing is no noise, as far as a person or a machine can have written it. */
function judged(text: string, cuts: Cut[], lines: readonly Line[]): Written {
  if (text !== '') return { text, cuts }
  if (cuts.some(({ reason }) => reason === 'quoted_history'))
    return { text, cuts, refused: 'text_only_quotation' }
  const doubtful = cuts.some(({ reason }) => reason === 'banner' || reason === 'footer')
  return { text, cuts, refused: 'text_empty', ...(doubtful && { whole: tidy(textOf(lines)) }) }
}

function bodyLines(mail: ComposableMail): BodyLines {
  if (hasText(mail)) return plainLinesOf(linesOf(mail.text ?? ''))
  return { lines: mail.html === undefined ? [] : readableHtml(mail.html), cuts: [] }
}

/** A text of nothing but joiners and blanks stands beside HTML only for form's sake. */
const visible = /[^\s\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/

function hasText({ text = '', html }: ComposableMail): boolean {
  return visible.test(text) && !(html !== undefined && isPlaceholder(text))
}

/** "Your program cannot show HTML": text that a mailer wrote in place of the person's. */
function isPlaceholder(text: string): boolean {
  return (
    text.length < 600 &&
    /\bhtml\b/i.test(text) &&
    /(?:e-?mail|mail|message|nachricht|besked|meddelande)\b/i.test(text) &&
    /(?:view|viewer|client|support|display|enable|reader|anzeigen|vise|programme|klient|compatible)/i.test(
      text,
    )
  )
}

function subjectLine(mail: ComposableMail, options: TextOptions, facts: TextFacts): string {
  const isAnswer = mailKind(mail.subject, facts.isReply) === 'answer'
  const used = options.subject === 'prepend' && !facts.subjectUsed && !isAnswer
  return used ? mail.subject : ''
}

/** Characters that show nothing; marks of direction count only where a script runs to the left. */
function withoutInvisible(text: string): string {
  const shown = text.replace(/[\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff]/g, '')
  if (/[\u0590-\u08ff\ufb1d-\ufefc]/.test(shown)) return shown
  return shown.replace(/[\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
}

/** Line breaks stay; blanks at line ends and more than one empty line do not. */
function tidy(text: string): string {
  return withoutInvisible(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
