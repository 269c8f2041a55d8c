// Web providers give our own id back in their reports: early_reports.own_id is the message it names, whole whether
// the report is of all its parts.
import type { Knex } from 'knex'

export async function webProviders(trx: Knex.Transaction): Promise<void> {
  await trx.raw('alter table early_reports add column own_id bigint')
  await trx.raw('alter table early_reports add column whole int not null default 0')
}
