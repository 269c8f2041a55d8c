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

/** Nearly every header is shorter: of a source with many parts no more is looked at for each of them. */
const usualHeaderBytes = 4096

/** Reads the header that starts at `start`; a line that cannot be a field ends it, as in most readers. */
export function readHeader(source: Buffer, start: number, end: number): HeaderBlock {
  const stop = Math.min(end, start + maxHeaderBytes)
  return readWithin(source, start, Math.min(stop, start + usualHeaderBytes), stop)
}

/** The first value of a field; '' when the field is absent. */
export function firstValue(fields: HeaderFields, name: string): string {
  return fields.get(name)?.[0] ?? ''
}

/** Looks as far as `near`, and to `stop` only where the header is not over there. One character is one octet here. */
function readWithin(source: Buffer, start: number, near: number, stop: number): HeaderBlock {
  const text = source.toString('latin1', start, near)
  const isCut = near < stop
  const fields = new Map<string, string[]>()
  let at = 0
  let count = 0
  while (at < text.length) {
    const lineEnd = endOfLine(text, at)
    if (isCut && lineEnd === text.length) break
    if (isBlank(text, at, lineEnd)) return { fields, bodyAt: Math.min(start + lineEnd + 1, near) }
    const end = endOfField(text, lineEnd)
    // The line behind it is to be whole as well: it may go on with the field.
    if (isCut && endOfLine(text, end + 1) === text.length) break
    const colon = text.indexOf(':', at)
    const name =
      colon < 0 || colon > Math.min(end, at + maxNameBytes) ? '' : nameIn(text, at, colon)
    if (name === '' && !isContinuation(text, at)) return { fields, bodyAt: start + at }
    if (name !== '' && count < maxFields)
      keep(fields, name, valueIn(text, colon + 1, Math.min(end, colon + 1 + maxFieldBytes)))
    count++
    at = end + 1
  }
  return isCut ? readWithin(source, start, stop, stop) : { fields, bodyAt: stop }
}

/** RFC 5322 3.6.8: a name is printable ASCII without a blank or colon; '' where it is none. */
function nameIn(text: string, at: number, colon: number): string {
  const name = text.slice(at, colon).trimEnd().toLowerCase()
  return /^[!-9;-~]+$/.test(name) ? name : ''
}

function keep(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name)
  if (values === undefined) fields.set(name, [value])
  else values.push(value)
}

/** Unfolded. RFC 6532 allows UTF-8; older mailers send their local Latin charset without a word. */
function valueIn(text: string, at: number, end: number): string {
  const raw = text.slice(at, end)
  const value = (
    /[\x80-\xff]/.test(raw) ? decodeCharset(Buffer.from(raw, 'latin1'), '') : raw
  ).trim()
  return /[\r\n]/.test(value) ? value.replace(/[\r\n]+/g, '').trim() : value
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline
}

function endOfField(text: string, lineEnd: number): number {
  let end = lineEnd
  while (isContinuation(text, end + 1)) {
    const next = endOfLine(text, end + 1)
    if (isBlank(text, end + 1, next)) return end
    end = next
  }
  return end
}

function isContinuation(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 0x20 || unit === 0x09
}

function isBlank(text: string, at: number, end: number): boolean {
  for (let index = at; index < end; index++) {
    const unit = text.charCodeAt(index)
    if (unit !== 0x0d && unit !== 0x20 && unit !== 0x09) return false
  }
  return true
}
