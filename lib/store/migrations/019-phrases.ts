// Stock phrases: texts that are written again and again, of an account or of a group and all below it.
//
// key: the name as names are compared. Exactly one of account_id and group_id is there.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function phrases(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  await trx.raw(`create table phrases (
    id ${id},
    account_id bigint references accounts (id),
    group_id bigint references groups (id),
    key text not null,
    name text not null,
    text text not null,
    created_at bigint not null,
    constraint phrases_account unique (account_id, key),
    constraint phrases_group unique (group_id, key),
    check ((account_id is null) <> (group_id is null))
  )`)
}
