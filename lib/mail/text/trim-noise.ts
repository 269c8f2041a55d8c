// What programs, servers and companies add around a person's words: banners on top, device lines,
// disclaimers, scanner and list footers below; and the mail signature where the group wants it cut.
// Guarantees: linear; works from the two ends inwards and stops at the first line that no rule
// names, so that nothing in the middle is touched but device lines that stand alone.
import type { Cut } from './cut-quotation.ts'
import { isBlank, rawOf, type Line } from './line.ts'
import { continuesBanner, isBanner } from './words/banners.ts'
import {
  disclaimerCore,
  disclaimerTitle,
  disclaimerWords,
  legalWords,
  listFooter,
  listName,
} from './words/boilerplate.ts'
import { closingOf } from './words/closings.ts'
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
  const tail = lines.slice(Math.max(first, last - 8), last + 1).map(({ plain }) => plain)
  const lower = tail.map((line) => line.toLowerCase())
  let start: number | undefined
  for (let at = tail.length - 1; at > 0; at--) {
    const paragraph = lower
      .slice(at, at + 5)
      .join(' ')
      .slice(0, 600)
    if (isFooter(paragraph)) start = last - (tail.length - 1 - at)
    else if (!isFooterLink(tail[at] ?? '') && !isWrapped(tail[at - 1] ?? '', tail[at] ?? '')) break
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

/** RFC 3676 4.3, and what becomes of its blank on the way. */
function isDelimiter(line: Line | undefined): boolean {
  return line !== undefined && /^\s*(?:--|—|__|–)\s*$/.test(line.text)
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

const maxSignatureLines = 15

/** Where the mail signature begins, or the number of lines. */
function signatureStart(lines: readonly Line[]): number {
  const marked = lines.findIndex((line) => line.role === 'signature')
  const delimiter = lines.findIndex((line, at) => opensSignature(lines, line, at))
  const closing = lines.findLastIndex(
    (line, at) => lines.length - at <= 40 && at > 0 && closes(lines, line, at),
  )
  const found = [marked, delimiter, closing].filter((at) => at >= 0)
  return found.length === 0 ? lines.length : Math.min(...found)
}

// RFC 3676 4.3: the delimiter ends with a blank. Without it, it may be a line between two parts of a text.
function opensSignature(lines: readonly Line[], line: Line, at: number): boolean {
  if (lines.length - at > 25 || !isDelimiter(line)) return false
  return line.text === '-- ' || isContact(lines.slice(at + 1))
}

function closes(lines: readonly Line[], line: Line, at: number): boolean {
  const closing = closingOf(line.plain)
  if (closing === undefined) return false
  const below = lines.slice(at + 1)
  if (closing === 'name') return isReach(below)
  return closing === 'words' ? isSignature(below) : isContact(below)
}

function isSignature(below: readonly Line[]): boolean {
  const written = below.filter((line) => !isBlank(line))
  return (
    written.length <= maxSignatureLines &&
    written.every(({ plain }) => plain.length <= 90 && !/\?$|^p\.?s\b/iu.test(plain))
  )
}

/** Names and ways to reach someone, and no sentence. */
function isContact(below: readonly Line[]): boolean {
  const written = below.filter((line) => !isBlank(line)).map(({ plain }) => plain)
  if (!isSignature(below) || written.length === 0) return false
  return written.every((line, at) => (at === 0 ? isName(line) : isContactLine(line)))
}

/** What may stand below a closing that ends with the name: "Mvh Anna" may be followed by the code of the door. */
function isReach(below: readonly Line[]): boolean {
  return (
    isSignature(below) &&
    below.every(({ plain }) => plain === '' || isFirm(plain) || isWay(plain) || isRole(plain))
  )
}

/** "Example A/S" */
const isFirm = (line: string): boolean =>
  !/\d/.test(line) &&
  isCapitalised(line, 5) &&
  /\s(?:a\/s|aps|i\/s|ab|asa?|oyj?|gmbh|ag|kg|ltd|limited|llc|inc|plc|sarl|b\.?v|s\.?a|s\.?r\.?l)\.?$/i.test(
    line,
  )

const isName = (line: string): boolean =>
  isWay(line) ||
  closingOf(line) !== undefined ||
  (!/\d/.test(line) && (/^\p{L}{1,15}[,.]?$/u.test(line) || isCapitalised(line, 5)))

const isContactLine = (line: string): boolean =>
  isName(line) || isCapitalised(line, 8) || isRole(line)

/** "Sales manager": what someone is, in lower case. */
const isRole = (line: string): boolean =>
  /^[^\d.!?:]{4,50}$/.test(line) &&
  /manager|director|direktør|head of|sales|consultant|konsulent|engineer|ingeniør|ingenieur|leder$|leiter|geschäftsführer|sekretær|secretary|assistent|assistant|partner|owner|officer|afdeling|department/.test(
    line.toLowerCase(),
  )

/** Words as in names, firms and addresses: "Example A/S", "2100 København Ø". */
function isCapitalised(line: string, most: number): boolean {
  const words = line
    .replace(/\(\p{L}+\/\p{L}+\)/u, '')
    .split(/[\s|,•·]+/)
    .filter((word) => word !== '')
  return (
    words.length <= most &&
    words.every((word) =>
      /^(?:[*_(/~+]{0,2}[\p{Lu}\d]|(?:st\.?|tv\.?|th\.?|mf\.?|sal|af|von|van|de|den|der|for|of|in|og|and|und|et|y|i|&|-)$)/u.test(
        word,
      ),
    )
  )
}

/** A telephone number, an address in the net. */
const isWay = (line: string): boolean =>
  (phone.test(line) && !dateOrTimes.test(line)) ||
  /^(?:[\p{L}.]{1,8}: ?)?(?:\S+@\S+\.\S+|https?:\/\/\S+|www\.\S+)$|^[\w-]+\.(?:com|dk|se|no|de|fr|org|net|eu|uk|nl|it|es|pl|fi)$/u.test(
    line,
  )

const phone =
  /^(?:(?:t|m|p|d|f|h|w|tlf|tel|telefon|telefono|teléfono|telefone|telefoon|téléphone|tél|phone|ph|mob|mobil|mobile|mobiltlf|mobiel|móvil|portable|port|cell|handy|direct|direkte|direkt|office|kontor|fax|gsm|puh)\s?[.:]{0,2}\s?)?[+(]?\d[\d\s()./-]{6,24}$/iu
const dateOrTimes =
  /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:\s.*)?|\d{1,2}\.\d\d\s?-\s?\d{1,2}\.\d\d)$/
