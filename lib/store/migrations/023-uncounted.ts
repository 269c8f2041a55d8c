// SMS of ours that a balance pays for, though they count for nobody's limits.
import type { Knex } from 'knex'

export async function uncounted(trx: Knex.Transaction): Promise<void> {
  // 1: its parts are in no usage.
  await trx.raw('alter table messages add column uncounted int')
}
