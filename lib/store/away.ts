// Whether a failure is the database's own: gone, locked, full. Any other work would meet it as well, so
// nobody gains by being tried alone.

/** What SQLite says of a file that it cannot get at or write. */
const sqliteAway = /^SQLITE_(?:BUSY|LOCKED|CANTOPEN|FULL|IOERR|READONLY|NOTADB|CORRUPT|PERM)/
// PostgreSQL, appendix A: connection exception, insufficient resources, operator intervention, system error.
const postgresAway = /^(?:08|53|57|58)[0-9A-Z]{3}$/

export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'KnexTimeoutError' || 'syscall' in error) return true
  const code = 'code' in error ? String(error.code) : ''
  return sqliteAway.test(code) || postgresAway.test(code)
}
