// Values with parameters: Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2183), with the
// continued and encoded parameters of RFC 2231. Guarantees: never throws; reads what is there, of the
// parameters that somebody asks for: a header could hold a thousand others, each with a charset of its own.
import { decodeCharset } from './charset.ts'
import { decodeWords } from './encoded-words.ts'

export interface ParameterizedValue {
  /** The value in lower case, without its parameters. */
  value: string
  parameters: ReadonlyMap<string, string>
}

const asked = new Set([
  ...['boundary', 'charset', 'delsp', 'filename', 'format', 'name', 'report-type', 'start'],
])
/** A filename is one run of encoded words, or some. */
const mostRuns = 5

const parameter = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g

export function readParameters(raw: string): ParameterizedValue {
  const semicolon = raw.indexOf(';')
  const value = (semicolon < 0 ? raw : raw.slice(0, semicolon)).trim().toLowerCase()
  if (semicolon < 0) return { value, parameters: new Map() }
  const plain = new Map<string, string>()
  for (const match of raw.slice(semicolon, semicolon + 8192).matchAll(parameter)) {
    const name = (match[1] ?? '').toLowerCase()
    if (!asked.has(name.replace(/\*.*$/s, ''))) continue
    const quoted = match[2]?.replace(/\\(.)/g, '$1')
    if (!plain.has(name)) plain.set(name, quoted ?? withoutComment((match[3] ?? '').trim()))
  }
  return { value, parameters: joinContinued(plain) }
}

/** RFC 5322 3.2.2: a comment may stand behind the value. */
function withoutComment(value: string): string {
  if (!value.endsWith(')')) return value
  const opens = value.indexOf('(', value.lastIndexOf(')', value.length - 2) + 1)
  return opens < 0 ? value : value.slice(0, opens).trimEnd()
}

// RFC 2231 3 and 4: name*0, name*1 and so on are one value; a trailing * means percent-encoded.
function joinContinued(plain: ReadonlyMap<string, string>): Map<string, string> {
  const joined = new Map<string, string>()
  for (const [name, value] of plain) {
    const star = name.indexOf('*')
    if (star < 0) joined.set(name, decodeWords(value, mostRuns))
    else if (!joined.has(name.slice(0, star))) {
      joined.set(name.slice(0, star), continued(plain, name.slice(0, star)))
    }
  }
  return joined
}

function continued(plain: ReadonlyMap<string, string>, name: string): string {
  const whole = plain.get(`${name}*`)
  const pieces: Buffer[] = []
  let charset = ''
  for (let index = 0; index < 100; index++) {
    const encoded: string | undefined =
      index === 0 && whole !== undefined ? whole : plain.get(`${name}*${index}*`)
    const literal = encoded === undefined ? plain.get(`${name}*${index}`) : undefined
    if (encoded === undefined && literal === undefined) break
    const marked =
      index === 0 && encoded !== undefined ? /^([^']*)'[^']*'(.*)$/s.exec(encoded) : null
    if (marked !== null) charset = marked[1] ?? ''
    pieces.push(
      encoded === undefined ? Buffer.from(literal ?? '') : percentBytes(marked?.[2] ?? encoded),
    )
  }
  return decodeCharset(Buffer.concat(pieces), charset)
}

function percentBytes(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  )
}
