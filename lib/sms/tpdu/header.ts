// The user data header and its information elements (3GPP TS 23.040 9.2.3.24).
// Guarantees: elements that nobody here knows are kept in order; a header whose elements do not fill
// it exactly has no elements, as the standard asks.
import { hasLockingTable, hasSingleTable, type Languages } from '../alphabet.ts'

export interface Element {
  /** Information element identifier. */
  readonly id: number
  readonly data: Uint8Array
}

export interface Concatenation {
  readonly ref: number
  readonly refBits: 8 | 16
  readonly total: number
  /** From 1. */
  readonly seq: number
}

const id = {
  concatenation8: 0x00,
  concatenation16: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const

/** The elements of a header given with its length octet. */
export function elementsOf(header: Uint8Array): Element[] {
  const elements: Element[] = []
  let at = 1
  while (at < header.length) {
    const start = at + 2
    const end = start + (header[at + 1] ?? Infinity)
    // 9.2.3.24: too few or too many octets for the last element void the whole header.
    if (end > header.length) return []
    elements.push({ id: header[at] ?? 0, data: header.subarray(start, end) })
    at = end
  }
  return elements
}

/** The header, its length octet in front; empty without elements. */
export function headerOf(elements: readonly Element[]): Uint8Array {
  if (elements.length === 0) return new Uint8Array()
  const octets = elements.flatMap(({ id, data }) => [id, data.length, ...data])
  return Uint8Array.from([octets.length, ...octets])
}

/**
 * Which part of which message this is (9.2.3.24.1, 9.2.3.24.8); undefined when it stands alone. Of
 * several elements the last one counts (9.2.3.24), of those that are not to be ignored.
 */
export function concatenationOf(elements: readonly Element[]): Concatenation | undefined {
  return elements.map(placeOf).findLast((place) => place !== undefined)
}

function placeOf({ id: element, data }: Element): Concatenation | undefined {
  if (element !== id.concatenation8 && element !== id.concatenation16) return undefined
  const refBits = element === id.concatenation8 ? 8 : 16
  if (data.length !== refBits / 8 + 2) return undefined
  const [total = 0, seq = 0] = data.subarray(-2)
  // No part 0 and no part beyond the total: the element is to be ignored.
  if (seq === 0 || seq > total) return undefined
  return { ref: number(data.subarray(0, -2)), refBits, total, seq }
}

export function concatenationElement({ ref, refBits, total, seq }: Concatenation): Element {
  return refBits === 8
    ? { id: id.concatenation8, data: Uint8Array.of(ref, total, seq) }
    : { id: id.concatenation16, data: Uint8Array.of(ref >> 8, ref, total, seq) }
}

/**
 * The national language tables that the text is written in (9.2.3.24.15, 9.2.3.24.16). An element that
 * names a language without such a table is to be ignored.
 */
export function languagesOf(elements: readonly Element[]): Languages {
  const named = (shift: number, hasTable: (language: number) => boolean): number => {
    const element = elements.findLast(({ id, data }) => id === shift && hasTable(data[0] ?? 0))
    return element?.data[0] ?? 0
  }
  return {
    locking: named(id.lockingShift, hasLockingTable),
    single: named(id.singleShift, hasSingleTable),
  }
}

export function languageElements({ locking, single }: Languages): Element[] {
  const elements: Element[] = []
  if (single !== 0) elements.push({ id: id.singleShift, data: Uint8Array.of(single) })
  if (locking !== 0) elements.push({ id: id.lockingShift, data: Uint8Array.of(locking) })
  return elements
}

const number = (octets: Uint8Array): number => octets.reduce((sum, octet) => sum * 256 + octet, 0)
