// TP-OA, TP-DA, TP-RA (3GPP TS 23.040 9.1.2.5) and the service centre's address in front of a TPDU
// (TS 27.005 3.1): type of number, numbering plan, and digits or letters.
// A number is kept as it came, with its type; only addressText and parseAddress know the plus sign.
import { fromSeptets, toSeptets } from '../alphabet.ts'
import { packSeptets, unpackSeptets } from '../septets.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** Types of number that have a meaning here; the others are carried through as they are. */
export const ton = { unknown: 0, international: 1, alphanumeric: 5 } as const
/** Numbering plans: 0 unknown, 1 telephone (E.164). */
export const npi = { unknown: 0, telephone: 1 } as const

export interface Address {
  /** Type of number, 0 to 7. */
  readonly ton: number
  /** Numbering plan, 0 to 15. */
  readonly npi: number
  /** Digits of 0-9 * # a b c, or text when alphanumeric. */
  readonly value: string
}

const digits = '0123456789*#abc'
const filler = 0xf
/** Semi-octets in an address (9.1.2.5: 12 octets with length and type). */
const maxDigits = 20
const maxLetters = 11

export function readAddress(reader: Reader, field: string): Address {
  const length = readLength(reader, field, maxDigits)
  const type = readType(reader, field)
  const octets = reader.octets(Math.ceil(length / 2), field)
  return { ...type, value: valueOf(type.ton, octets, length) }
}

/** The address of the service centre; undefined when there is none. */
export function readServiceCentre(reader: Reader): Address | undefined {
  // Unlike in the TPDU its length counts octets, the type included (TS 24.011 8.2.5.1).
  const length = readLength(reader, 'smsc', 1 + maxDigits / 2)
  if (length === 0) return undefined
  const type = readType(reader, 'smsc')
  const octets = reader.octets(length - 1, 'smsc')
  return { ...type, value: valueOf(type.ton, octets, 2 * octets.length) }
}

/** A longer one is none: what stands there has lost an octet, or is no PDU. */
function readLength(reader: Reader, field: string, most: number): number {
  const { at } = reader
  const length = reader.octet(field)
  if (length > most) throw reader.error(field, `length ${length}, more than ${most}`, at)
  return length
}

function readType(reader: Reader, field: string): { ton: number; npi: number } {
  const type = reader.octet(field)
  return { ton: (type >> 4) & 7, npi: type & 0xf }
}

function valueOf(type: number, octets: Uint8Array, semiOctets: number): string {
  return type === ton.alphanumeric
    ? fromSeptets(unpackSeptets(octets, Math.floor((semiOctets * 4) / 7)))
    : digitsOf(octets, semiOctets)
}

function digitsOf(octets: Uint8Array, count: number): string {
  let value = ''
  for (let index = 0; index < count; index++) {
    const octet = octets[index >> 1] ?? 0xff
    const code = index % 2 === 0 ? octet & 0xf : octet >> 4
    if (code === filler) break
    value += digits.charAt(code)
  }
  return value
}

export function writeAddress(writer: Writer, field: string, address: Address): void {
  const { octets, semiOctets } = valueOctets(writer, field, address)
  writer.octet(semiOctets)
  writer.octet(typeOctet(address))
  writer.octets(octets)
}

export function writeServiceCentre(writer: Writer, address: Address | undefined): void {
  if (address === undefined) {
    writer.octet(0)
    return
  }
  const { octets } = valueOctets(writer, 'smsc', address)
  writer.octet(octets.length + 1)
  writer.octet(typeOctet(address))
  writer.octets(octets)
}

const typeOctet = (address: Address): number =>
  0x80 | ((address.ton & 7) << 4) | (address.npi & 0xf)

interface ValueOctets {
  octets: Uint8Array
  semiOctets: number
}

function valueOctets(writer: Writer, field: string, { ton: type, value }: Address): ValueOctets {
  if (type === ton.alphanumeric) {
    const septets = toSeptets(value)
    if (septets === undefined) throw writer.error(field, 'a letter outside GSM 7-bit')
    if (septets.length > maxLetters) throw writer.error(field, `more than ${maxLetters} letters`)
    return { octets: packSeptets(septets), semiOctets: Math.ceil((septets.length * 7) / 4) }
  }
  if (value.length > maxDigits) throw writer.error(field, `more than ${maxDigits} digits`)
  return { octets: digitOctets(writer, field, value), semiOctets: value.length }
}

function digitOctets(writer: Writer, field: string, value: string): Uint8Array {
  const octets = new Uint8Array(Math.ceil(value.length / 2)).fill(0xff)
  for (let index = 0; index < value.length; index++) {
    const code = digits.indexOf(value.charAt(index))
    if (code < 0) throw writer.error(field, 'not a digit')
    const octet = octets[index >> 1] ?? 0xff
    octets[index >> 1] = index % 2 === 0 ? (octet & 0xf0) | code : (octet & 0x0f) | (code << 4)
  }
  return octets
}

/** As people write it: a plus in front of an international number, a name as its text. */
export function addressText({ ton: type, value }: Address): string {
  return type === ton.international && value !== '' ? `+${value}` : value
}

/**
 * `+4512345678` is international, digits alone are of unknown type, anything else is a name; letters
 * that are digits too count as such only behind a plus.
 */
export function parseAddress(text: string): Address {
  if (/^\+[0-9*#abc]+$/.test(text)) {
    return { ton: ton.international, npi: npi.telephone, value: text.slice(1) }
  }
  if (/^[0-9*#]*$/.test(text)) return { ton: ton.unknown, npi: npi.telephone, value: text }
  return { ton: ton.alphanumeric, npi: npi.unknown, value: text }
}
