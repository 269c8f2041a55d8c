// Which column of a file of contacts is which: by what whoever imports says, by their titles in six
// languages, or by what stands in them.
import { isNumberSpelled } from '../../sms/phone-number.ts'
import { mostFields, readFieldName } from './fields.ts'
import type { Row } from './row.ts'

/** A title of the header, or a number from 1. */
export type ColumnReference = string | number

export interface Columns {
  /** First and last name may have columns of their own. */
  readonly name: readonly ColumnReference[]
  readonly phone: ColumnReference
  readonly groups: ColumnReference
  /** Own columns, kept with their titles. */
  readonly fields: readonly ColumnReference[]
}

export type ColumnRole = 'name' | 'phone' | 'groups' | 'field' | 'none'

/** A column as whoever imports sees it. */
export interface FileColumn {
  /** From 1. */
  readonly number: number
  readonly title: string
  /** The first value in it. */
  readonly example: string
  readonly role: ColumnRole
}

export interface FoundColumns {
  readonly name: readonly number[]
  readonly phone: number
  readonly groups: number | undefined
  readonly fields: readonly { readonly column: number; readonly name: string }[]
  readonly hasHeader: boolean
}

const titles = {
  first: /^(?:first ?name|given ?name|förnamn|fornavn|vorname|pr[ée]nom)$/i,
  last: /^(?:last ?name|family ?name|surname|efternamn|efternavn|etternavn|nachname|nom de famille)$/i,
  name: /^(?:(?:full |display )?name|navn|namn|nom|kontakte?|contact)$/i,
  mobile: /mobil|handy|portable|gsm|sms|msisdn|natel|\bcell/i,
  phone: /phone|telefon|téléphone|^(?:tel|tél|tlf|nummer|number|num[eé]ro|num|nr|no)\.?$/i,
  /** What stands beside phones: `Phone 1 - Type`, `Phonetic First Name`. */
  besides: /phonetic|typ|label/i,
  groups:
    /^(?:groups?|grupp(?:e[nr]?)?|groupes?|categories|kategorien?|kategorier?|labels|group membership)$/i,
}

/** Undefined where name or phone are not found, or a column that was said is not there. */
export function findColumns(
  rows: readonly Row[],
  said: Partial<Columns>,
): FoundColumns | undefined {
  const header = rows[0]?.cells.map(plain) ?? []
  const hasHeader = !header.some(isPhone)
  const column = (written: ColumnReference): number => {
    if (typeof written === 'number') return written - 1
    const title = header.findIndex((one) => one.toLowerCase() === written.trim().toLowerCase())
    if (hasHeader && title >= 0) return title
    return /^\d{1,3}$/.test(written.trim()) ? Number(written) - 1 : -1
  }
  const titled = (title: RegExp): number =>
    hasHeader ? header.findIndex((h) => title.test(h)) : -1
  const phone =
    said.phone === undefined ? guessPhone(rows, hasHeader ? header : []) : column(said.phone)
  const name = said.name === undefined ? guessName(rows, titled, phone) : said.name.map(column)
  const groups = said.groups === undefined ? titled(titles.groups) : column(said.groups)
  const taken = new Set([phone, ...name, groups])
  const own = said.fields?.map(column) ?? (hasHeader ? guessFields(header, taken) : [])
  const isLost = (said.groups !== undefined && groups < 0) || own.some((one) => one < 0)
  if (phone < 0 || name.length === 0 || name.some((one) => one < 0) || isLost) return undefined
  const fields = namedFields(own, hasHeader ? header : [])
  return { name, phone, groups: groups < 0 ? undefined : groups, fields, hasHeader }
}

/** What a person chooses from: what each column is called, and what it is taken for. */
export function fileColumns(
  rows: readonly Row[],
  found: FoundColumns | undefined,
): readonly FileColumn[] {
  const header = rows[0]?.cells ?? []
  const hasHeader = found?.hasHeader ?? !header.some(isPhone)
  const body = rows.slice(hasHeader ? 1 : 0, 50)
  const width = Math.max(...rows.slice(0, 50).map(({ cells }) => cells.length))
  return Array.from({ length: width }, (_, column) => ({
    number: column + 1,
    title: hasHeader ? plain(header[column]) : '',
    example: plain(body.find(({ cells }) => (cells[column] ?? '').trim() !== '')?.cells[column]),
    role: roleOf(column, found),
  }))
}

function roleOf(column: number, found: FoundColumns | undefined): ColumnRole {
  if (found === undefined) return 'none'
  if (found.name.includes(column)) return 'name'
  if (found.phone === column) return 'phone'
  if (found.groups === column) return 'groups'
  return found.fields.some((field) => field.column === column) ? 'field' : 'none'
}

/** Spreadsheets keep zeros by ="070…" or '070…; our own export puts ' before a sign of a formula. */
export function plain(cell = ''): string {
  return cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'(?=[\d=+@-])/, '')
}

/** Several in one cell are written `… ::: …` by Google; the first is the contact's. */
export function phoneIn(cell = ''): string {
  return plain(cell.split(':::')[0])
}

function isPhone(cell: string): boolean {
  return cell.replace(/\D/g, '').length >= 7 && isNumberSpelled(phoneIn(cell))
}

/** By its title, of several the one with the most numbers; otherwise the column with the most. */
function guessPhone(rows: readonly Row[], header: readonly string[]): number {
  const counts = header.map(() => 0)
  for (const { cells } of rows.slice(0, 200))
    for (const [column, cell] of cells.entries())
      if (isPhone(cell)) counts[column] = (counts[column] ?? 0) + 1
  const countOf = (column: number): number => counts[column] ?? 0
  const columns = [...counts.keys()].sort((a, b) => countOf(b) - countOf(a))
  const isBeside = (column: number): boolean => titles.besides.test(header[column] ?? '')
  const titled = [titles.mobile, titles.phone].flatMap((title) =>
    columns.filter((column) => title.test(header[column] ?? '') && !isBeside(column)).slice(0, 1),
  )
  const [most = -1] = columns
  return (
    titled.find((column) => countOf(column) > 0) ?? titled[0] ?? (countOf(most) > 0 ? most : -1)
  )
}

/** By its title, otherwise the first column that is not the phone's. */
function guessName(
  rows: readonly Row[],
  titled: (title: RegExp) => number,
  phone: number,
): number[] {
  const [first, last] = [titled(titles.first), titled(titles.last)]
  const name = titled(titles.name)
  const parts = [first, last].filter((column) => column >= 0)
  const [part] = parts
  // `Prénom;Nom`, `Name;Vorname`: the other part, unless it holds this one as well.
  if (name >= 0 && parts.length === 1 && !isPartOf(rows.slice(1, 200), part, name))
    return first < 0 ? [name, last] : [first, name]
  if (name >= 0 && parts.length < 2) return [name]
  if (parts.length > 0) return parts
  const width = rows[0]?.cells.length ?? 0
  return [0, 1].filter((column) => column < width && column !== phone).slice(0, 1)
}

/** Whether most cells of a column stand in those of another one, too. */
function isPartOf(rows: readonly Row[], part = -1, whole = -1): boolean {
  const words = (cell = ''): string => ` ${plain(cell).replaceAll(',', ' ')} `
  const filled = rows.map(({ cells }) => [words(cells[part]), words(cells[whole])] as const)
  const both = filled.filter((pair) => pair.every((text) => text.trim() !== ''))
  const held = both.filter(([one, other]) => other.includes(one))
  return held.length * 2 > both.length
}

/** All others that have a title, unless it is a whole address book with dozens of them. */
function guessFields(header: readonly string[], taken: ReadonlySet<number>): number[] {
  const others = header.flatMap((title, column) =>
    title === '' || taken.has(column) ? [] : [column],
  )
  return others.length > mostFields ? [] : others
}

/** Without those whose name has come before; a column without a title is called by its number. */
function namedFields(columns: readonly number[], header: readonly string[]) {
  const seen = new Set<string>()
  return columns.slice(0, mostFields).flatMap((column) => {
    const name = readFieldName(header[column] ?? '') ?? `v${column + 1}`
    if (seen.has(name.toLowerCase())) return []
    seen.add(name.toLowerCase())
    return [{ column, name }]
  })
}
