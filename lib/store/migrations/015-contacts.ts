// What accounts call phones, and the groups in which they write to several at once.
//
// key: the name as addresses are compared, so that Anna.Hansen is anna hansen.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function contacts(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of statements(id)) await trx.raw(statement)
}

const statements = (id: string): string[] => [
  `create table contacts (
    id ${id},
    account_id bigint not null references accounts (id),
    key text not null,
    name text not null,
    phone text not null,
    created_at bigint not null,
    constraint contacts_key unique (account_id, key)
  )`,
  'create index contacts_phone on contacts (phone, account_id)',
  `create table contact_groups (
    id ${id},
    account_id bigint not null references accounts (id),
    key text not null,
    name text not null,
    created_at bigint not null,
    constraint contact_groups_key unique (account_id, key)
  )`,
  `create table contact_members (
    contact_group_id bigint not null references contact_groups (id) on delete cascade,
    contact_id bigint not null references contacts (id) on delete cascade,
    primary key (contact_group_id, contact_id)
  )`,
  'create index contact_members_contact on contact_members (contact_id)',
]
