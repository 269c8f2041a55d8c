// How a text is sent: its encoding, its parts, and what it costs, in one call.
// Guarantees: no part is longer than one SMS carries with its header, no escape pair and no surrogate
// pair is split, the parts joined are the text; time is linear in the length of the text.
// 255 parts are the most that a header can number (3GPP TS 23.040 9.2.3.24.1); a longer text still
// gets its parts here, for the count, and is refused where it is encoded.
import { toGsm7 } from './alphabet-equals.ts'
import {
  defaultLanguages,
  hasLockingTable,
  hasSingleTable,
  isGsm7,
  septetCount,
  septetWidths,
  type Languages,
} from './alphabet.ts'

export type Encoding = 'gsm7' | 'ucs2'

export interface Segmentation {
  encoding: Encoding
  /** The text of each part; at least one, which may be empty. What they cost is their number. */
  parts: string[]
  /** Septets or UTF-16 units over all parts, headers not counted. */
  units: number
  /** The national tables that every part must name in its header; absent for the default alphabet. */
  languages?: Languages
}

export interface SegmentOptions {
  /**
   * `auto`: GSM 7-bit where it holds every character, else UCS-2.
   * `gsm7`: always; a character that it and the languages lack becomes its equal, its letter without
   * accent, or `?`, so that `parts.join('')` shows the text that really goes out.
   */
  encoding?: 'auto' | 'gsm7' | 'ucs2'
  /** Width of the concatenation reference, 8 when not said. */
  refBits?: 8 | 16
  /** National language identifiers whose tables may be used, and are when that saves parts. */
  languages?: readonly number[]
}

export const maxParts = 255

/** Octets of user data in one SMS (TS 23.040 9.2.3.16). */
const userDataOctets = 140

/** How `text` goes out. */
export function segment(text: string, options: SegmentOptions = {}): Segmentation {
  const refBits = options.refBits ?? 8
  switch (options.encoding ?? 'auto') {
    case 'ucs2':
      return asUcs2(text, refBits)
    case 'gsm7':
      return asAnyGsm7(text, refBits, options.languages)
    case 'auto':
      return withNational(text, refBits, options.languages)
  }
}

/** Rather with a national table than with another character. */
function asAnyGsm7(text: string, refBits: 8 | 16, languages?: readonly number[]): Segmentation {
  const national = isGsm7(text) ? undefined : shortestNational(text, refBits, languages)
  return national ?? withNational(toGsm7(text), refBits, languages)
}

function withNational(
  text: string,
  refBits: 8 | 16,
  languages: readonly number[] = [],
): Segmentation {
  const usual = asGsm7(text, defaultLanguages, refBits) ?? asUcs2(text, refBits)
  // Where no part is saved it stays as usual: not every phone reads national tables.
  return shortestNational(text, refBits, languages, usual.parts.length - 1) ?? usual
}

/** In at most so many parts: the one with the fewest, of these the one with the fewest septets. */
function shortestNational(
  text: string,
  refBits: 8 | 16,
  languages: readonly number[] = [],
  mostParts = Infinity,
): Segmentation | undefined {
  if (languages.length === 0 || mostParts === 0) return undefined
  let best: Segmentation | undefined
  let most = mostParts
  for (const { pair, units } of candidates(unitCounts(text), languages)) {
    if (leastParts(units, pair, refBits) > most) continue
    const national = cutAsGsm7(text, units, pair, refBits)
    if (national.parts.length > most) continue
    best = national
    most = national.parts.length - 1
  }
  return best
}

function leastParts(units: number, languages: Languages, refBits: 8 | 16): number {
  if (units <= septetsPerPart(languages, undefined)) return 1
  return Math.ceil(units / septetsPerPart(languages, refBits))
}

/** How often each UTF-16 code unit stands in the text: one pass serves every pair of tables. */
function unitCounts(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    counts.set(unit, (counts.get(unit) ?? 0) + 1)
  }
  return counts
}

interface Candidate {
  readonly pair: Languages
  /** Septets of the whole text. */
  readonly units: number
}

/** The pairs that hold every character, those with the fewest septets first. */
function candidates(
  counts: ReadonlyMap<number, number>,
  languages: readonly number[],
): Candidate[] {
  return pairs(languages)
    .flatMap((pair) => {
      const units = septetsOf(counts, pair)
      return units === undefined ? [] : [{ pair, units }]
    })
    .sort((one, other) => one.units - other.units)
}

function septetsOf(counts: ReadonlyMap<number, number>, pair: Languages): number | undefined {
  const width = septetWidths(pair)
  let units = 0
  for (const [unit, count] of counts) {
    const septets = width[unit] ?? 0
    if (septets === 0) return undefined
    units += septets * count
  }
  return units
}

/** Every pair of tables that the languages allow, those that take one header element first. */
function pairs(languages: readonly number[]): Languages[] {
  const singles = languages.filter(hasSingleTable)
  const lockings = languages.filter(hasLockingTable)
  return [
    ...singles.map((single) => ({ locking: 0, single })),
    ...lockings.map((locking) => ({ locking, single: 0 })),
    ...lockings.flatMap((locking) => singles.map((single) => ({ locking, single }))),
  ]
}

function asGsm7(text: string, languages: Languages, refBits: 8 | 16): Segmentation | undefined {
  const units = septetCount(text, languages)
  return units === undefined ? undefined : cutAsGsm7(text, units, languages, refBits)
}

function cutAsGsm7(
  text: string,
  units: number,
  languages: Languages,
  refBits: 8 | 16,
): Segmentation {
  const national = languages === defaultLanguages ? {} : { languages }
  if (units <= septetsPerPart(languages, undefined)) {
    return { encoding: 'gsm7', parts: [text], units, ...national }
  }
  const most = septetsPerPart(languages, refBits)
  const parts = units === text.length ? slices(text, most) : cutGsm7(text, languages, most)
  return { encoding: 'gsm7', parts, units, ...national }
}

/** Of a text of which every character takes one septet. */
function slices(text: string, most: number): string[] {
  const parts: string[] = []
  for (let start = 0; start < text.length; start += most)
    parts.push(text.slice(start, start + most))
  return parts
}

function asUcs2(text: string, refBits: 8 | 16): Segmentation {
  const units = text.length
  const alone = userDataOctets / 2
  if (units <= alone) return { encoding: 'ucs2', parts: [text], units }
  const most = Math.floor((userDataOctets - headerOctets(defaultLanguages, refBits)) / 2)
  return { encoding: 'ucs2', parts: cutUcs2(text, most), units }
}

/** Octets of the user data header with its length, 0 without any element. */
function headerOctets(languages: Languages, refBits: 8 | 16 | undefined): number {
  const concatenation = refBits === undefined ? 0 : refBits === 8 ? 5 : 6
  const elements =
    concatenation + (languages.locking === 0 ? 0 : 3) + (languages.single === 0 ? 0 : 3)
  return elements === 0 ? 0 : 1 + elements
}

function septetsPerPart(languages: Languages, refBits: 8 | 16 | undefined): number {
  return Math.floor(((userDataOctets - headerOctets(languages, refBits)) * 8) / 7)
}

function cutGsm7(text: string, languages: Languages, most: number): string[] {
  const width = septetWidths(languages)
  const parts: string[] = []
  let start = 0
  let filled = 0
  for (let index = 0; index < text.length; index++) {
    const septets = width[text.charCodeAt(index)] ?? 0
    if (filled + septets > most) {
      parts.push(text.slice(start, index))
      start = index
      filled = 0
    }
    filled += septets
  }
  parts.push(text.slice(start))
  return parts
}

function cutUcs2(text: string, most: number): string[] {
  const parts: string[] = []
  let start = 0
  while (text.length - start > most) {
    const end = start + most - (splitsPair(text, start + most) ? 1 : 0)
    parts.push(text.slice(start, end))
    start = end
  }
  parts.push(text.slice(start))
  return parts
}

function splitsPair(text: string, index: number): boolean {
  return isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index))
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00
