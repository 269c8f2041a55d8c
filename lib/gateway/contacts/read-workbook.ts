// The rows of the first sheet of an Excel workbook (ECMA-376, .xlsx).
//
// Guarantees: never throws, and what a file costs is bounded whatever it claims: only the parts that are
// needed are inflated, all together up to `mostInflated` bytes, which are counted as they come out. Nothing
// in it is run or fetched: formulas are read as the values that were saved with them, entities that a file
// declares are not known.
import type { Readable } from 'node:stream'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { mostRows, type Row, type RowFault } from './row.ts'
import {
  cellFormats,
  relationsOf,
  sharedTexts,
  sheetRows,
  workbookFacts,
} from './workbook-parts.ts'
import { eachElement, Overflow, type ElementHandler } from './xml-elements.ts'

const mostInflated = 32 * 1_048_576
const mostEntries = 2_000

export async function readWorkbook(content: Buffer): Promise<readonly Row[] | RowFault> {
  try {
    const rows = await firstSheet(await openParts(content))
    return rows === undefined || rows.length === 0 ? { fault: 'file_unreadable' } : rows
  } catch (error) {
    return { fault: error instanceof Overflow ? 'file_too_large' : 'file_unreadable' }
  }
}

/** Reads one part of the file, where it is there. */
type ReadPart = (name: string, handler: ElementHandler) => Promise<boolean>

async function openParts(content: Buffer): Promise<ReadPart> {
  const zip: ZipFile = await fromBufferPromise(content, { lazyEntries: true })
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= mostEntries) throw new Overflow()
    entries.set(entry.fileName.toLowerCase(), entry)
  }
  let left = mostInflated
  async function* counted(stream: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      left -= chunk.length
      if (left < 0) throw new Overflow()
      yield chunk
    }
  }
  return async (name, handler) => {
    const entry = entries.get(name.toLowerCase())
    if (entry === undefined) return false
    await eachElement(counted(await zip.openReadStreamPromise(entry)), handler)
    return true
  }
}

async function firstSheet(read: ReadPart): Promise<readonly Row[] | undefined> {
  const book = workbookFacts()
  if (!(await read('xl/workbook.xml', book.handler))) return undefined
  const relations = relationsOf()
  await read('xl/_rels/workbook.xml.rels', relations.handler)
  const target = relations.targets.get(book.facts().firstSheet ?? '')
  if (target === undefined) return undefined
  const texts = sharedTexts()
  await read('xl/sharedStrings.xml', texts.handler)
  const formats = cellFormats()
  await read('xl/styles.xml', formats.handler)
  const sheet = sheetRows({
    texts: texts.texts,
    formatOf: formats.formatOf,
    startsIn1904: book.facts().startsIn1904,
    mostRows,
  })
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return (await read(path, sheet.handler)) ? sheet.rows : undefined
}
