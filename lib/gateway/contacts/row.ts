// A row of a file of contacts, and how much of one is read.
export const mostRows = 50_000
export const mostColumns = 100
/** Characters. */
export const longestRow = 20_000

export interface Row {
  /** Where it stands in the file, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface RowFault {
  readonly fault: 'file_too_large' | 'file_unreadable' | 'file_old_excel'
}
