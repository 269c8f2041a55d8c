// The rows of a file that a spreadsheet wrote, whatever its form: an Excel workbook is known by its
// first bytes, anything else is text with separators.
import type { Row, RowFault } from './row.ts'

/** Those that hold something. Never throws for anything in a file. `charset`: '' for what it looks like. */
export async function readRows(
  content: Buffer,
  charset: string,
): Promise<readonly Row[] | RowFault> {
  if (content.subarray(0, 4).equals(zipMark)) {
    const { readWorkbook } = await import('./read-workbook.ts')
    return readWorkbook(content)
  }
  if (content.subarray(0, 8).equals(oldMark)) return { fault: 'file_old_excel' }
  const { readSeparated } = await import('./read-separated.ts')
  return readSeparated(content, charset)
}

const zipMark = Buffer.from('PK\u0003\u0004', 'latin1')
/** [MS-CFB] 2.2: workbooks of Excel 97 to 2003, and those behind a password. */
const oldMark = Buffer.from('d0cf11e0a1b11ae1', 'hex')
