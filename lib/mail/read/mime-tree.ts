// The parts of a mail as a tree of places in its source (RFC 2046), nothing decoded yet.
// Guarantees: never throws, time linear in the size of the source for each level, at most
// `maxParts` parts and `maxDepth` levels. A boundary that is missing or wrong costs no text.
import { firstValue, readHeader, type HeaderFields } from './header-fields.ts'
import { readParameters, type ParameterizedValue } from './parameters.ts'

export interface MimePart {
  fields: HeaderFields
  /** As its header has it. */
  contentType: ParameterizedValue
  /** Lower case, `text/plain` where the mail says nothing readable. */
  type: string
  /** '' when there is none. */
  disposition: string
  filename: string | undefined
  encoding: string
  /** The raw body, still encoded. */
  body: Buffer
  children: MimePart[]
}

const maxParts = 500
/** Each level may search the whole mail. */
const maxDepth = 10
/** Lines that only look like a boundary; more of them are an attack. */
const maxFalseBoundaries = 5000
const maxConverted = 2 * 1024 * 1024

export function readMimeTree(raw: Buffer): MimePart {
  const source = endsLinesOddly(raw.subarray(0, 64 * 1024)) ? withLineFeeds(raw) : raw
  const budget = { parts: maxParts }
  return readPart(source, skipMboxLine(source), source.length, 'text/plain', 0, budget)
}

function readPart(
  source: Buffer,
  start: number,
  end: number,
  defaultType: string,
  depth: number,
  budget: { parts: number },
): MimePart {
  budget.parts--
  const { fields, bodyAt } = readHeader(source, start, end)
  const part = describePart(fields, source.subarray(bodyAt, end), defaultType)
  if (!part.type.startsWith('multipart/') || depth >= maxDepth) return part
  const childType = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  for (const [childStart, childEnd] of splitMultipart(
    source,
    bodyAt,
    end,
    part.contentType.parameters.get('boundary') ?? '',
  )) {
    if (budget.parts <= 0) break
    part.children.push(readPart(source, childStart, childEnd, childType, depth + 1, budget))
  }
  return part.children.length === 0 ? { ...part, type: guessedType(part.body) } : part
}

function describePart(fields: HeaderFields, body: Buffer, defaultType: string): MimePart {
  const contentType = readParameters(firstValue(fields, 'content-type'))
  const disposition = readParameters(firstValue(fields, 'content-disposition'))
  return {
    fields,
    contentType,
    type: typeOf(contentType, defaultType),
    disposition: disposition.value,
    filename: disposition.parameters.get('filename') ?? contentType.parameters.get('name'),
    encoding: firstValue(fields, 'content-transfer-encoding'),
    body,
    children: [],
  }
}

function typeOf(contentType: ParameterizedValue, defaultType: string): string {
  const type = contentType.value.replace(/\s/g, '')
  if (/^[^/]+\/[^/]+$/.test(type)) return type
  return type === 'html' ? 'text/html' : type === 'multipart' ? 'multipart/mixed' : defaultType
}

// A multipart without parts is read as what it looks like.
function guessedType(body: Buffer): string {
  return /^\s*<(?:!doctype|html|body|div|p)\b/i.test(body.toString('latin1', 0, 512))
    ? 'text/html'
    : 'text/plain'
}

type Place = readonly [start: number, end: number]

function splitMultipart(source: Buffer, start: number, end: number, boundary: string): Place[] {
  const named = boundary.trimEnd()
  const places = named === '' ? [] : splitAt(source, start, end, named)
  if (places.length > 0) return places
  const guessed = guessBoundary(source, start, end)
  return guessed === undefined ? [] : splitAt(source, start, end, guessed)
}

function splitAt(source: Buffer, start: number, end: number, boundary: string): Place[] {
  const delimiter = Buffer.from(`--${boundary}`, /[^\0-\xff]/.test(boundary) ? 'utf8' : 'latin1')
  // What is behind the end is not searched, or each of many small parts could cost the whole mail.
  const within = source.subarray(0, end)
  const places: Place[] = []
  let partStart = -1
  let others = 0
  let at = within.indexOf(delimiter, start)
  while (at >= 0 && places.length < maxParts && others < maxFalseBoundaries) {
    const after = at + delimiter.length
    const kind = delimiterKind(source, at, after, start, end)
    if (kind !== 'none') {
      if (partStart >= 0) places.push([partStart, Math.max(partStart, beforeLineBreak(source, at))])
      partStart = kind === 'close' ? -1 : nextLine(source, after, end)
      if (kind === 'close') break
    }
    if (kind === 'none') others++
    at = within.indexOf(delimiter, after)
  }
  if (partStart >= 0 && partStart < end) places.push([partStart, end])
  return places
}

// RFC 2046 5.1.1: a delimiter starts its line, and only blanks may follow it.
function delimiterKind(
  source: Buffer,
  at: number,
  after: number,
  start: number,
  end: number,
): 'open' | 'close' | 'none' {
  if (at > start && source[at - 1] !== 0x0a && source[at - 1] !== 0x0d) return 'none'
  const rest = source.toString('latin1', after, Math.min(after + 80, end))
  const tail = /^(--)?[ \t]*(?:[\r\n]|$)/.exec(rest)
  if (tail !== null) return tail[1] === undefined ? 'open' : 'close'
  return rest.startsWith('--') ? 'close' : 'none'
}

function beforeLineBreak(source: Buffer, at: number): number {
  if (source[at - 1] !== 0x0a) return at
  return source[at - 2] === 0x0d ? at - 2 : at - 1
}

function nextLine(source: Buffer, at: number, end: number): number {
  const newline = source.subarray(at, end).indexOf(0x0a)
  return newline < 0 ? end : at + newline + 1
}

/** A line `--x` that is followed by a Content- field is the boundary the mail forgot to name. */
function guessBoundary(source: Buffer, start: number, end: number): string | undefined {
  const head = source.toString('latin1', start, Math.min(end, start + 16 * 1024))
  return /(?:^|\n)--([^\s-][^\r\n]{0,200}|-{1,60}[^\s-][^\r\n]{0,200})\r?\ncontent-[a-z-]+:/i
    .exec(head)?.[1]
    ?.trimEnd()
}

function skipMboxLine(source: Buffer): number {
  let at = 0
  while (isBlank(source[at])) at++
  const first = source.toString('latin1', at, at + 6)
  return first.startsWith('From ') || first.startsWith('>From ')
    ? nextLine(source, at, source.length)
    : at
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09
}

/** Old Macs ended lines with a carriage return alone. */
function endsLinesOddly(start: Buffer): boolean {
  return start.includes(0x0d) && !start.includes(0x0a)
}

function withLineFeeds(raw: Buffer): Buffer {
  return Buffer.from(raw.subarray(0, maxConverted).map((byte) => (byte === 0x0d ? 0x0a : byte)))
}
