// What programs, servers and companies add around a person's words: banners on top, device lines,
// disclaimers, scanner and list footers below; and the mail signature where the group wants it cut.
// Guarantees: works from the two ends inwards and stops at the first line that no rule names, so
// that nothing in the middle of a text is touched but lines that name a device and stand alone.
import type { Cut } from './cut-quotation.ts'
import { isBlank, rawOf, type Line } from './line.ts'
import {
  bannerLine,
  disclaimerTitle,
  disclaimerWords,
  footerLine,
  listFooter,
  listName,
} from './words/boilerplate.ts'
import { isClosing } from './words/closings.ts'
import { isDeviceLine } from './words/devices.ts'
import { isRuler } from './words/dividers.ts'

export interface Trimmed {
  lines: Line[]
  cuts: Cut[]
}

export interface NoiseOptions {
  mailSignature: 'keep' | 'cut'
  disclaimers: 'cut' | 'keep'
}

export function trimNoise(lines: readonly Line[], options: NoiseOptions): Trimmed {
  const cuts: Cut[] = []
  let kept = [...lines]
  const take = (reason: string, from: number, to: number) => {
    cuts.push({ reason, text: rawOf(kept.slice(from, to)) })
    kept = [...kept.slice(0, from), ...kept.slice(to)]
  }
  if (options.disclaimers === 'cut') {
    for (let end = bannerEnd(kept); end > 0; end = bannerEnd(kept)) take('banner', 0, end)
    for (let found = findFooter(kept); found !== undefined; found = findFooter(kept))
      take(found.reason, found.from, kept.length)
    for (let at = kept.length - 1; at >= 0; at--)
      if (isLoneDeviceLine(kept, at)) take('device_line', at, at + 1)
  }
  if (options.mailSignature === 'cut') {
    const start = signatureStart(kept)
    if (start < kept.length) take('mail_signature', start, kept.length)
  }
  return { lines: kept, cuts: cuts.filter(({ text }) => text !== '') }
}

/** Where the banner ends that the text begins with, 0 when there is none. */
function bannerEnd(lines: readonly Line[]): number {
  const first = lines.findIndex((line) => !isBlank(line))
  const line = lines[first]
  if (line === undefined || !bannerLine.test(line.plain)) return 0
  let end = first + 1
  if (line.plain.length > 24)
    while (end < lines.length && end < first + 8 && !isBlank(lines[end] ?? line)) end++
  // A banner in the same paragraph as the person's words: only its own line.
  const paragraph = lines.slice(first + 1, end)
  const wholeParagraph =
    end < lines.length &&
    paragraph.every((each) =>
      /click|attachment|recogni|sender|safe|links?|vedhæft|afsender|bilag|anhäng|absender|extern|important|report|avsändare|expéditeur|cliquez/iu.test(
        each.plain,
      ),
    )
  return wholeParagraph ? end : first + 1
}

interface Footer {
  reason: string
  from: number
}

/** The last paragraph, when it is something that no person writes under a text. */
function findFooter(lines: readonly Line[]): Footer | undefined {
  const last = lines.findLastIndex((line) => !isBlank(line))
  if (last < 0) return undefined
  const lastLine = lines[last]
  if (lastLine !== undefined && isDeviceLine(lastLine.plain) && !isInSignature(lines, last))
    return { reason: 'device_line', from: withDelimiter(lines, last) }
  const first = paragraphStart(lines, last)
  const paragraph = lines.slice(first, last + 1)
  if (paragraph.every((line) => isRuler(line.plain))) return { reason: 'ruler', from: first }
  const list = listFooterStart(lines, first)
  if (list !== undefined) return { reason: 'list_footer', from: list }
  const footer = paragraph.findIndex((line) => footerLine.test(line.plain))
  if (footer >= 0 && paragraph.length - footer <= 8)
    return { reason: 'footer', from: first + footer }
  const title = lines.findLastIndex(
    (line, at) => at >= first - 12 && disclaimerTitle.test(line.plain),
  )
  if (title >= 0 && isDisclaimer(lines.slice(title, last + 1)))
    return { reason: 'disclaimer', from: title }
  // What the whole paragraph does not hold, no part of it does.
  const start =
    countDisclaimerWords(textOf(paragraph)) < 2
      ? -1
      : paragraph.findIndex(
          (line, index) => startsSentence(line) && isDisclaimer(paragraph.slice(index)),
        )
  return start >= 0 ? { reason: 'disclaimer', from: first + disclaimerLine(paragraph) } : undefined
}

/** The first line of the paragraph that itself speaks of confidentiality and the like. */
function disclaimerLine(paragraph: readonly Line[]): number {
  const at = paragraph.findIndex(({ plain }) => countDisclaimerWords(plain.toLowerCase()) > 0)
  return Math.max(at, 0)
}

function startsSentence(line: Line): boolean {
  return /^[\s*_"'“([-]*\p{Lu}/u.test(line.plain)
}

function isDisclaimer(lines: readonly Line[]): boolean {
  const text = textOf(lines).slice(0, 3000)
  if (text.length < 60) return false
  const hits = countDisclaimerWords(text)
  return hits >= 4 || (hits >= 2 && lines.some((line) => disclaimerTitle.test(line.plain)))
}

function textOf(lines: readonly Line[]): string {
  return lines
    .map((line) => line.plain)
    .join(' ')
    .toLowerCase()
}

function countDisclaimerWords(text: string): number {
  return disclaimerWords.filter((word) => word.test(text)).length
}

function paragraphStart(lines: readonly Line[], last: number): number {
  let first = last
  while (first > 0 && last - first < 60) {
    const above = lines[first - 1]
    if (above === undefined || isBlank(above)) break
    first--
  }
  return first
}

function withDelimiter(lines: readonly Line[], at: number): number {
  const above = lines.findLastIndex((line, index) => index < at && !isBlank(line))
  return above >= 0 && isDelimiter(lines[above]) ? above : at
}

// Mailman and its like: a ruler of underscores, then the list's name and address.
function listFooterStart(lines: readonly Line[], first: number): number | undefined {
  for (let at = first; at >= 0 && at > first - 3; at--) {
    const line = lines[at]
    if (line === undefined || !(listFooter.test(line.plain) || isDelimiter(line))) continue
    const below = lines.slice(at + 1).filter((each) => !isBlank(each))
    const named = below.some((each) => listName.test(each.plain))
    return named && below.length <= 8 ? at : undefined
  }
  return undefined
}

/** RFC 3676 4.3, and what becomes of its blank on the way. */
export function isDelimiter(line: Line | undefined): boolean {
  return line !== undefined && /^\s*(?:--|—|__|–)\s*$/.test(line.text)
}

function isInSignature(lines: readonly Line[], at: number): boolean {
  const delimiter = lines.findLastIndex((line, index) => index < at && isDelimiter(line))
  if (delimiter < 0 || at - delimiter > 12) return false
  return lines.slice(delimiter + 1, at).some((line) => !isBlank(line) && !isDeviceLine(line.plain))
}

// Above a quotation or below one a device line may stand in the middle: alone in its paragraph.
function isLoneDeviceLine(lines: readonly Line[], at: number): boolean {
  const line = lines[at]
  if (line === undefined || !isDeviceLine(line.plain) || isInSignature(lines, at)) return false
  const above = lines[at - 1]
  const below = lines[at + 1]
  return (
    (above === undefined || isBlank(above) || isDelimiter(above)) &&
    (below === undefined || isBlank(below))
  )
}

const maxSignatureLines = 15

/** Where the mail signature begins, or the number of lines. */
export function signatureStart(lines: readonly Line[]): number {
  const marked = lines.findIndex((line) => line.role === 'signature')
  const delimiter = lines.findIndex((line, at) => isDelimiter(line) && lines.length - at <= 25)
  const closing = lines.findLastIndex(
    (line, at) => at > 0 && isClosing(line.plain) && signatureLines(lines.slice(at + 1)),
  )
  const starts = [marked, delimiter, closing].filter((at) => at >= 0)
  return starts.length === 0 ? lines.length : Math.min(...starts)
}

function signatureLines(below: readonly Line[]): boolean {
  const written = below.filter((line) => !isBlank(line))
  return written.length <= maxSignatureLines && written.every((line) => line.plain.length <= 90)
}
