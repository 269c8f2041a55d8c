// What is held for the rest of its mail names its fingerprint, and takes it when it is released.
import type { Knex } from 'knex'

export async function heldDigests(trx: Knex.Transaction): Promise<void> {
  // digest: of a held message, until it goes out.
  await trx.raw('alter table messages add column digest text')
  await trx.raw('drop index fingerprints_mail')
}
