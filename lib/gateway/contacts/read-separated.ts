// Rows of text with commas, semicolons or tabs, in any charset.
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { decodeCharset } from '../../mail/read/charset.ts'
import { breathe } from '../../threads/breathe.ts'
import { longestRow, mostColumns, mostRows, type Row, type RowFault } from './row.ts'

export async function readSeparated(
  content: Buffer,
  charset: string,
): Promise<readonly Row[] | RowFault> {
  const text = decodeCharset(content, charset)
  if (text.includes('\0') || isVcard.test(text)) return { fault: 'file_unreadable' }
  const said = saidDelimiter.exec(text)?.[1]
  const parser = parse({
    delimiter: said ?? delimiterOf(text.slice(0, 20_000)),
    from_line: said === undefined ? 1 : 2,
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
      info: { lines: number; records: number }
    }>) {
      if (record.length > mostColumns) return { fault: 'file_unreadable' }
      if (rows.length > mostRows) return { fault: 'file_too_large' }
      await breathe(info.records)
      if (record.some((cell) => cell.trim() !== '')) rows.push({ line: info.lines, cells: record })
    }
  } catch {
    return { fault: 'file_unreadable' }
  }
  return rows.length === 0 ? { fault: 'file_unreadable' } : rows
}

const isVcard = /^\ufeff?\s*BEGIN:VCARD/i

/** What Excel takes from the first line. */
const saidDelimiter = /^\ufeff?"?sep=([^"\r\n])"?\r?\n/i

/** Little by little: others have their turn between. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 16_384) yield text.slice(at, at + 16_384)
}

function delimiterOf(sample: string): string {
  const counts = [';', '\t', ','].map((sign) => [sign, sample.split(sign).length] as const)
  return counts.sort(([, a], [, b]) => b - a)[0]?.[0] ?? ';'
}
