// The parts of a workbook that its rows are in: which sheet is the first, the texts that cells share, the
// formats that make a number a date, the cells. ECMA-376 part 1, 18.
import { longestRow, mostColumns, type Row } from './row.ts'
import { Overflow, type ElementHandler } from './xml-elements.ts'
import { dateKind, showNumber, type CellFormat } from './workbook-numbers.ts'

export interface WorkbookFacts {
  /** The id of its relation. */
  readonly firstSheet: string | undefined
  /** Whether days are counted from 1904 instead of 1900. */
  readonly startsIn1904: boolean
}

export function workbookFacts(): { handler: ElementHandler; facts: () => WorkbookFacts } {
  let firstSheet: string | undefined
  let startsIn1904 = false
  return {
    facts: () => ({ firstSheet, startsIn1904 }),
    handler: {
      open(name, attributes) {
        if (name === 'workbookPr') startsIn1904 = isTrue(attributes['date1904'])
        if (name !== 'sheet' || firstSheet !== undefined) return
        const [, id] = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key)) ?? []
        firstSheet = id
      },
    },
  }
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}

export function relationsOf(): { handler: ElementHandler; targets: ReadonlyMap<string, string> } {
  const targets = new Map<string, string>()
  return {
    targets,
    handler: {
      open(name, { Id: id = '', Target: target = '', TargetMode: mode }) {
        if (name === 'Relationship' && mode !== 'External') targets.set(id, target)
      },
    },
  }
}

/** Text runs of a cell or a shared text; how a name is pronounced (`rPh`) is left out. */
function textRuns(): ElementHandler & { take(): string } {
  let text = ''
  let isText = false
  let isPronounced = false
  return {
    open(name) {
      if (name === 't') isText = true
      if (name === 'rPh') isPronounced = true
    },
    text(piece) {
      if (isText && !isPronounced) text += piece
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') isPronounced = false
    },
    take() {
      const taken = text
      text = ''
      return taken
    },
  }
}

export function sharedTexts(): { handler: ElementHandler; texts: readonly string[] } {
  const texts: string[] = []
  const runs = textRuns()
  return {
    texts,
    handler: {
      ...runs,
      close(name) {
        runs.close?.(name)
        if (name === 'si') texts.push(runs.take())
      },
    },
  }
}

export function cellFormats(): {
  handler: ElementHandler
  formatOf: (style: string | undefined) => CellFormat
} {
  const codes = new Map<string, string>()
  const formats: string[] = []
  let isCells = false
  return {
    formatOf: (style) => {
      const id = formats[Number(style ?? 0)] ?? '0'
      return { ...dateKind(id, codes.get(id)), code: codes.get(id) ?? '' }
    },
    handler: {
      open(name, { numFmtId = '0', formatCode = '' }) {
        if (name === 'numFmt') codes.set(numFmtId, formatCode)
        if (name === 'cellXfs') isCells = true
        if (name === 'xf' && isCells) formats.push(numFmtId)
      },
      close(name) {
        if (name === 'cellXfs') isCells = false
      },
    },
  }
}

interface SheetWorld {
  readonly texts: readonly string[]
  readonly formatOf: (style: string | undefined) => CellFormat
  readonly startsIn1904: boolean
  readonly mostRows: number
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: string | undefined
  value: string
}

export function sheetRows(world: SheetWorld): { handler: ElementHandler; rows: readonly Row[] } {
  const rows: Row[] = []
  const runs = textRuns()
  let line = 0
  let cells: string[] = []
  let length = 0
  let next = 0
  let cell: OpenCell | undefined
  let isValue = false

  function closeCell(): void {
    if (cell === undefined) return
    const text = cellText(cell, runs.take(), world)
    length += text.length
    if (text !== '') {
      if (cell.column >= mostColumns || length > longestRow) throw new Error('a row is too long')
      while (cells.length < cell.column) cells.push('')
      cells[cell.column] = text
    }
    cell = undefined
  }

  function closeRow(): void {
    if (!cells.some((text) => text.trim() !== '')) return
    // One more, for the titles.
    if (rows.length > world.mostRows) throw new Overflow()
    rows.push({ line, cells })
  }

  return {
    rows,
    handler: {
      open(name, { r: place, t: type = 'n', s: style }) {
        if (name === 'row') {
          line = Number(place) || line + 1
          cells = []
          length = 0
          next = 0
        } else if (name === 'c') {
          const column = place === undefined ? next : columnOf(place)
          next = column + 1
          cell = { column, type, style, value: '' }
        } else if (cell !== undefined) {
          if (name === 'v') isValue = true
          runs.open?.(name, {})
        }
      },
      text(piece) {
        if (cell === undefined) return
        if (isValue) cell.value += piece
        else runs.text?.(piece)
      },
      close(name) {
        if (name === 'v') isValue = false
        runs.close?.(name)
        if (name === 'c') closeCell()
        if (name === 'row') closeRow()
      },
    },
  }
}

/** `BC12` is column 54, counted from 0. */
function columnOf(place: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/i.exec(place)?.[0].toUpperCase() ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64
  return Math.max(0, column - 1)
}

/** 18.18.11 ST_CellType. */
function cellText({ type, style, value }: OpenCell, inline: string, world: SheetWorld): string {
  switch (type) {
    case 's':
      return world.texts[Number(value)] ?? ''
    case 'inlineStr':
      return inline
    case 'str':
    case 'd':
      return value
    case 'b':
      return value === '' ? '' : value === '1' ? 'TRUE' : 'FALSE'
    case 'e':
      return ''
    default:
      return showNumber(value, world.formatOf(style), world.startsIn1904)
  }
}
