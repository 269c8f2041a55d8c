// TP-UDL and TP-UD: header, and text or octets (3GPP TS 23.040 9.2.3.16 and 9.2.3.24).
// Guarantees: what the length octet promises is there or is an error; octets are kept beside the text
// that they are read as, so that nothing is lost where text cannot hold it.
import { fromSeptets, toSeptets } from '../alphabet.ts'
import { fillBitsBehind, packedLength, packSeptets, unpackSeptets } from '../septets.ts'
import type { Alphabet, DataCoding } from './data-coding.ts'
import { elementsOf, headerOf, languagesOf, type Element } from './header.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface UserData {
  readonly alphabet: Alphabet
  /** TP-UDL: septets of GSM 7-bit, the header counted as septets too; else octets. */
  readonly length: number
  /** As on the wire, its length octet in front; empty when there is none. */
  readonly header: Uint8Array
  readonly elements: readonly Element[]
  /** What is behind the header, as on the wire: packed septets with their fill bits, UTF-16, data. */
  readonly octets: Uint8Array
  /** Absent for 8-bit data and for compressed text. */
  readonly text?: string
}

/** Octets of user data in one SMS, the header among them (9.2.3.16). */
export const maxOctets = 140

export function readUserData(reader: Reader, coding: DataCoding, hasHeader: boolean): UserData {
  const length = reader.octet('udl')
  const septets = coding.alphabet === 'gsm7' && !coding.compressed
  const all = reader.octets(octetsThere(septets ? packedLength(length) : length, reader.left), 'ud')
  const header = hasHeader ? headerWithin(all, reader) : all.subarray(0, 0)
  const elements = elementsOf(header)
  const octets = all.subarray(header.length)
  const data: UserData = { alphabet: coding.alphabet, length, header, elements, octets }
  if (coding.compressed || coding.alphabet === '8bit') return data
  return {
    ...data,
    text: septets ? gsm7Text(octets, length, header.length, elements) : ucs2Text(octets),
  }
}

/**
 * A length that no SMS can have tells nothing (some senders count UCS-2 in other units): what is there
 * counts. A length that one can have, and octets that are missing, is a PDU that was cut.
 */
function octetsThere(promised: number, left: number): number {
  return promised > maxOctets ? Math.min(promised, left) : promised
}

function headerWithin(all: Uint8Array, reader: Reader): Uint8Array {
  const length = all[0]
  if (length === undefined) return all
  if (length >= all.length) throw reader.error('udh', 'longer than the user data')
  return all.subarray(0, 1 + length)
}

function gsm7Text(
  octets: Uint8Array,
  length: number,
  headerOctets: number,
  elements: readonly Element[],
): string {
  const septets = Math.max(0, length - headerSeptets(headerOctets))
  const text = unpackSeptets(octets, septets, fillBitsBehind(headerOctets))
  return fromSeptets(text, languagesOf(elements))
}

/** Half a character at the end is no character. */
function ucs2Text(octets: Uint8Array): string {
  const whole = Buffer.from(octets.subarray(0, octets.length & ~1))
  return whole.swap16().toString('utf16le')
}

/** Septets that a header takes with its fill bits. */
const headerSeptets = (headerOctets: number): number => Math.ceil((headerOctets * 8) / 7)

/** User data that hold a text; undefined when GSM 7-bit with the tables of its header lacks a character. */
export function textData(
  alphabet: 'gsm7' | 'ucs2',
  text: string,
  elements: readonly Element[] = [],
): UserData | undefined {
  const header = headerOf(elements)
  if (alphabet === 'ucs2') {
    const octets = utf16(text)
    return { alphabet, length: header.length + octets.length, header, elements, octets, text }
  }
  const septets = toSeptets(text, languagesOf(elements))
  if (septets === undefined) return undefined
  const length = headerSeptets(header.length) + septets.length
  const octets = packSeptets(septets, fillBitsBehind(header.length))
  return { alphabet, length, header, elements, octets, text }
}

function utf16(text: string): Uint8Array {
  const octets = new Uint8Array(2 * text.length)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    octets[2 * index] = unit >> 8
    octets[2 * index + 1] = unit & 0xff
  }
  return octets
}

/** User data that hold octets. */
export function binaryData(octets: Uint8Array, elements: readonly Element[] = []): UserData {
  const header = headerOf(elements)
  return { alphabet: '8bit', length: header.length + octets.length, header, elements, octets }
}

export function writeUserData(writer: Writer, data: UserData): void {
  if (data.header.length + data.octets.length > maxOctets) {
    throw writer.error('ud', `more than ${maxOctets} octets`)
  }
  writer.octet(data.length)
  writer.octets(data.header)
  writer.octets(data.octets)
}
