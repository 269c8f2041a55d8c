// What groups and accounts set for themselves, and who changed what.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function groupSettings(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  // value null: inherited. open null: as above. from_above: whether open was said by somebody who
  // administers groups above, too.
  await trx.raw(`create table group_settings (
    scope text not null,
    scope_id bigint not null,
    name text not null,
    value text,
    open text,
    from_above int not null default 0,
    primary key (scope, scope_id, name)
  )`)
  await trx.raw(`create table audit_log (
    id ${id},
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    before text,
    after text
  )`)
}
