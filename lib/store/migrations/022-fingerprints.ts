// A fingerprint is its own key, and nobody asks which mail took it. What was taken before is forgotten: the
// digests of messages are made otherwise now.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function fingerprints(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  await trx.raw('drop table fingerprints')
  await trx.raw(
    `create table fingerprints (digest text primary key, expires_at bigint not null) ${dialect.keyed}`,
  )
}
