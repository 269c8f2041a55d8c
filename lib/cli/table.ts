// Lists for people: a table that fits 80 columns where its content does, or JSON.

/** Prints rows; columns are the keys of the first one, in order. */
export function printRows(rows: readonly object[], asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(rows)}\n` : formatTable(rows))
}

export function formatTable(rows: readonly object[]): string {
  const [first] = rows
  if (first === undefined) return 'none\n'
  const heading = Object.keys(first).map((name) => name.toUpperCase())
  const cells = [heading, ...rows.map((row) => Object.values(row).map(show))]
  const widths = heading.map((_, index) =>
    Math.max(...cells.map((line) => (line[index] ?? '').length)),
  )
  const lines = cells.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function show(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
