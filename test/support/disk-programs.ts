// Programs and errands of a test, for the thread of the database.
import type { Errand, Program } from '../../lib/store/program.ts'
import { all } from '../../lib/store/rows.ts'

export const insert: Program<number, unknown> = {
  name: 'insert',
  run: (trx, _database, id) => all(trx, 'insert into one (id) values (?)', [id]),
}

export const echo: Errand<string, string> = {
  name: 'echo',
  load: () => Promise.resolve((word) => word),
}

export const programs: readonly Program<never, unknown>[] = [insert]
export const errands: readonly Errand<never, unknown>[] = [echo]
