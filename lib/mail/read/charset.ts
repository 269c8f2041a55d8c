// Bytes of a mail as text, whatever label they carry.
// Guarantees: never throws; a label that is missing, unknown or plainly wrong is answered by what
// the bytes look like. The labels are those of the WHATWG encoding standard (TextDecoder), and
// iconv-lite for the few that mail has and the web has not (utf-7, DOS and Mac code pages).
import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    utf8mb4: 'utf-8',
    'utf-8mb3': 'utf-8',
    cp65001: 'utf-8',
    'unicode-1-1-utf-7': 'utf-7',
    'utf-7-imap': 'utf-7',
    unicode: 'utf-16le',
    'iso-10646-ucs-2': 'utf-16be',
    cp932: 'shift_jis',
    'windows-932': 'shift_jis',
    'cp-850': 'cp850',
    ansi: 'windows-1252',
    'iso-8859-8-e': 'iso-8859-8',
    'iso-2022-jp-1': 'iso-2022-jp',
    'iso-2022-jp-2': 'iso-2022-jp',
    'iso-2022-jp-3': 'iso-2022-jp',
    'iso-2022-jp-ms': 'iso-2022-jp',
    cp50220: 'iso-2022-jp',
    cp50221: 'iso-2022-jp',
    cp51932: 'euc-jp',
    cp936: 'gbk',
    cp949: 'euc-kr',
    cp950: 'big5',
  }),
)

// What mailers write where they do not know: these say nothing about bytes above 127.
const meaningless = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  'default',
  'default_charset',
  'iso-8859-1',
  'latin1',
  'windows-1252',
  '8bit',
  'none',
  'binary',
  '_autodetect',
  'x-user-defined',
])

/** The text of `bytes`, labelled `label` by its sender (empty when there is no label). */
export function decodeCharset(bytes: Buffer, label: string): string {
  const charset = normalLabel(label)
  const marked = decodeMarked(bytes)
  if (marked !== undefined) return marked
  const byEscape = decodeEscaped(bytes, charset)
  if (byEscape !== undefined) return byEscape
  if (charset.startsWith('hz')) return decodeHz(bytes)
  if (isAscii(bytes) && isAsciiBased(charset)) return bytes.toString('latin1')
  if (meaningless.has(charset)) return decodeUtf8(bytes) ?? decodeWith(bytes, 'windows-1252')
  if (charset === 'utf-8') return decodeUtf8(bytes) ?? decodeBrokenUtf8(bytes)
  return decodeWith(bytes, charset)
}

function normalLabel(label: string): string {
  const known = labels.get(label)
  if (known !== undefined) return known
  const normal = normalized(label)
  if (label.length > longestLabel) return normal
  if (labels.size >= mostLabels) labels.clear()
  labels.set(label, normal)
  return normal
}

/** Nearly every mail has one of a few. */
const labels = new Map<string, string>()
const mostLabels = 100
const longestLabel = 40

function normalized(label: string): string {
  const plain = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .replace(/^(charset=|x-)(?=cp|win|utf|iso)/, '')
    .replace(/^cs(?=iso|utf|win)/, '')
    .replace(/_/g, '-')
    .replace(/^utf(?=\d)/, 'utf-')
    .replace(/^iso-?(?=8859|2022)/, 'iso-')
    .replace(/^(iso-8859)(?=\d{1,2}$)/, '$1-')
    .replace(/^(?:win|cp|windows|ms)-?(125\d|874)$/, 'windows-$1')
    .replace(/^(iso-8859-\d+):.*$/, '$1')
  return aliases.get(plain) ?? (plain === 'shift-jis' ? 'shift_jis' : plain)
}

function decodeMarked(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWith(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWith(bytes, 'utf-16be')
  return undefined
}

// ISO-2022 is seven bits wide and shows itself by its escape sequences (RFC 1468, RFC 1557).
function decodeEscaped(bytes: Buffer, charset: string): string | undefined {
  if (!bytes.includes(0x1b)) return undefined
  if (bytes.includes('\x1b$)C')) return decodeIso2022kr(bytes)
  const japanese = bytes.includes('\x1b$B') || bytes.includes('\x1b$@') || bytes.includes('\x1b(J')
  return japanese && charset !== 'utf-8' ? decodeWith(bytes, 'iso-2022-jp') : undefined
}

// RFC 1557: SO starts KS X 1001 in seven bits, SI ends it.
function decodeIso2022kr(bytes: Buffer): string {
  const wide = Buffer.alloc(bytes.length)
  let length = 0
  let shifted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0x1b && bytes.toString('latin1', at, at + 4) === '\x1b$)C') at += 3
    else if (byte === 0x0e) shifted = true
    else if (byte === 0x0f) shifted = false
    else wide[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte
  }
  return decodeWith(wide.subarray(0, length), 'euc-kr')
}

// RFC 1843: ~{ starts GB 2312 in seven bits, ~} ends it, ~~ is a tilde.
function decodeHz(bytes: Buffer): string {
  const text = bytes.toString('latin1').replace(/~\r?\n/g, '')
  const wide = text
    .split(/~\{|~\}/)
    .map((run, at) => (at % 2 === 0 ? run.replaceAll('~~', '~') : withHighBits(run)))
    .join('')
  return decodeWith(Buffer.from(wide, 'latin1'), 'gbk')
}

function withHighBits(run: string): string {
  return run.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) | 0x80))
}

function isAsciiBased(charset: string): boolean {
  return !/^(?:utf-(?:7|16|32)|iso-2022|hz)/.test(charset)
}

function decodeUtf8(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

// Mostly UTF-8 with a torn end keeps its good characters; bytes that never form UTF-8 are Latin.
function decodeBrokenUtf8(bytes: Buffer): string {
  const lenient = bytes.toString('utf8')
  const broken = lenient.split('\ufffd').length - 1
  let wide = 0
  for (const char of lenient) if (char > '\x7f' && char !== '\ufffd') wide++
  return broken > wide ? decodeWith(bytes, 'windows-1252') : lenient
}

function decodeWith(bytes: Buffer, charset: string): string {
  // Node's TextDecoder takes windows-1252 for ISO-8859-1 and loses quotes, dashes and the euro.
  if (charset === 'windows-1252') return iconv.decode(bytes, charset)
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    if (iconv.encodingExists(charset)) return iconv.decode(bytes, charset)
    return decodeUtf8(bytes) ?? iconv.decode(bytes, 'windows-1252')
  }
}
