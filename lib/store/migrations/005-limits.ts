// What was sent by whom in which hour, credit and its prices, phones that want no more.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function limits(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of [...usage(id), ...credit, ...blocks]) await trx.raw(statement)
}

const usage = (id: string): string[] => [
  // account_id 0: the group with all below it; else what this account sent as a member of the group.
  // The counters of one scope add up: slot 0 is the one that is locked where a limit is to be kept.
  // hour: the latest with a row in usage_hours. hour_before: that row was the latest before.
  `create table counters (
    id ${id},
    group_id bigint not null references groups (id),
    account_id bigint not null,
    slot int not null,
    total bigint not null,
    hour bigint not null,
    hour_before bigint not null,
    unique (group_id, account_id, slot)
  )`,
  // before: the counter's total when the hour began. There is a row for each hour with something sent.
  `create table usage_hours (
    counter_id bigint not null references counters (id),
    hour bigint not null,
    before bigint not null,
    primary key (counter_id, hour)
  )`,
  'create index usage_hours_hour on usage_hours (hour)',
]

const credit = [
  // amount, level, price: in ten-thousandths of a credit. level: an alert when the amount falls below.
  // alerted: it was given, and no credit has been added since.
  `create table balances (
    group_id bigint primary key references groups (id),
    amount bigint not null,
    level bigint,
    alert_to text,
    alerted int not null
  )`,
  // prefix: of the phone, without plus; '' for all that no other has.
  `create table prices (
    prefix text primary key,
    price bigint not null
  )`,
  // What one part was debited with, and to which balance.
  'alter table messages add column price bigint',
  'alter table messages add column payer_id bigint',
]

const blocks = [
  // group_id: of the organisation. source: the word, link or person it came by.
  `create table blocks (
    group_id bigint not null references groups (id),
    phone text not null,
    source text not null,
    created_at bigint not null,
    primary key (group_id, phone)
  )`,
  // The personal link of a phone to its own entry.
  `create table block_links (
    group_id bigint not null references groups (id),
    phone text not null,
    token text not null unique,
    primary key (group_id, phone)
  )`,
]
