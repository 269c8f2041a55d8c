// Rich text as Outlook stores it: compressed (MS-OXRTFCP), and plain or wrapping HTML (MS-OXRTFEX).
// Guarantees: never throws, linear, output bounded.
import { decodeCharset } from './charset.ts'
import { maxHtmlBytes, takeText, type TextBudget } from './text-budget.ts'

// MS-OXRTFCP 2.1.2.1
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript ' +
  '\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n' +
  '\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** What comes out counts, not what goes in: a byte may become eight. */
export function decompressRtf(bytes: Buffer, budget: TextBudget): string {
  if (bytes.length < 16) return ''
  const magic = bytes.toString('latin1', 8, 12)
  const most = Math.min(maxHtmlBytes, budget.bytes)
  const plain =
    magic === 'MELA' ? bytes.subarray(16) : magic === 'LZFu' ? decompressLzfu(bytes, most) : empty
  return takeText(plain, most, budget).toString('latin1')
}

const empty = Buffer.alloc(0)

function decompressLzfu(bytes: Buffer, most: number): Buffer {
  const window = Buffer.alloc(4096, 0x20)
  window.write(dictionary, 'latin1')
  let writeAt = dictionary.length
  const output = Buffer.alloc(Math.min(bytes.readUInt32LE(4), most))
  let length = 0
  const emit = (byte: number) => {
    output[length++] = byte
    window[writeAt] = byte
    writeAt = (writeAt + 1) & 0xfff
  }
  let at = 16
  while (at < bytes.length && length < output.length) {
    const control = bytes[at++] ?? 0
    for (let bit = 0; bit < 8 && at < bytes.length && length < output.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        emit(bytes[at++] ?? 0)
        continue
      }
      const token = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === writeAt) return output.subarray(0, length)
      for (let n = 0; n < (token & 0xf) + 2 && length < output.length; n++)
        emit(window[(offset + n) & 0xfff] ?? 0)
    }
  }
  return output.subarray(0, length)
}

const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)/gi
const silent = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'header',
  'footer',
  'object',
  'themedata',
])
const marks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    par: '\n',
    line: '\n',
    sect: '\n',
    row: '\n',
    cell: ' ',
    tab: '\t',
    lquote: '\u2018',
    rquote: '\u2019',
    ldblquote: '\u201c',
    rdblquote: '\u201d',
    bullet: '\u2022',
    endash: '\u2013',
    emdash: '\u2014',
  }),
)

interface GroupState {
  skipped: boolean
  htmlTag: boolean
  htmlRtf: boolean
  fallback: number
}

/** Word nests some dozen groups; more of them than this share the state of the deepest. */
const maxGroups = 1000

/** The text of an RTF document, or the HTML that it wraps. */
export function rtfText(rtf: string): { text?: string; html?: string } {
  const wrapsHtml = /\\fromhtml1\b/.test(rtf.slice(0, 1000))
  const codepage = /\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 1000))?.[1] ?? '1252'
  const written = writeRtf(rtf, wrapsHtml, `windows-${codepage}`)
  return wrapsHtml ? { html: written } : { text: written.trim() }
}

function writeRtf(rtf: string, wrapsHtml: boolean, charset: string): string {
  const stack: GroupState[] = []
  let state: GroupState = { skipped: false, htmlTag: false, htmlRtf: false, fallback: 1 }
  let written = ''
  let bytes: number[] = []
  let skip = 0
  let tooDeep = 0
  const flush = () => {
    if (bytes.length > 0) written += decodeCharset(Buffer.from(bytes), charset)
    bytes = []
  }
  for (const [, word, number, hex, symbol, brace, text] of rtf.matchAll(token)) {
    const hidden = state.skipped || (state.htmlRtf && !state.htmlTag)
    if (hex !== undefined) {
      if (skip > 0) skip--
      else if (!hidden) bytes.push(Number.parseInt(hex, 16))
      continue
    }
    flush()
    if (brace === '{') {
      if (stack.length < maxGroups) stack.push({ ...state })
      else tooDeep++
    } else if (brace === '}') {
      if (tooDeep > 0) tooDeep--
      else state = stack.pop() ?? state
    } else if (word !== undefined) {
      const value = Number(number ?? '1')
      if (word === 'uc') state.fallback = value
      else if (word === 'u') {
        if (!hidden) written += String.fromCharCode(value & 0xffff)
        skip = state.fallback
      } else if (word === 'htmltag') state = { ...state, skipped: false, htmlTag: true }
      else if (word === 'htmlrtf') state.htmlRtf = value !== 0
      else if (silent.has(word)) state.skipped = true
      else if (!hidden && !(wrapsHtml && state.htmlTag && word !== 'par' && word !== 'tab'))
        written += marks.get(word) ?? ''
    } else if (symbol === '*') state.skipped = true
    else if (symbol !== undefined) {
      if (!hidden)
        written +=
          symbol === '~' ? '\u00a0' : symbol === '_' ? '-' : /[\\{}]/.test(symbol) ? symbol : ''
    } else if (text !== undefined && !hidden) {
      written += skip > 0 ? text.slice(skip) : text
      skip = 0
    }
  }
  flush()
  return written
}
