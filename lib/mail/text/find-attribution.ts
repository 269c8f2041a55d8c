// The line, or the few lines, that introduce a quotation: "On 5 May 2026, at 10:00, X wrote:".
// Guarantees: a sentence that merely holds such a verb is none: it must end with a colon and name
// a date or an address, or stand right above a marked quotation.
import { isBlank, type Line } from './line.ts'
import { dateStart, endsWithVerb, findVerb, starter } from './words/attribution.ts'

export interface Attribution {
  start: number
  /** The line after the last one. */
  end: number
  /** Own text that stands in front of it on the first line. */
  before: string
}

const maxLines = 4
const maxChars = 450
const address = /[^\s<>@"(]+@[^\s<>@")]+|<mailto:|\[mailto:/i
const clock =
  /(?<!\d)\d{1,2}\s?[:.h時시:点]\s?\d{2}(?!\d)|\d{1,2}\s?(?:am|pm|a\.m|p\.m|uhr|時|시|点)/iu
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/
const numericDate = /(?<!\d)\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}(?!\d)|\d+年\d+月|\d+월 ?\d+일/u

/** Every attribution, by the line that it begins on. */
export function findAttributions(lines: readonly Line[]): ReadonlyMap<number, Attribution> {
  const found = new Map<number, Attribution>()
  for (let end = 0; end < lines.length; end++) {
    const attribution = attributionEndingAt(lines, end)
    if (attribution !== undefined && !found.has(attribution.start))
      found.set(attribution.start, attribution)
  }
  return found
}

/** The attribution that ends on line `end`, if one does. */
function attributionEndingAt(lines: readonly Line[], end: number): Attribution | undefined {
  const last = lines[end]
  if (last === undefined || isBlank(last)) return undefined
  if (last.role === 'attribution') return { start: end, end: end + 1, before: '' }
  if (!couldEnd(last.plain)) return undefined
  const quoteFollows = isQuoteNext(lines, end + 1)
  let found: Attribution | undefined
  let joined = ''
  for (let start = end; start > end - maxLines && start >= 0; start--) {
    const line = lines[start]
    if (line === undefined || isBlank(line) || line.depth !== last.depth) break
    const text = line.plain
    if (start < end && /[.!?]$/.test(text) && !/(?:\b\p{L}{1,4}|\d|p\.m|a\.m)\.$/u.test(text)) break
    joined = joined === '' ? text : `${text} ${joined}`
    if (joined.length > maxChars) break
    if (!isAttribution(joined, quoteFollows)) continue
    found = { start, end: end + 1, before: '' }
    if (isComplete(text, joined)) return found
  }
  return gluedAttribution(lines, end) ?? shortestOf(lines, end, quoteFollows) ?? found
}

// An extension upwards that never reached a proper beginning only swallowed own text.
function shortestOf(
  lines: readonly Line[],
  end: number,
  quoteFollows: boolean,
): Attribution | undefined {
  return isAttribution(lines[end]?.plain ?? '', quoteFollows)
    ? { start: end, end: end + 1, before: '' }
    : undefined
}

/** Whether an attribution that reads `joined` may begin with this line, so that none above belongs to it. */
function isComplete(text: string, joined: string): boolean {
  const bare = bareText(text)
  if (!isDated(joined) || !(address.test(joined) || findVerb(joined) !== undefined)) return false
  return starter.test(bare) || dateStart.test(bare) || /^[^<(@]{2,80}[<("“][^\s@]+@/u.test(text)
}

function isDated(text: string): boolean {
  return year.test(text) || numericDate.test(text) || clock.test(text)
}

const inside = /(?:wrote|skrev|schrieb|écrit|escribió|scritto|schreef|escreveu)\s?:\s/
const bareDate = /^(?:Message du \d|Posted by .{2,80} on \d|\d{4}-\d\d-\d\d \d\d:\d\d GMT[+-]\d\d)/

function couldEnd(text: string): boolean {
  if (bareDate.test(text) || inside.test(text)) return true
  return /[:：]["'”*_\s-]{0,6}$|[>)\]]$/.test(text.slice(-12)) || endsWithVerb(text)
}

function isQuoteNext(lines: readonly Line[], from: number): boolean {
  for (let at = from; at < Math.min(lines.length, from + 4); at++) {
    const line = lines[at]
    if (line !== undefined && !isBlank(line)) return line.depth > 0 || line.quoted === true
    if (line !== undefined && line.depth > 0) return true
  }
  return false
}

function bareText(text: string): string {
  return text.replace(/^[\s>*_\-\u2010-\u2015"'“„«(]+/u, '')
}

/** Whether a text of one line introduces a quotation. */
export function isAttribution(text: string, quoteFollows: boolean): boolean {
  if (/^>>>.*>>>$/.test(text) && isDated(text)) return true
  const bare = bareText(text).replace(/[\s*_\-\u2010-\u2015]+$/u, '')
  if (bare.length < 6 || bare.length > maxChars) return false
  const colon = /[:：]["'”]?$/.test(bare)
  const dated = isDated(bare)
  const addressed = address.test(bare)
  const begins = starter.test(bare) || dateStart.test(bare)
  const said = findVerb(bare)
  if (said === undefined)
    return withoutVerb(bare, { colon, dated, addressed, begins, quoteFollows })
  const behind = bare.length - said.end
  if (!colon) return withoutColon(text, { behind, dated, addressed, begins, quoteFollows })
  if (behind > 200) return false
  if (quoteFollows && bare.length < 200) return true
  if (/^(?:sent|said)$/i.test(said.word)) return begins && dated && addressed
  if (addressed && (begins || dated || behind < 3)) return true
  return dated && (isVerbDate(bare.slice(said.end)) || (begins && mayBeName(bare.slice(said.end))))
}

interface Signs {
  colon: boolean
  dated: boolean
  addressed: boolean
  begins: boolean
  quoteFollows: boolean
}

function withoutVerb(bare: string, signs: Signs): boolean {
  if (signs.addressed && signs.begins && signs.dated && /[>)\]][:：]?$/.test(bare)) {
    return signs.colon || /^\d{4}[/-]\d/.test(bare)
  }
  const whole = signs.colon && signs.addressed && clock.test(bare) && bare.length < 160
  if (whole && /[>)\]][:：]$/.test(bare) && (year.test(bare) || numericDate.test(bare))) return true
  if (bareDate.test(bare)) return signs.quoteFollows || bare.startsWith('Posted')
  if (!signs.colon || !signs.quoteFollows || bare.length > 200) return false
  return (
    (signs.dated && signs.begins) ||
    signs.addressed ||
    /^(?:quoting|zitat von|zitiere|citat fr[aå]n?|citerar|citando|quote from|citation de|lainaus)\b/i.test(
      bare,
    )
  )
}

function withoutColon(text: string, signs: Omit<Signs, 'colon'> & { behind: number }): boolean {
  if (signs.behind > 3) return false
  if (/^[\s>]*-{2,}.*-{2,}\s*$/.test(text)) return true
  return signs.begins && signs.dated && (signs.addressed || signs.quoteFollows)
}

/** Behind the verb stands who wrote, or nothing; "skrev jeg til Per at" goes on as a sentence. */
function mayBeName(behind: string): boolean {
  return (
    behind.length < 80 &&
    !/^\s(?!følgende|følgjande|följande|folgendes|das folgende|het volgende|lo siguiente|von |van |via )\p{Ll}{2}/u.test(
      behind,
    )
  )
}

/** "schrieb am 3.4.2014 um 10:00:" */
function isVerbDate(behind: string): boolean {
  return (
    /^\s?\d/.test(behind) ||
    /^\s?(?:\(\p{L}{1,3}\)\s)?(?:on|am|den|op|le|el|il|em|følgende den|i dag|dne|dňa|dnia|w dniu|la|på)\s.{0,20}\d/iu.test(
      behind,
    )
  )
}

// Clients that lose line breaks put it behind the person's own words; only shapes that no sentence
// has are looked for: beginning, date with year or clock, address or verb, colon.
const glued =
  /\s?(?:-{2,}\s?)?\b(?:On (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)|Am (?:mo|di|mi|do|fr|sa|so|\d)|Den (?:man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön|\d)|Le (?:lun|mar|mer|jeu|ven|sam|dim|\d)|Op (?:ma|di|wo|do|vr|za|zo|\d)|El (?:lun|mar|mi|jue|vie|s[aá]b|dom|\d))/giu

function gluedAttribution(lines: readonly Line[], end: number): Attribution | undefined {
  const text = lines[end]?.plain ?? ''
  if (text.length > 590) return undefined
  for (const match of text.matchAll(glued)) {
    const own = text.slice(0, match.index).trim()
    const rest = text.slice(match.index).trim()
    const said = inside.exec(rest)
    const head = said === null ? rest : rest.slice(0, said.index + said[0].length).trim()
    if ((own === '' && said === null) || head.length > maxChars || !isAttribution(head, false))
      continue
    if (address.test(head) || (said === null && clock.test(head)))
      return { start: end, end: end + 1, before: own }
  }
  return undefined
}
