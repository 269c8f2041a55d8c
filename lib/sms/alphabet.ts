// Text to GSM 7-bit septets and back, by the tables of 3GPP TS 23.038.
// A septet is a number below 128, one in each octet of an array; septets.ts packs them.
// Guarantees: what toSeptets encodes, fromSeptets gives back unchanged; fromSeptets takes any
// septets and answers by the standard's own rules for codes without a character.
import {
  defaultAlphabet,
  defaultExtension,
  lockingTables,
  singleTables,
  type SingleTable,
} from './alphabet-tables.ts'

/**
 * National language identifiers of the two tables in force (TS 23.038 6.2.1.2.4): 0 is the default table,
 * 1 Turkish, 2 Spanish, 3 Portuguese, 4 Bengali to 13 Urdu.
 */
export interface Languages {
  readonly locking: number
  readonly single: number
}

/** The GSM 7-bit default alphabet with its own extension table. */
export const defaultLanguages: Languages = { locking: 0, single: 0 }

const escape = 0x1b
const none = -1

interface Table {
  /** The character of each code, '' where there is none. */
  readonly characters: readonly string[]
  /** The code of each UTF-16 code unit, or -1. */
  readonly codes: Int8Array
}

function table(characters: readonly string[]): Table {
  const highest = Math.max(...characters.map((character) => character.charCodeAt(0) || 0))
  const codes = new Int8Array(highest + 1).fill(none)
  characters.forEach((character, code) => {
    const unit = character.charCodeAt(0)
    // A few tables hold a character twice (and the empty cells as spaces): 0x20, else the first, counts.
    if (character !== '' && (codes[unit] === none || code === unit)) codes[unit] = code
  })
  return { characters, codes }
}

function lockingTable(cells: string): Table {
  return table(Array.from(cells, (cell, code) => (code === escape ? '' : cell)))
}

function singleTable(runs: SingleTable): Table {
  const characters = new Array<string>(128).fill('')
  for (const [first, run] of runs) {
    Array.from(run).forEach((character, index) => (characters[first + index] = character))
  }
  return table(characters)
}

const defaultLocking = lockingTable(defaultAlphabet)
const defaultSingle = singleTable(defaultExtension)
const locking = new Map(
  Object.entries(lockingTables).map(([id, cells]) => [Number(id), lockingTable(cells)]),
)
const single = new Map(
  Object.entries(singleTables).map(([id, runs]) => [Number(id), singleTable(runs)]),
)

// A language without a table, known or reserved, leaves the default one in force (23.038 6.2.1.2.4).
const lockingOf = (id: number): Table => locking.get(id) ?? defaultLocking
const singleOf = (id: number): Table => single.get(id) ?? defaultSingle

/** Whether a national table of that kind exists. */
export const hasLockingTable = (id: number): boolean => locking.has(id)
export const hasSingleTable = (id: number): boolean => single.has(id)

/** Septets that each UTF-16 code unit takes: 1, 2 behind the escape, 0 when it has no code, as all behind the end. */
export function septetWidths(languages: Languages): Uint8Array {
  const name = `${languages.locking} ${languages.single}`
  const known = widths.get(name)
  if (known !== undefined) return known
  const base = lockingOf(languages.locking).codes
  const shift = singleOf(languages.single).codes
  const made = Uint8Array.from({ length: Math.max(base.length, shift.length) }, (_, unit) =>
    (base[unit] ?? none) !== none ? 1 : (shift[unit] ?? none) !== none ? 2 : 0,
  )
  widths.set(name, made)
  return made
}

const widths = new Map<string, Uint8Array>()

/** Septets that the text takes, undefined when a character of it is in neither table. */
export function septetCount(text: string, languages = defaultLanguages): number | undefined {
  if (languages === defaultLanguages && plain.test(text)) return text.length
  const width = septetWidths(languages)
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const septets = width[text.charCodeAt(index)] ?? 0
    if (septets === 0) return undefined
    count += septets
  }
  return count
}

/** One septet each: most texts are of nothing else, and a pattern of few ranges passes over them at once. */
const plain = /^[\n\r -Z_a-z]*$/

/** Whether the GSM 7-bit default alphabet with its extension holds every character. */
export const isGsm7 = (text: string): boolean => septetCount(text) !== undefined

/** The septets of the text, undefined when a character of it is in neither table. */
export function toSeptets(text: string, languages = defaultLanguages): Uint8Array | undefined {
  const base = lockingOf(languages.locking).codes
  const shift = singleOf(languages.single).codes
  const septets = new Uint8Array(2 * text.length)
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    let code = base[unit] ?? none
    if (code === none) {
      code = shift[unit] ?? none
      if (code === none) return undefined
      septets[count++] = escape
    }
    septets[count++] = code
  }
  return septets.subarray(0, count)
}

/** The text of septets. */
export function fromSeptets(septets: Uint8Array, languages = defaultLanguages): string {
  const base = lockingOf(languages.locking).characters
  const shift = singleOf(languages.single).characters
  let text = ''
  for (let index = 0; index < septets.length; index++) {
    const code = septets[index] ?? 0
    if (code !== escape) {
      text += base[code] ?? ''
      continue
    }
    // 23.038 6.2.1.1: an escape that is followed by another one, or by nothing, shows as a space; a code
    // that the extension table lacks as the character of the main table.
    const shifted = septets[++index] ?? escape
    text += shifted === escape ? ' ' : shift[shifted] || (base[shifted] ?? '')
  }
  return text
}
