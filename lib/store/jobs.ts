// Jobs that somebody started and watches: what they are about, and how far they are.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export type JobAction = 'cancel' | 'resend' | 'export'

export interface JobRow {
  readonly id: string
  readonly account_id: number
  readonly action: JobAction
  /** JSON: the ids of messages. */
  readonly items: string
  readonly total: number
  readonly done: number
  readonly failed: number
  /** JSON. */
  readonly notes: string
  readonly rows: number
  readonly created_at: number
  readonly changed_at: number
  readonly ended_at: number | null
}

/** False when there is such a job already. jobs_pkey. */
export async function insertJob(
  trx: Knex,
  job: Pick<JobRow, 'id' | 'account_id' | 'action' | 'items' | 'total'>,
  now: number,
): Promise<boolean> {
  const rows = await all(
    trx,
    `insert into jobs (id, account_id, action, items, total, done, failed, notes, rows, created_at, changed_at)
     values (?, ?, ?, ?, ?, 0, 0, '[]', 0, ?, ?) on conflict (id) do nothing returning id`,
    [job.id, job.account_id, job.action, job.items, job.total, now, now],
  )
  return rows.length > 0
}

/** jobs_pkey. */
export async function findJob(
  db: Knex,
  id: string,
  accountId: number,
): Promise<JobRow | undefined> {
  const rows = await all<JobRow>(db, 'select * from jobs where id = ? and account_id = ?', [
    id,
    accountId,
  ])
  return rows[0]
}

/** Undefined when it has ended. Until the transaction ends nobody else goes on with it. jobs_pkey. */
export async function lockJob(trx: Knex, id: string, now: number): Promise<JobRow | undefined> {
  const rows = await all<JobRow>(
    trx,
    'update jobs set changed_at = ? where id = ? and ended_at is null returning *',
    [now, id],
  )
  return rows[0]
}

/** jobs_pkey. */
export async function writeJob(
  trx: Knex,
  id: string,
  columns: Partial<Omit<JobRow, 'id' | 'account_id' | 'action'>>,
): Promise<void> {
  await trx('jobs').where({ id }).update(columns)
}

/** jobs_created. */
export async function forgetJobs(trx: Knex, before: number): Promise<void> {
  await trx('jobs').where('created_at', '<', before).delete()
}
