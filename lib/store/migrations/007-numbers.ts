// Numbers of ours beyond single ones: ranges, numbers that rest, names and mobiles that may stand as the
// sender; and what commands by mail need: links to confirm with, and when a sender was last answered.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function numbers(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of [...ranges(id), ...senders, ...commands]) await trx.raw(statement)
}

const ranges = (id: string): string[] => [
  // From +FIRST to +LAST, both with the same count of digits. A number of it has a row in numbers
  // while it is an account's or rests.
  `create table number_ranges (
    id ${id},
    first bigint not null,
    last bigint not null,
    group_id bigint not null references groups (id),
    created_at bigint not null
  )`,
  'create index number_ranges_group on number_ranges (group_id)',
  // rests_until: given back, and not to be given to anybody else before.
  'alter table numbers add column range_id bigint references number_ranges (id)',
  'alter table numbers add column rests_until bigint',
  'create index numbers_range on numbers (range_id) where range_id is not null',
  'create index numbers_resting on numbers (rests_until) where rests_until is not null',
]

const senders = [
  // folded: the name in lower case.
  `create table sender_names (
    group_id bigint not null references groups (id),
    folded text not null,
    name text not null,
    created_at bigint not null,
    primary key (group_id, folded)
  )`,
  // code_digest: of the code that was sent to the phone, until it is confirmed. tries: wrong ones.
  `create table mobiles (
    account_id bigint not null references accounts (id),
    phone text not null,
    code_digest text,
    code_expires_at bigint,
    tries int not null,
    confirmed_at bigint,
    created_at bigint not null,
    primary key (account_id, phone)
  )`,
  // What stands in the text for dots, for the phone alone.
  'alter table messages add column secret text',
]

const commands = [
  // Links by which an address confirms what a mail in its name asked for. token_digest: SHA-256.
  `create table confirmations (
    token_digest text primary key,
    command text not null,
    address text not null,
    name text not null,
    domain text not null,
    key_id bigint not null references keys (id),
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
  )`,
  'create index confirmations_key on confirmations (key_id, created_at)',
  'create index confirmations_expires on confirmations (expires_at)',
  // When an address was last answered by itself, whoever has proved to be it and whoever has not apart.
  `create table auto_answers (
    address text not null,
    proved int not null,
    at bigint not null,
    primary key (address, proved)
  )`,
]
