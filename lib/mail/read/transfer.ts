// Content-Transfer-Encoding (RFC 2045 6): the bytes of a part as they were before the mail.
// Guarantees: never throws, linear, and reads damaged input as far as it goes.

/** The decoded bytes; an unknown encoding is taken as none. */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  const name = encoding
    .trim()
    .toLowerCase()
    .replace(/[\s;"].*$/s, '')
  if (name === 'base64') return decodeBase64(bytes)
  if (name === 'quoted-printable') return decodeQuotedPrintable(bytes)
  if (/^(?:x-)?uu(?:e|encode)?$/.test(name))
    return uuencodedFiles(bytes.toString('latin1'))[0]?.content ?? bytes
  return bytes
}

// Several runs, each ended by its own padding, and plain lines behind them, are what mailing lists
// make of base64 when they append their footer.
function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const foreign = text.length > maxFooterSearch ? null : footer.exec(text)
  if (foreign !== null && foreign.index > 0) {
    const encoded = decodeRuns(text.slice(0, foreign.index))
    return Buffer.concat([encoded, Buffer.from('\n'), bytes.subarray(foreign.index)])
  }
  return decodeRuns(text)
}

/** Texts are shorter; a large attachment has no footer to look for. */
const maxFooterSearch = 1024 * 1024

/** A line that is no base64. Lines end with a line feed alone here: `^` would match behind every CR, too. */
const footer = /(?<![^\n])(?:(?=[^\n]*\S \S)[^\n]*[^A-Za-z0-9+/=\s]|[_-]{5,}[ \t\r]*(?![^\n]))/

function decodeRuns(text: string): Buffer {
  const padding = text.indexOf('=')
  if (padding < 0 || !/[^=\s]/.test(text.slice(padding))) return Buffer.from(text, 'base64')
  const decoded = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const end = text.indexOf('=', at)
    const run = text.slice(at, end < 0 ? text.length : end)
    if (run !== '') length += decoded.write(run, length, 'base64')
    at += run.length
  }
  return decoded.subarray(0, length)
}

// RFC 2045 6.7: soft line breaks and blanks at the end of a line go; a bad escape stays as it is.
function decodeQuotedPrintable(bytes: Buffer): Buffer {
  if (!bytes.includes(0x3d)) return bytes
  const decoded = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== 0x3d) {
      decoded[length++] = byte
      continue
    }
    const value = hexPair(bytes, at + 1)
    const soft = softBreakEnd(bytes, at + 1)
    if (value >= 0) {
      decoded[length++] = value
      at += 2
    } else if (soft >= 0) at = soft
    else decoded[length++] = byte
  }
  return decoded.subarray(0, length)
}

function hexPair(bytes: Buffer, at: number): number {
  const high = hexDigit(bytes[at])
  const low = hexDigit(bytes[at + 1])
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** The index of the line feed that a soft break at `at` ends with, or -1. */
function softBreakEnd(bytes: Buffer, at: number): number {
  let index = at
  while (bytes[index] === 0x20 || bytes[index] === 0x09) index++
  if (bytes[index] === 0x0d && bytes[index + 1] === 0x0a) return index + 1
  if (bytes[index] === 0x0a || bytes[index] === 0x0d) return index
  return index >= bytes.length ? index : -1
}

export interface UuencodedFile {
  filename: string
  content: Buffer
  /** Where the block stands in the text, from `begin` to after `end`. */
  start: number
  end: number
}

const begin = /^begin(?:-base64)? [0-7]{3,4} (.+)$/

/** Files that stand uuencoded in a text (POSIX uuencode), with their places. */
export function uuencodedFiles(text: string): UuencodedFile[] {
  const files: UuencodedFile[] = []
  let at = text.startsWith('begin') ? 0 : text.indexOf('\nbegin') + 1
  while (at > 0 || (at === 0 && text.startsWith('begin'))) {
    const file = readUuencoded(text, at)
    if (file !== undefined) files.push(file)
    const next = text.indexOf('\nbegin', Math.max(file?.end ?? 0, at + 5) - 1)
    if (next < 0) break
    at = next + 1
  }
  return files
}

function readUuencoded(text: string, start: number): UuencodedFile | undefined {
  const firstEnd = lineEnd(text, start)
  const head = begin.exec(text.slice(start, firstEnd).trimEnd())
  if (head === null) return undefined
  const base64 = text.startsWith('begin-base64', start)
  const pieces: Buffer[] = []
  let at = firstEnd + 1
  while (at < text.length) {
    const end = lineEnd(text, at)
    const line = text.slice(at, end).replace(/\r$/, '')
    if (line === 'end' || line === '====') {
      return {
        filename: head[1] ?? '',
        content: Buffer.concat(pieces),
        start,
        end: Math.min(end + 1, text.length),
      }
    }
    const bytes = base64 ? base64Line(line) : uuencodedLine(line)
    if (bytes === undefined) return undefined
    pieces.push(bytes)
    at = end + 1
  }
  return undefined
}

// The line that begins another block is none: so no line is read for more than one block.
function base64Line(line: string): Buffer | undefined {
  return /[^A-Za-z0-9+/=]/.test(line.trimEnd()) ? undefined : Buffer.from(line, 'base64')
}

function uuencodedLine(line: string): Buffer | undefined {
  if (line === '' || line === '`' || line === ' ') return Buffer.alloc(0)
  const length = (line.charCodeAt(0) - 32) & 63
  const needed = Math.ceil(length / 3) * 4
  if (/[^ -`]/.test(line) || line.length - 1 > needed + 4 || line.length < needed - 3)
    return undefined
  const bytes = Buffer.alloc(Math.ceil(length / 3) * 3)
  for (let group = 0; group * 3 < length; group++) {
    const [a, b, c, d] = [1, 2, 3, 4].map((n) => ((line.charCodeAt(group * 4 + n) || 32) - 32) & 63)
    bytes.writeUIntBE(
      ((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0),
      group * 3,
      3,
    )
  }
  return bytes.subarray(0, length)
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline
}
