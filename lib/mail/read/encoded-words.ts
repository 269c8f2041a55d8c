// RFC 2047 encoded words in header values.
// Guarantees: never throws; a word that is not well formed stays as it stands. Neighbouring words
// of one charset are joined as bytes first, because mailers split characters between words.
import { decodeCharset } from './charset.ts'

interface EncodedWord {
  charset: string
  bytes: Buffer
}

const word = /=\?([^?\s]{1,60})\?([bqBQ])\?([^?]*)\?=/g

/** The value with its encoded words decoded, as far as `mostRuns` runs of words that are decoded in one. */
export function decodeWords(value: string, mostRuns = Infinity): string {
  if (!value.includes('=?')) return value
  let decoded = ''
  let after = 0
  let pending: EncodedWord | undefined
  let runs = 0
  for (const match of value.matchAll(word)) {
    const between = value.slice(after, match.index)
    const next = readWord(match)
    const adjoins = pending !== undefined && between.trim() === ''
    if (adjoins && pending?.charset === next.charset) {
      pending = { charset: next.charset, bytes: Buffer.concat([pending.bytes, next.bytes]) }
    } else {
      if (++runs > mostRuns) break
      decoded += wordText(pending) + (adjoins ? '' : between)
      pending = next
    }
    after = match.index + match[0].length
  }
  return decoded + wordText(pending) + value.slice(after)
}

function readWord(match: RegExpExecArray): EncodedWord {
  const charset = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase() // RFC 2231 5: language suffix
  const body = match[3] ?? ''
  const base64 = match[2] === 'b' || match[2] === 'B'
  return { charset, bytes: base64 ? Buffer.from(body, 'base64') : decodeQ(body) }
}

// RFC 2047 4.2
function decodeQ(body: string): Buffer {
  const spaced = body.replaceAll('_', ' ')
  const raw = spaced.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return /[^\x00-\xff]/.test(raw) ? Buffer.from(raw, 'utf8') : Buffer.from(raw, 'latin1')
}

function wordText(pending: EncodedWord | undefined): string {
  return pending === undefined ? '' : decodeCharset(pending.bytes, pending.charset)
}
