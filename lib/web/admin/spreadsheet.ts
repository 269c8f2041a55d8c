// Rows as CSV, as text with tabs and as an Excel workbook, written as they come: memory stays flat
// whatever their number. Excel gets a further sheet where one is full.
//
// No cell can be a formula: Excel's are strings or numbers by type, and in the others a text that a
// spreadsheet would take for a formula gets an apostrophe in front.
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export type Cell = string | number | null
export type Pieces = AsyncIterable<readonly (readonly Cell[])[]>

export type SheetFormat = 'csv' | 'txt' | 'xlsx'

export const sheetTypes: Readonly<Record<SheetFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** What a sheet of Excel holds, its head too. */
const sheetRows = 1_048_576

/** Rejects when `out` ends early; what was read for it is then let go. */
export async function writeRows(
  format: SheetFormat,
  head: readonly string[],
  pieces: Pieces,
  out: Writable,
  rowsOfSheet = sheetRows,
): Promise<void> {
  if (format === 'xlsx') await writeWorkbook(head, pieces, out, rowsOfSheet)
  else await pipeline(Readable.from(lines(format, head, pieces)), out)
}

async function* lines(
  format: 'csv' | 'txt',
  head: readonly string[],
  pieces: Pieces,
): AsyncGenerator<string> {
  const line = (cells: readonly Cell[]): string =>
    format === 'csv'
      ? `${cells.map(csvCell).join(';')}\r\n`
      : `${cells.map((cell) => plain(cell).replace(/[\t\r\n]+/g, ' ')).join('\t')}\r\n`
  // Without the mark Excel would not read it as UTF-8.
  yield `${format === 'csv' ? '\ufeff' : ''}${line(head)}`
  for await (const rows of pieces) yield rows.map(line).join('')
}

function csvCell(cell: Cell): string {
  const text = plain(cell)
  return /[";\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A phone with its plus is no formula. */
function plain(cell: Cell): string {
  const text = String(cell ?? '')
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?\d+$/.test(text) ? `'${text}` : text
}

async function writeWorkbook(
  head: readonly string[],
  pieces: Pieces,
  out: Writable,
  rowsOfSheet: number,
): Promise<void> {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  const written = pipeline(zip.outputStream, out)
  const rows = flat(pieces)
  let sheets = 0
  const next = { isLast: false }
  while (!next.isLast) {
    sheets++
    const sheet = Readable.from(sheetOf(head, rows, next, rowsOfSheet))
    const ended = new Promise<void>((resolve, reject) => {
      sheet.once('end', resolve).once('error', reject)
    })
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets}.xml`)
    await Promise.race([ended, written])
  }
  for (const [name, content] of Object.entries(workbook(sheets)))
    zip.addBuffer(Buffer.from(content), name)
  zip.end()
  await written
}

async function* flat(pieces: Pieces): AsyncGenerator<readonly Cell[]> {
  for await (const rows of pieces) yield* rows
}

/** One sheet; says whether the rows came to their end in it. */
async function* sheetOf(
  head: readonly string[],
  rows: AsyncGenerator<readonly Cell[]>,
  next: { isLast: boolean },
  rowsOfSheet: number,
): AsyncGenerator<string> {
  yield `${xml}<worksheet xmlns="${main}"><sheetData>${xmlRow(head)}`
  let some = ''
  for (let count = 1; count < rowsOfSheet; count++) {
    const one = await rows.next()
    if (one.done === true) {
      next.isLast = true
      break
    }
    some += xmlRow(one.value)
    if (some.length < 65_536) continue
    yield some
    some = ''
  }
  yield `${some}</sheetData></worksheet>`
}

function xmlRow(cells: readonly Cell[]): string {
  return `<row>${cells.map(xmlCell).join('')}</row>`
}

function xmlCell(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>'
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.slice(0, 32_767))}</t></is></c>`
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Without what XML 1.0 cannot hold. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>]/g, (character) => named[character] ?? '')
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function workbook(sheets: number): Record<string, string> {
  const each = (write: (n: number) => string): string =>
    Array.from({ length: sheets }, (_, index) => write(index + 1)).join('')
  return {
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each(
      (n) => `<sheet name="${n}" sheetId="${n}" r:id="r${n}"/>`,
    )}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${packages}/relationships">${each(
      (n) =>
        `<Relationship Id="r${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
    )}</Relationships>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>${each(
      (n) =>
        `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`,
    )}</Types>`,
  }
}
