// Which errors of a database stay until somebody mends them: no waiting helps.

/** A database of a later version than this one. */
export class LaterVersion extends Error {}

/** SQLite's result codes and extended ones: not opened, no database, not to be written. */
const ofSqlite = /^SQLITE_(?:CANTOPEN|NOTADB|CORRUPT|READONLY|PERM|AUTH)/
/** PostgreSQL, appendix A: wrong user or password, no such database, not allowed, read only. */
const ofPostgres = /^(?:28...|3D000|42501|25006)$/

export function isLasting(error: unknown): boolean {
  if (error instanceof LaterVersion) return true
  const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  return ofSqlite.test(code) || ofPostgres.test(code)
}
