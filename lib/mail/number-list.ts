// Reads an attached list of numbers: one number on each line, a row of numbers, or a CSV file with one
// column of numbers, with or without a header row; commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252.
//
// Guarantees: never throws, one pass, memory in proportion to the lines that are asked for. Each spelling comes with its
// line, so that wrong ones can be told; whether it is a valid phone is for `readPhone` to say. Where two
// columns could be the numbers and no header tells which, or the title of the only one does not mean phones, the
// list is refused rather than guessed, and rather than sent to some of those whom it names.

import { isUtf8 } from 'node:buffer'
import { isNumberSpelled } from '../sms/phone-number.ts'
import { isLikeDay } from './address/time.ts'

export interface ListedNumber {
  /** From 1, as an editor counts. */
  line: number
  spelling: string
}

export type NumberList =
  | { kind: 'list'; numbers: readonly ListedNumber[] }
  | { kind: 'refused'; code: 'list_unreadable' | 'too_many_at_once' }

const unreadable: NumberList = { kind: 'refused', code: 'list_unreadable' }
const tooMany: NumberList = { kind: 'refused', code: 'too_many_at_once' }

interface Row {
  line: number
  cells: readonly string[]
}

/** A list of more than `most` lines is not read to its end. */
export function readNumberList(content: Uint8Array, most: number): NumberList {
  const text = decode(content)
  if (text === undefined) return unreadable
  const rows = readRows(text, most)
  if (rows === undefined) return tooMany
  const [first] = rows
  if (first === undefined) return unreadable
  const across = rows.length === 1 ? numbersAcross(first) : []
  if (across.length > most) return tooMany
  if (across.length > 0) return listOf(across)
  const header = first.cells.some(isLong) ? undefined : first
  const body = header === undefined ? rows : rows.slice(1)
  const column = numberColumn(header, body)
  if (column === undefined) return unreadable
  return listOf(body.map(({ line, cells }) => ({ line, spelling: cells[column] ?? '' })))
}

/** Whether a text is no list but words: most of its first lines hold nothing like a number. */
export function isProse(content: Uint8Array): boolean {
  const text = decode(content.subarray(0, 20_000))
  if (text === undefined) return content.length === 0
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  const listed = lines.filter((line) => /\d(?:[ .()/-]{0,2}\d){5}/.test(line))
  return listed.length * 2 < lines.length || lines.length === 0
}

function listOf(numbers: readonly ListedNumber[]): NumberList {
  return { kind: 'list', numbers }
}

/** A single line of nothing but numbers, whatever stands between them. */
function numbersAcross({ line, cells }: Row): ListedNumber[] {
  const spellings = cells.flatMap((cell) => cell.split(/[,;\t]/)).map((cell) => cell.trim())
  const filled = spellings.filter((spelling) => spelling !== '')
  return filled.every(isLong) ? filled.map((spelling) => ({ line, spelling })) : []
}

/** The text, or undefined for what is none, such as a spreadsheet. */
function decode(content: Uint8Array): string | undefined {
  const encoding = encodingOf(content)
  // The decoder takes a byte order mark away.
  const text = encoding === undefined ? undefined : new TextDecoder(encoding).decode(content)
  return text?.includes('\0') === true ? undefined : text
}

/** What spreadsheets write where they do not write Unicode is Windows-1252. */
function encodingOf(
  content: Uint8Array,
): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | undefined {
  const [first, second] = content
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Digits in UTF-16 without a mark: every other octet is zero.
  if (second === 0 && first !== 0) return 'utf-16le'
  if (first === 0 && second !== 0) return 'utf-16be'
  if (first === undefined) return undefined
  return isUtf8(content) ? 'utf-8' : 'windows-1252'
}

/** Undefined where there are more than `most` and a header. */
function readRows(text: string, most: number): Row[] | undefined {
  // Every other line may be empty.
  const mostLines = 2 * (most + 1)
  const lines = text.split(/\r\n|\n|\r/, mostLines + 1)
  if (lines.length > mostLines) return undefined
  // A first line by which Excel knows the separator.
  const told = /^sep=([;,\t])$/i.exec(lines[0] ?? '')?.[1]
  const delimiter = told ?? delimiterOf(lines)
  const rows: Row[] = []
  for (const [index, line] of lines.entries()) {
    if (told !== undefined && index === 0) continue
    const cells = splitLine(line, delimiter).map(tidy)
    if (cells.some((cell) => cell !== '')) rows.push({ line: index + 1, cells })
  }
  return rows.length > most + 1 ? undefined : rows
}

/** The separator that stands most often in the first lines; a file of one column has none. */
function delimiterOf(lines: readonly string[]): string {
  const sample = lines.slice(0, 20).join('\n').slice(0, 20_000)
  const [best] = [';', '\t', ',']
    .map((delimiter) => ({ delimiter, count: sample.split(delimiter).length }))
    .sort((a, b) => b.count - a.count)
  return best?.delimiter ?? ';'
}

/** RFC 4180: a cell in quotes may hold the separator and doubled quotes. */
function splitLine(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  // Where one does not close, the others are characters as any: looked for again and again, they take too long.
  let doQuotesClose = true
  for (let at = 0; at <= line.length;) {
    const isQuoted = doQuotesClose && line.startsWith('"', at)
    const quoted = isQuoted ? closingQuote(line, at) : -1
    if (isQuoted && quoted < 0) doQuotesClose = false
    const found = line.indexOf(delimiter, quoted < 0 ? at : quoted)
    const end = found < 0 ? line.length : found
    const cell = line.slice(at, end)
    cells.push(quoted < 0 ? cell : line.slice(at + 1, quoted).replaceAll('""', '"'))
    at = end + 1
  }
  return cells
}

/** Where the cell that opens at `start` closes, or -1 when it never does. */
function closingQuote(line: string, start: number): number {
  for (let at = line.indexOf('"', start + 1); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at
  }
  return -1
}

/** Spreadsheets write ="0701234567" or '0701234567 to keep the zero. */
function tidy(cell: string): string {
  return cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
}

/** A cell that may well be a phone number: seven digits or more, and no day. */
function isLong(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 7 && isNumberSpelled(cell) && !isLikeDay(cell)
}

const mobileWords =
  /(?<!\p{L})(?:mobil(?!abo)|mob(?:nr|nummer|(?!\p{L}))|m[oó]vil|handy|portable|gsm|sms|msisdn|natel|cell)/iu
const phoneWords =
  /phone|t[eé]l[eé](?:f(?!ax)|ph)|ruf-?n(?:umme)?r|(?<!\p{L})(?:(?:tel|tél|tlf|tfn|ph)(?:nr|nummer)?|fon|tele)(?!\p{L})|(?:kontakt|contact)[\s.-]*(?:nr|no|num)|^(?:ring til|ringa?|anrufen|appeler|call)$/iu
const numberWords =
  /^(?:(?:nummer|number|num[eé]ro)[ns]?|numre|num|nr|no|(?:modtagere?|mottakere?|mottagar[en]?|empfänger|destinataires?|recipients?)[ -]?(?:nummer|number|nr)?)\.?$/iu
/** Of an id, whatever it is the id of, a customer's number, a day or a fax. */
const otherWords =
  /(?<![\p{L}\d])id(?!\p{L})|(?:kunden?|customer|client)[\s.-]*(?:id|nr|no|num)|(?<!candi|kandi|man)dat(?:o|e|um)(?!\p{L})|fax/iu

/** With its country, which no day and no id has. */
const international = /^(?:\+|00)/

/**
 * The column of the numbers: the only one whose title says so, or without a title the only one that looks like
 * numbers. Any other title may be that of a day or an id, unless all have their country with them.
 */
function numberColumn(header: Row | undefined, body: readonly Row[]): number | undefined {
  const width = Math.max(0, ...body.slice(0, 200).map(({ cells }) => cells.length))
  const columns = Array.from({ length: Math.min(width, 200) }, (_, column) => {
    const cells = body.slice(0, 200).map((row) => row.cells[column] ?? '')
    const long = cells.filter(isLong)
    const title = header?.cells[column] ?? ''
    return { column, title, rank: rankOf(title, long), count: long.length }
  }).filter(({ count }) => count > 0)
  const [best, second] = columns.sort((a, b) => b.rank - a.rank || b.count - a.count)
  if (best === undefined) return undefined
  if (best.rank === 0 && /\p{L}/u.test(best.title)) return undefined
  return second?.rank === best.rank ? undefined : best.column
}

function rankOf(title: string, numbers: readonly string[]): number {
  if (otherWords.test(title)) return 0
  const ranks = [
    mobileWords.test(title),
    phoneWords.test(title),
    numberWords.test(title),
    /\p{L}/u.test(title) && numbers.every((number) => international.test(number)),
  ]
  const at = ranks.indexOf(true)
  return at < 0 ? 0 : ranks.length - at
}
