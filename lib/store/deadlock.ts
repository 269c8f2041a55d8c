// Two transactions of PostgreSQL that wait for each other: it ends one of them, which is done again. Work
// in a transaction has no effect but on the database, so that it may be.
import type { Knex } from 'knex'
import { transact } from './postgres-transaction.ts'

/** PostgreSQL, appendix A: deadlock_detected. */
const deadlock = '40P01'
/** Whoever meets another each time is told. */
const mostTries = 4

export async function transactAgain<T>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact(db, work)
    } catch (error) {
      if (tries >= mostTries || !isDeadlock(error)) throw error
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === deadlock
}
