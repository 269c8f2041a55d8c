// The header of a mail or of one of its parts: fields unfolded, in order, by lower-case name.
// Guarantees: reads what is there and never throws; at most `maxFields` fields of `maxFieldBytes`.
// RFC 5322 2.2, with the leniency that real mail needs: bare LF, a leading mbox line, raw UTF-8.
import { decodeCharset } from './charset.ts'

export type HeaderFields = ReadonlyMap<string, readonly string[]>

export interface HeaderBlock {
  fields: HeaderFields
  /** Where the body starts. */
  bodyAt: number
}

const maxFields = 1000
const maxNameBytes = 200
const maxFieldBytes = 64 * 1024
const maxHeaderBytes = 256 * 1024

/** Reads the header that starts at `start`; a line that cannot be a field ends it, as in most readers. */
export function readHeader(source: Buffer, start: number, end: number): HeaderBlock {
  const fields = new Map<string, string[]>()
  const stop = Math.min(end, start + maxHeaderBytes)
  let at = start
  let count = 0
  while (at < stop) {
    const lineEnd = endOfLine(source, at, stop)
    if (isBlank(source, at, lineEnd)) return { fields, bodyAt: nextLine(source, lineEnd, end) }
    const fieldEnd = endOfField(source, lineEnd, stop)
    const kept = keepField(fields, source, at, fieldEnd, count < maxFields)
    if (!kept && !isContinuation(source, at)) return { fields, bodyAt: at }
    count++
    at = nextLine(source, fieldEnd, stop)
  }
  return { fields, bodyAt: at }
}

/** The first value of a field; '' when the field is absent. */
export function firstValue(fields: HeaderFields, name: string): string {
  return fields.get(name)?.[0] ?? ''
}

function keepField(
  fields: Map<string, string[]>,
  source: Buffer,
  at: number,
  end: number,
  room: boolean,
): boolean {
  const colon = at + source.subarray(at, Math.min(end, at + maxNameBytes + 1)).indexOf(0x3a)
  if (colon < at) return false
  const name = source.toString('latin1', at, colon).trimEnd().toLowerCase()
  // RFC 5322 3.6.8: a name is printable ASCII without a blank or colon.
  if (!/^[!-9;-~]+$/.test(name)) return false
  if (!room) return true
  const value = unfold(source, colon + 1, Math.min(end, colon + 1 + maxFieldBytes))
  const values = fields.get(name)
  if (values === undefined) fields.set(name, [value])
  else values.push(value)
  return true
}

function unfold(source: Buffer, start: number, end: number): string {
  const raw = source.toString('latin1', start, end)
  // RFC 6532 allows UTF-8 in headers; older mailers send their local Latin charset without a word.
  const text = /[\x80-\xff]/.test(raw) ? decodeCharset(source.subarray(start, end), '') : raw
  return text.replace(/\r?\n|\r/g, '').trim()
}

function endOfLine(source: Buffer, at: number, stop: number): number {
  const newline = source.subarray(at, stop).indexOf(0x0a)
  return newline < 0 ? stop : at + newline
}

function endOfField(source: Buffer, lineEnd: number, stop: number): number {
  let end = lineEnd
  while (end + 1 < stop && isContinuation(source, end + 1)) {
    const next = endOfLine(source, end + 1, stop)
    if (isBlank(source, end + 1, next)) return end
    end = next
  }
  return end
}

function isContinuation(source: Buffer, at: number): boolean {
  return source[at] === 0x20 || source[at] === 0x09
}

function isBlank(source: Buffer, at: number, end: number): boolean {
  for (let index = at; index < end; index++) {
    const byte = source[index]
    if (byte !== 0x0d && byte !== 0x20 && byte !== 0x09) return false
  }
  return true
}

function nextLine(source: Buffer, lineEnd: number, end: number): number {
  return Math.min(lineEnd + 1, Math.min(end, source.length))
}
