// Lists for people: a table that fits the terminal, 80 columns where there is none, or JSON.
//
// What does not fit is shortened in the widest columns, and ends in …; --json has all of it. Times are
// UTC to the minute, and always whole.

/** Prints rows; columns are the keys of the first one, in order. */
export function printRows(rows: readonly object[], asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(rows)}\n` : formatTable(rows))
}

export function formatTable(rows: readonly object[], width = terminalWidth()): string {
  const [first] = rows
  if (first === undefined) return 'none\n'
  const heading = Object.keys(first).map((name) => name.toUpperCase())
  const cells = [heading, ...rows.map((row) => Object.values(row).map(show))]
  const widths = fit(
    heading.map((_, index) => Math.max(...cells.map((line) => (line[index] ?? '').length))),
    width - 2 * (heading.length - 1),
    heading.map((_, index) => cells.slice(1).some((line) => minute.test(line[index] ?? ''))),
  )
  const lines = cells.map((line) =>
    line
      .map((cell, index) => shorten(cell, widths[index] ?? 0).padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** A sentence in lines that fit the terminal, those behind the first one set in. */
export function wrapLine(text: string, width = terminalWidth()): string {
  const lines: string[] = []
  const [first = '', ...words] = text.split(' ')
  let line = first
  for (const word of words) {
    const longer = `${line} ${word}`
    if (longer.length <= width || line.trim() === '') line = longer
    else {
      lines.push(line)
      line = `  ${word}`
    }
  }
  return `${[...lines, line].join('\n')}\n`
}

const terminalWidth = (): number => Math.max(80, process.stdout.columns || 0)

/** Takes from the widest that may be shortened, again and again, until all fit into `room`. */
function fit(wanted: readonly number[], room: number, isWhole: readonly boolean[]): number[] {
  const widths = [...wanted]
  const most = (): number => Math.max(0, ...widths.filter((_, index) => isWhole[index] !== true))
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const widest = widths.findIndex((one, index) => isWhole[index] !== true && one === most())
    if (widest < 0) return widths
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function shorten(cell: string, width: number): string {
  return cell.length <= width ? cell : `${cell.slice(0, Math.max(0, width - 1))}…`
}

const isoTime = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/
const minute = /^\d{4}-\d\d-\d\d \d\d:\d\d$/

function show(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'string' ? value.replace(isoTime, '$1 $2') : JSON.stringify(value)
}
