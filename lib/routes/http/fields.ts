// Reads what web services write, whatever it turns out to be: an HTML page where JSON was promised, a
// number where a string was, nothing at all. Never throws.
import { isUtf8 } from 'node:buffer'

/** The JSON of a text, or undefined. Whole numbers that a double does not hold are texts of their digits. */
export function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return /\d{16}/.test(text) ? (JSON.parse(withLongNumbersQuoted(text)) as unknown) : value
  } catch {
    return undefined
  }
}

/** The strings and numbers of valid JSON; strings, so that nothing within them is taken for a number. */
export const jsonScalar = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

/** `json` is valid. */
function withLongNumbersQuoted(json: string): string {
  return json.replace(jsonScalar, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  )
}

/** What stands at a path such as messages.0.id. */
export function valueAt(value: unknown, path: string): unknown {
  let found = value
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Record<string, unknown>)[step]
  }
  return found
}

/** The same as text: '' where there is no text, number or truth value. */
export function textAt(value: unknown, path: string): string {
  const found = valueAt(value, path)
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : ''
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found : []
}

/** The members of a list as textAt tells them. */
export function textsAt(value: unknown, path: string): readonly string[] {
  const list = listAt(value, path)
  return list.map((_, index) => textAt(list, String(index)))
}

/** The members of JSON that are text, numbers or truth values, all as text. */
export function readFlat(json: unknown): Record<string, string> {
  if (typeof json !== 'object' || json === null) return {}
  const flat = Object.entries(json).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return Object.fromEntries(flat.map(([name, value]) => [name, String(value)]))
}

/** A form or a query as one level of fields, the last of equal names. */
export function readForm(form: Uint8Array | string, contentType = ''): Record<string, string> {
  const source = Buffer.from(form).toString('latin1')
  const decode = decoderOf(contentType, bytesOf(source))
  const pairs = source.split('&').filter((pair) => pair !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=').map((part) => decode(bytesOf(part)))
      return [name, value.join('=')]
    }),
  )
}

/** What the %, the + and the other bytes of a form stand for. */
function bytesOf(latin1: string): Buffer {
  const plain = latin1
    .replaceAll('+', ' ')
    .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}

/** In the charset that is declared; where none is, what is no UTF-8 is Windows-1252. */
export function decoderOf(contentType: string, bytes: Uint8Array): (bytes: Uint8Array) => string {
  const declared = /charset="?([\w.:-]+)/i.exec(contentType)?.[1]
  const decoder = decoderNamed(declared ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252'))
  return (some) => decoder.decode(some)
}

function decoderNamed(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}

/** What a text says in a sentence's room, an HTML page without its marks. */
export function excerpt(text: string): string {
  // The beginning is enough, and a long text of nothing but marks would take hours.
  const beginning = text.slice(0, 4_000)
  const words = beginning.replace(/<(script|style)[^]*?<\/\1>|<[^<>]*>/gi, ' ').replace(/\s+/g, ' ')
  return words.trim().slice(0, 160)
}

/** A time that a provider wrote, or `now` where it cannot be read. */
export function timeOf(said: string, now: number): number {
  const seconds = /^\d{9,10}$/.test(said) ? Number(said) * 1000 : undefined
  const time = seconds ?? Date.parse(said)
  return Number.isFinite(time) ? time : now
}

/** Digits that are an international number get their plus; names and short codes stay, on one line. */
export function withPlus(number: string): string {
  const shown = number.replace(/\p{Cc}+/gu, ' ').trim()
  const digits = shown.replace(/^(?:\+|00)/, '')
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : shown
}

export function withoutPlus(number: string): string {
  return number.replace(/^\+/, '')
}
