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
  septetMeter,
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
  if (usual.parts.length === 1) return usual
  const national = shortestNational(text, refBits, languages)
  // Where no part is saved it stays as usual: not every phone reads national tables.
  return national !== undefined && national.parts.length < usual.parts.length ? national : usual
}

function shortestNational(
  text: string,
  refBits: 8 | 16,
  languages: readonly number[] = [],
): Segmentation | undefined {
  let best: Segmentation | undefined
  for (const pair of pairs(languages)) {
    const national = asGsm7(text, pair, refBits)
    if (national === undefined) continue
    if (best === undefined || isShorter(national, best)) best = national
  }
  return best
}

function isShorter(one: Segmentation, other: Segmentation): boolean {
  const parts = one.parts.length - other.parts.length
  return parts < 0 || (parts === 0 && one.units < other.units)
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
  if (units === undefined) return undefined
  const national = languages === defaultLanguages ? {} : { languages }
  if (units <= septetsPerPart(languages, undefined)) {
    return { encoding: 'gsm7', parts: [text], units, ...national }
  }
  const parts = cutGsm7(text, languages, septetsPerPart(languages, refBits))
  return { encoding: 'gsm7', parts, units, ...national }
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
  const meter = septetMeter(languages)
  const parts: string[] = []
  let start = 0
  let filled = 0
  for (let index = 0; index < text.length; index++) {
    const septets = meter(text.charCodeAt(index))
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
