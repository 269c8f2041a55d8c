// Own columns of contacts: [[name, value], …] as JSON, null for none.
import type { Knex } from 'knex'

export async function contactFields(trx: Knex.Transaction): Promise<void> {
  await trx.raw('alter table contacts add column fields text')
}
