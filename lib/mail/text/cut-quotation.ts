// The quoted history of a reply, told from what the person wrote.
// Guarantees: linear in the number of lines; a line that no rule names stays; answers below and
// between quotations stay. Works on lines, whether they came from text or from HTML.
import { findAttributions, type Attribution } from './find-attribution.ts'
import { fieldLines, headerBlockLength, isSurelyHeader, type FieldLines } from './header-block.ts'
import { isBlank, lineOf, rawOf, type Line } from './line.ts'
import { dividerOf, isReplyAbove, isRuler, isTitle } from './words/dividers.ts'
import type { MailKind } from './words/subjects.ts'

/** Where the lines come from. */
interface Source {
  readonly kind: MailKind
  /** Marks and depths were set by a mail program, not typed. */
  readonly isHtml: boolean
}

export interface Cut {
  /** One word that docs/text.md explains. */
  reason: string
  text: string
}

export interface OwnText {
  lines: Line[]
  cuts: Cut[]
  quotation: Quotation
}

/** All that was quoted. */
export interface Quotation {
  lines: readonly Line[]
  /** How many of the lines introduce it. */
  head: number
  /** Its header block may be there still: nothing but the HTML or a mark told where it begins. */
  isBare: boolean
}

/** What stands at a place where quoted text may begin. */
interface Border {
  kind: 'attribution' | 'header-block' | 'divider' | 'reply-above' | 'container'
  start: number
  end: number
  before: string
}

interface Introductions extends FieldLines {
  attributions: ReadonlyMap<number, Attribution>
}

/** The lines with what was found out about all of them at once. */
interface Text extends Introductions {
  readonly kind: MailKind
  /** How many lines are marked as quoted. */
  readonly markedLines: number
  /** Marks are those of a quotation. */
  marksCount: boolean
}

const hiddenNotes =
  /^\[?(?:quoted text hidden|citeret tekst skjult|sitert tekst er skjult|den citerade texten är dold|citerad text dold|zitierter text wird ausgeblendet|texte des messages précédents masqué|texto citado oculto|el texto citado está oculto|testo tra virgolette nascosto|texto das mensagens anteriores oculto|tekst uit oorspronkelijke bericht is verborgen|ukryto cytowany tekst|cytowany tekst został ukryty)\]?$/i

export function cutQuotation(
  lines: readonly Line[],
  source: Source = { kind: 'answer', isHtml: false },
): OwnText {
  const text = readText(lines, source)
  const own: Line[] = []
  const quoted: Line[] = []
  const lastOwn = lines.findLastIndex(
    (line) => !isBlank(line) && line.depth === 0 && line.quoted !== true,
  )
  let first: Border | undefined
  let introduced = false
  let at = 0
  while (at < lines.length) {
    const border = borderAt(text, at)
    if (border === undefined) {
      const line = lines[at]
      if (line === undefined) break
      const history = line.soft === true ? introduced || at > lastOwn : isHistory(text, at)
      if (!history && !isBlank(line)) introduced = false
      if (history) quoted.push(line)
      else own.push(line.depth > 0 && line.soft !== true ? lineOf(line.raw, line.raw, 0) : line)
      at++
      continue
    }
    introduced = true
    text.marksCount = true
    if (quoted.length === 0) first = border
    if (border.before !== '') own.push(lineOf(border.before, border.before, 0))
    const nothingAbove = own.every(isBlank)
    quoted.push(...lines.slice(border.start, border.end))
    if (restIsMarked(lines, border)) {
      at = border.end
      continue
    }
    const rest = lines.slice(border.end)
    if (nothingAbove && border.kind === 'attribution') own.push(...rest)
    else quoted.push(...rest)
    at = lines.length
  }
  return { lines: own, cuts: cutsOf(quoted), quotation: quotationOf(quoted, first) }
}

function readText(lines: readonly Line[], { kind, isHtml }: Source): Text {
  const attributions = findAttributions(lines)
  const marked = lines.filter((line) => line.depth > 0 || line.quoted === true)
  return {
    lines,
    fields: fieldLines(lines).fields,
    attributions,
    kind,
    markedLines: marked.length,
    marksCount: kind !== 'fresh' || isHtml || attributions.size > 0 || isNested(marked),
  }
}

/** No person types marks of several levels. */
function isNested(marked: readonly Line[]): boolean {
  return marked.some(({ depth }) => depth !== marked[0]?.depth)
}

function cutsOf(quoted: readonly Line[]): Cut[] {
  const text = rawOf(quoted)
  return text === '' ? [] : [{ reason: 'quoted_history', text }]
}

function quotationOf(lines: readonly Line[], first: Border | undefined): Quotation {
  const head = first === undefined ? 0 : first.end - first.start
  return { lines, head, isBare: first === undefined || first.kind === 'container' }
}

// Behind an attribution or a header block the quotation is either marked line by line, and what is
// not marked is the person's, or it is not marked at all and reaches to the end.
function restIsMarked(lines: readonly Line[], border: Border): boolean {
  if (border.kind === 'container' || border.kind === 'reply-above') return false
  for (let at = border.end; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined || (isBlank(line) && line.depth === 0)) continue
    return line.depth > 0 || line.quoted === true
  }
  return true
}

function borderAt(text: Text, at: number): Border | undefined {
  const { lines } = text
  const line = lines[at]
  if (line === undefined) return undefined
  if (line.role === 'border' || (line.role === 'ruler' && isLabelled(lines, at + 1))) {
    return { kind: 'container', start: at, end: at + 1, before: '' }
  }
  if (isBlank(line) || line.depth > 0 || line.quoted === true) return undefined
  return (
    dividerBorder(text, at, line.plain) ??
    headerBorder(text, at) ??
    attributionBorder(text, at) ??
    (isReplyAbove(line.plain)
      ? { kind: 'reply-above', start: at, end: at + 1, before: '' }
      : undefined)
  )
}

function dividerBorder(text: Text, at: number, line: string): Border | undefined {
  const divider = dividerOf(line)
  if (divider !== undefined) {
    const block = nextBlock(text, at + 1)
    return { kind: 'divider', start: at, end: block ?? at + 1, before: '' }
  }
  if (!isRuler(line) && !isTitle(line)) return undefined
  const end = nextBlock(text, at + 1)
  if (end === undefined || (text.kind === 'fresh' && !isSurelyHeader(text, at + 1, end)))
    return undefined
  return { kind: 'header-block', start: at, end, before: '' }
}

/** Where the header block or attribution ends that follows within a few blank lines. */
export function nextBlock(text: Introductions, from: number): number | undefined {
  const { lines, attributions } = text
  for (let at = from; at < Math.min(lines.length, from + 5); at++) {
    const line = lines[at]
    if (line === undefined || isBlank(line)) continue
    const length = headerBlockLength(text, at)
    if (length > 0) return at + length
    return attributions.get(at)?.end
  }
  return undefined
}

// In a mail that answers and forwards nothing it is a form, a booking, or what a machine tells of.
function headerBorder(text: Text, at: number): Border | undefined {
  if (text.kind === 'fresh') return undefined
  const length = headerBlockLength(text, at)
  return length === 0
    ? undefined
    : { kind: 'header-block', start: at, end: at + length, before: '' }
}

function attributionBorder({ attributions }: Text, at: number): Border | undefined {
  const found = attributions.get(at)
  return found === undefined ? undefined : { kind: 'attribution', ...found }
}

/** A line that is marked as quoted, and not merely drawn with an arrow. */
function isHistory(text: Text, at: number): boolean {
  const line = text.lines[at]
  if (line === undefined) return false
  if (line.quoted === true) return true
  if (line.depth > 0) return text.marksCount && !isLoneMark(text, at)
  return hiddenNotes.test(line.plain) || (text.marksCount && isWrappedTail(text.lines, at))
}

// "> 5 years": one marked line among the person's own, with text below it, is the person's.
function isLoneMark({ lines, markedLines, attributions, kind }: Text, at: number): boolean {
  if (markedLines > 1 || kind === 'answer') return false
  const below = lines.slice(at + 1).some((line) => !isBlank(line))
  return below && ![...attributions.values()].some(({ end }) => end === at)
}

// A mailer that wraps its own quotation leaves the end of a line unmarked between marked ones.
function isWrappedTail(lines: readonly Line[], at: number): boolean {
  const [above, line, below] = [lines[at - 1], lines[at], lines[at + 1]]
  if (above === undefined || line === undefined || below === undefined) return false
  if (above.depth === 0 || below.depth === 0 || isBlank(line)) return false
  if (/^\(?https?:\/\/\S+\)?\s*>?$/.test(line.plain)) return true
  if (/https?:\/\/\S+$/.test(above.plain) && !/\s/.test(line.plain)) return true
  if (isBlank(above) || isBlank(below) || above.depth !== below.depth) return false
  return above.raw.length >= 60 && line.text.length <= 25 && /^[\p{Ll}\d(]/u.test(line.text)
}

/** Below a drawn rule two lines "name: value" are a header block in whatever language. */
function isLabelled(lines: readonly Line[], from: number): boolean {
  const next = lines.slice(from, from + 6).filter((line) => !isBlank(line))
  return (
    next.length >= 2 &&
    next
      .slice(0, 2)
      .every((line) => /^[\s*]*\p{L}[\p{L}\p{M} .()-]{0,25}\*?\s?[:：]/u.test(line.plain))
  )
}
