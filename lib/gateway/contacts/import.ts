// A file of contacts: CSV with commas, semicolons or tabs, in any charset.
//
// Guarantees: never throws for anything in a file; a file that is too large is refused before it is read,
// one with too many lines or columns while it is. Which column is which is told by the header, by whoever
// imports, or is guessed; each contact comes with its line.
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { decodeCharset } from '../../mail/read/charset.ts'
import { isNumberSpelled } from '../../sms/phone-number.ts'
import type { WrittenContact } from './contacts.ts'

export const largestFile = 5 * 1_048_576
export const mostRows = 50_000
const mostColumns = 100
const longestRow = 20_000

export interface ContactFile {
  readonly content: Buffer
  /** As whoever imports says; '' for what the bytes look like. */
  readonly charset?: string
  /** Titles of the header or numbers from 1; guessed where undefined. */
  readonly columns?: Partial<Columns>
  /** A contact group for all of them. */
  readonly group?: string | undefined
}

export interface Columns {
  /** First and last name may have columns of their own. */
  readonly name: readonly string[]
  readonly phone: string
  readonly groups: string
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

export type ImportFault = 'file_too_large' | 'file_unreadable' | 'columns_unknown'

export interface LinedContact extends WrittenContact {
  readonly line: number
}

export type ReadFile =
  { readonly contacts: readonly LinedContact[] } | { readonly fault: ImportFault }

export async function readContactFile(file: ContactFile): Promise<ReadFile> {
  if (file.content.length > largestFile) return { fault: 'file_too_large' }
  const rows = await readRows(decodeCharset(file.content, file.charset ?? ''))
  if ('fault' in rows) return rows
  const columns = findColumns(rows, file.columns ?? {})
  if (columns === undefined) return { fault: 'columns_unknown' }
  const body = columns.hasHeader ? rows.slice(1) : rows
  const all = file.group === undefined ? [] : [file.group]
  return {
    contacts: body.map(({ line, cells }) => ({
      line,
      name: columns.name
        .map((column) => plain(cells[column]))
        .join(' ')
        .trim(),
      phone: plain(cells[columns.phone]),
      groups: [...all, ...splitGroups(plain(cells[columns.groups ?? -1]))],
    })),
  }
}

async function readRows(text: string): Promise<Row[] | { fault: ImportFault }> {
  if (text.includes('\0')) return { fault: 'file_unreadable' }
  const parser = parse({
    delimiter: delimiterOf(text.slice(0, 20_000)),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  })
  const rows: Row[] = []
  try {
    for await (const { record, info } of Readable.from(pieces(text)).pipe(parser) as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (record.length > mostColumns) return { fault: 'file_unreadable' }
      if (rows.length > mostRows) return { fault: 'file_too_large' }
      if (record.some((cell) => cell.trim() !== '')) rows.push({ line: info.lines, cells: record })
    }
  } catch {
    return { fault: 'file_unreadable' }
  }
  return rows.length === 0 ? { fault: 'file_unreadable' } : rows
}

/** So that others have their turn while a large file is read. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536)
}

function delimiterOf(sample: string): string {
  const counts = [';', '\t', ','].map((sign) => [sign, sample.split(sign).length] as const)
  return counts.sort(([, a], [, b]) => b - a)[0]?.[0] ?? ';'
}

/** Spreadsheets keep zeros by ="070…" or '070…; our own export puts ' before a sign of a formula. */
function plain(cell = ''): string {
  return cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'(?=[\d=+@-])/, '')
}

function splitGroups(cell: string): string[] {
  return cell
    .split(/[;,|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

interface Found {
  readonly name: readonly number[]
  readonly phone: number
  readonly groups: number | undefined
  readonly hasHeader: boolean
}

const titles = {
  first: /^(?:first ?name|given ?name|förnamn|fornavn|vorname|pr[ée]nom)$/i,
  last: /^(?:last ?name|family ?name|surname|efternamn|efternavn|etternavn|nachname|nom de famille)$/i,
  name: /^(?:(?:full |display )?name|navn|namn|nom|kontakte?|contact)$/i,
  mobile: /mobil|handy|portable|gsm|sms|msisdn|natel|\bcell/i,
  phone: /phone|telefon|téléphone|^(?:tel|tél|tlf|nummer|number|num[eé]ro|num|nr|no)\.?$/i,
  groups: /^(?:groups?|grupp(?:e[nr]?)?|groupes?|categories|kategorien?|kategorier?)$/i,
}

function findColumns(rows: readonly Row[], said: Partial<Columns>): Found | undefined {
  const header = rows[0]?.cells.map((cell) => cell.trim()) ?? []
  const hasHeader = !header.some(isPhone)
  const column = (written: string): number => {
    const title = header.findIndex((one) => one.toLowerCase() === written.trim().toLowerCase())
    if (hasHeader && title >= 0) return title
    return /^\d{1,3}$/.test(written.trim()) ? Number(written) - 1 : -1
  }
  const titled = (title: RegExp): number =>
    hasHeader ? header.findIndex((h) => title.test(h)) : -1
  const phone = said.phone === undefined ? guessPhone(rows, titled) : column(said.phone)
  const name = said.name === undefined ? guessName(header, titled, phone) : said.name.map(column)
  const groups = said.groups === undefined ? titled(titles.groups) : column(said.groups)
  const isLost = said.groups !== undefined && groups < 0
  if (phone < 0 || name.length === 0 || name.some((one) => one < 0) || isLost) return undefined
  return { name, phone, groups: groups < 0 ? undefined : groups, hasHeader }
}

function isPhone(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 7 && isNumberSpelled(plain(cell))
}

/** By its title, otherwise the column with the most numbers. */
function guessPhone(rows: readonly Row[], titled: (title: RegExp) => number): number {
  const byTitle = [titled(titles.mobile), titled(titles.phone)].find((column) => column >= 0)
  if (byTitle !== undefined) return byTitle
  const counts: number[] = []
  for (const { cells } of rows.slice(0, 200))
    for (const [column, cell] of cells.entries())
      if (isPhone(cell)) counts[column] = (counts[column] ?? 0) + 1
  const most = Math.max(0, ...counts.filter((count) => count > 0))
  return most === 0 ? -1 : counts.indexOf(most)
}

/** By its title, otherwise the first column that is not the phone's. */
function guessName(
  header: readonly string[],
  titled: (title: RegExp) => number,
  phone: number,
): number[] {
  const parts = [titled(titles.first), titled(titles.last)].filter((column) => column >= 0)
  const whole = titled(titles.name)
  if (whole >= 0 && parts.length < 2) return [whole]
  if (parts.length > 0) return parts
  return header.flatMap((_, column) => (column === phone ? [] : [column])).slice(0, 1)
}
