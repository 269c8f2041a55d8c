// What programs, servers and companies add around a person's words: banners on top, device lines,
// disclaimers, scanner and list footers below; and the mail signature where the group wants it cut.
// Guarantees: linear; works from the two ends inwards and stops at the first line that no rule
// names, so that nothing in the middle is touched but device lines that stand alone.
import type { Cut } from './cut-quotation.ts'
import { isBlank, isDelimiter, rawOf, type Line } from './line.ts'
import { signatureStart } from './signature-start.ts'
import { continuesBanner, isBanner } from './words/banners.ts'
import {
  disclaimerCore,
  disclaimerTitle,
  disclaimerWords,
  legalWords,
  listFooter,
  listName,
} from './words/boilerplate.ts'
import { isDeviceLine } from './words/devices.ts'
import { isRuler } from './words/dividers.ts'
import { isFooter, isFooterLink } from './words/footers.ts'

export interface Trimmed {
  lines: Line[]
  cuts: Cut[]
}

export interface NoiseOptions {
  mailSignature: 'keep' | 'cut'
  disclaimers: 'cut' | 'keep'
}

/** More of them than this is no mail that a program decorated. */
const maxBanners = 4
const maxFooters = 12

/** Without the banners on top. */
export function trimBanners(lines: readonly Line[]): Trimmed {
  const cuts: Cut[] = []
  let kept = [...lines]
  for (let end = bannerEnd(kept); end > 0 && cuts.length < maxBanners; end = bannerEnd(kept)) {
    cuts.push({ reason: 'banner', text: rawOf(kept.slice(0, end)) })
    kept = kept.slice(end)
  }
  return { lines: kept, cuts }
}

/** Without what stands below, and without the signature where it is to go. */
export function trimNoise(lines: readonly Line[], options: NoiseOptions): Trimmed {
  const cuts: Cut[] = []
  let kept = [...lines]
  const take = (reason: string, from: number, to: number) => {
    const text = rawOf(kept.slice(from, to))
    if (text !== '') cuts.push({ reason, text })
    kept = [...kept.slice(0, from), ...kept.slice(to)]
  }
  if (options.disclaimers === 'cut') {
    for (let count = 0; count < maxFooters; count++) {
      const footer = findFooter(kept)
      if (footer === undefined) break
      take(footer.reason, footer.from, kept.length)
    }
    for (const at of loneDeviceLines(kept)) take('device_line', at, at + 1)
  }
  if (options.mailSignature === 'cut') {
    const start = signatureStart(kept)
    if (start < kept.length) take('mail_signature', start, kept.length)
  }
  return { lines: kept, cuts }
}

/** Where the banner ends that the text begins with, 0 when there is none. */
function bannerEnd(lines: readonly Line[]): number {
  const first = lines.findIndex((line) => !isBlank(line))
  const line = lines[first]
  if (line === undefined || !isBanner(line.plain, paragraphFrom(lines, first))) return 0
  let end = first + 1
  while (end < first + 8 && continuesBanner(lines[end - 1]?.plain ?? '', lines[end]?.plain ?? ''))
    end++
  return end
}

/** The line and those below it, up to an empty one, as far as a sentence goes; in lower case. */
function paragraphFrom(lines: readonly Line[], first: number): string {
  const found: string[] = []
  for (const line of lines.slice(first, first + 5)) {
    if (isBlank(line)) break
    found.push(line.plain)
  }
  return found.join(' ').slice(0, 600).toLowerCase()
}

interface Footer {
  reason: string
  from: number
}

/** The last paragraph, when it is something that no person writes under a text. */
function findFooter(lines: readonly Line[]): Footer | undefined {
  const last = lines.findLastIndex((line) => !isBlank(line))
  const lastLine = lines[last]
  if (lastLine === undefined) return undefined
  if (isDeviceLine(lastLine.plain) && !isInSignature(lines, last)) {
    return { reason: 'device_line', from: deviceStart(lines, last) }
  }
  const first = paragraphStart(lines, last)
  const paragraph = lines.slice(first, last + 1)
  if (paragraph.every((line) => isRuler(line.plain))) return { reason: 'ruler', from: first }
  const list = listFooterStart(lines, first)
  if (list !== undefined) return { reason: 'list_footer', from: list }
  const footer = footerStart(lines, first, last)
  if (footer !== undefined) return { reason: 'footer', from: footer }
  return findDisclaimer(lines, first, last)
}

// A footer is a paragraph of its own; directly below a person's lines, nothing but footers may follow.
function footerStart(lines: readonly Line[], first: number, last: number): number | undefined {
  if (last - first < 8 && isFooter(paragraphFrom(lines, first))) return first
  let start: number | undefined
  for (let at = last; at > first && last - at < 8; at--) {
    const line = lines[at]?.plain ?? ''
    if (isFooter(paragraphFrom(lines, at))) start = at
    else if (!isFooterLink(line) && !isWrapped(lines[at - 1]?.plain ?? '', line)) break
  }
  return start
}

/** A sentence that goes on from the line above. */
function isWrapped(above: string, line: string): boolean {
  return above.length >= 50 && !/[.!?:]$/.test(above) && /^\p{Ll}/u.test(line)
}

// Under its own title a disclaimer may have several paragraphs; without one it is the last.
function findDisclaimer(lines: readonly Line[], first: number, last: number): Footer | undefined {
  const title = lines.findLastIndex(
    (line, at) => at >= first - 12 && at <= last && disclaimerTitle.test(line.plain),
  )
  if (title >= 0 && countSigns(lines.slice(title, last + 1)) >= 2)
    return { reason: 'disclaimer', from: title }
  return disclaimerIn(lines, first, last) ?? disclaimerAbove(lines, first, last)
}

/** A disclaimer with up to three paragraphs below it on the law and the company. */
function disclaimerAbove(lines: readonly Line[], first: number, last: number): Footer | undefined {
  let [from, to] = [first, last]
  for (let count = 0; count < 3; count++) {
    const below = lines.slice(from, to + 1)
    const text = below
      .map((line) => line.plain)
      .join(' ')
      .toLowerCase()
    if (!legalWords.test(text)) return undefined
    to = lines.findLastIndex((line, at) => at < from && !isBlank(line))
    if (to < 0) return undefined
    from = paragraphStart(lines, to)
    const found = disclaimerIn(lines, from, to)
    if (found !== undefined) return found
  }
  return undefined
}

function disclaimerIn(lines: readonly Line[], first: number, last: number): Footer | undefined {
  const paragraph = lines.slice(first, last + 1)
  if (countSigns(paragraph) < 4) return undefined
  const start = paragraph.findIndex((line) =>
    disclaimerWords.some((word) => word.test(line.plain.toLowerCase())),
  )
  return { reason: 'disclaimer', from: first + Math.max(start, 0) }
}

/** How many of the things that disclaimers speak of a text speaks of. */
function countSigns(lines: readonly Line[]): number {
  const text = lines
    .map((line) => line.plain)
    .join(' ')
    .slice(0, 2000)
    .toLowerCase()
  if (text.length < 80 || !disclaimerCore.test(text)) return 0
  return disclaimerWords.filter((word) => word.test(text)).length
}

function paragraphStart(lines: readonly Line[], last: number): number {
  let first = last
  while (first > 0 && last - first < 40) {
    const above = lines[first - 1]
    if (above === undefined || isBlank(above)) break
    first--
  }
  return first
}

/** The first of the device lines that end the text, with a signature delimiter that holds only them. */
function deviceStart(lines: readonly Line[], last: number): number {
  let from = last
  for (let at = last - 1; at >= 0 && last - at < 40; at--) {
    const line = lines[at]
    if (line === undefined) break
    if (isBlank(line)) continue
    if (isDelimiter(line)) return at
    if (!isDeviceLine(line.plain)) break
    from = at
  }
  return from
}

// Mailman and its like: a ruler of underscores, then the list's name and address.
function listFooterStart(lines: readonly Line[], first: number): number | undefined {
  for (let at = first; at >= 0 && at > first - 3; at--) {
    const line = lines[at]
    if (line === undefined || !(listFooter.test(line.plain) || isDelimiter(line))) continue
    const below = lines.slice(at + 1, at + 20).filter((each) => !isBlank(each))
    const named = below.some((each) => listName.test(each.plain))
    return named && below.length <= 8 ? at : undefined
  }
  return undefined
}

function isInSignature(lines: readonly Line[], at: number): boolean {
  for (let above = at - 1; above >= 0 && at - above <= 12; above--) {
    if (!isDelimiter(lines[above])) continue
    return lines.slice(above + 1, at).some((line) => !isBlank(line) && !isDeviceLine(line.plain))
  }
  return false
}

/** Device lines alone in their paragraphs, as above or below a quotation; the last one first. */
function loneDeviceLines(lines: readonly Line[]): number[] {
  const found: number[] = []
  for (let at = lines.length - 1; at >= 0 && found.length < maxFooters; at--) {
    const line = lines[at]
    if (line === undefined || isBlank(line) || line.plain.length > 130) continue
    const [above, below] = [lines[at - 1], lines[at + 1]]
    const alone =
      (above === undefined || isBlank(above) || isDelimiter(above)) &&
      (below === undefined || isBlank(below))
    if (alone && isDeviceLine(line.plain) && !isInSignature(lines, at)) found.push(at)
  }
  return found
}
