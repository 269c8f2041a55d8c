// Attempts to send that did not go well, for the trace of a message.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { insertRows } from './rows.ts'

const attemptColumns = {
  message_id: 'bigint',
  at: 'bigint',
  route: 'text',
  outcome: 'text',
  reason: 'text',
} as const

/** An attempt that did not go well. */
export interface NewAttempt {
  readonly message_id: number
  readonly at: number
  readonly route: string
  readonly outcome: 'temporary' | 'configuration' | 'permanent' | 'unknown' | 'undelivered'
  readonly reason: string
}

export async function insertAttempts(
  trx: Knex,
  dialect: Dialect,
  attempts: readonly NewAttempt[],
): Promise<void> {
  await insertRows(trx, dialect, 'attempts', attemptColumns, attempts)
}
