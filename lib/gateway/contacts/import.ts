// A file of contacts: an Excel workbook, or text with commas, semicolons or tabs in any charset.
//
// Guarantees: never throws for anything in a file; a file that is too large is refused before it is read,
// one with too many lines or columns while it is. Which column is which is told by the header, by whoever
// imports, or is guessed; each contact comes with its line.
import {
  fileColumns,
  findColumns,
  phoneIn,
  plain,
  type Columns,
  type FileColumn,
  type FoundColumns,
} from './columns.ts'
import { mapInTurns } from '../../threads/breathe.ts'
import type { WrittenContact } from './judge-contacts.ts'
import { readRows } from './read-rows.ts'
import type { Row, RowFault } from './row.ts'

export const largestFile = 5 * 1_048_576

export interface ContactFile {
  readonly content: Buffer
  /** As whoever imports says; '' for what the bytes look like. */
  readonly charset?: string
  /** Guessed where undefined. */
  readonly columns?: Partial<Columns>
  /** A contact group for all of them. */
  readonly group?: string | undefined
}

export type ImportFault = RowFault['fault'] | 'columns_unknown'

export interface LinedContact extends WrittenContact {
  readonly line: number
}

export type ReadFile =
  | { readonly contacts: readonly LinedContact[]; readonly columns: readonly FileColumn[] }
  /** `columns`: what there is to choose from, where it could be read. */
  | { readonly fault: ImportFault; readonly columns?: readonly FileColumn[] }

export async function readContactFile(file: ContactFile): Promise<ReadFile> {
  if (file.content.length > largestFile) return { fault: 'file_too_large' }
  const rows = await readRows(file.content, file.charset ?? '')
  if ('fault' in rows) return rows
  const found = findColumns(rows, file.columns ?? {})
  const columns = fileColumns(rows, found)
  if (found === undefined) return { fault: 'columns_unknown', columns }
  const body = found.hasHeader ? rows.slice(1) : rows
  const all = file.group === undefined ? [] : [file.group]
  return { contacts: await mapInTurns(body, (row) => contactOf(row, found, all)), columns }
}

function contactOf(
  { line, cells }: Row,
  { name, phone, groups, fields }: FoundColumns,
  all: readonly string[],
): LinedContact {
  const own = fields.map(({ column, name: title }) => [title, plain(cells[column])] as const)
  return {
    line,
    name: name
      .map((column) => plain(cells[column]))
      .join(' ')
      .trim(),
    phone: phoneIn(cells[phone]),
    groups: [...all, ...splitGroups(plain(cells[groups ?? -1]))],
    // A file without own columns leaves those that are there.
    ...(fields.length > 0 && { fields: own.filter(([, value]) => value !== '') }),
  }
}

/** Google's own begin with a star, such as `* myContacts ::: Friends`. */
function splitGroups(cell: string): string[] {
  return cell
    .split(/[;,|]|:::/)
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('*'))
}
