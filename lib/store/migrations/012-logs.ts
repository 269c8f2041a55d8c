// What the administrators' pages ask: the log by time, group, account, phone and failure; counts by the
// day.
//
// Every index of messages is written to by the intake, so these are all: what else a search may ask is
// looked for among the rows that one of them gives, a bounded number at a time (log.ts).
import type { Knex } from 'knex'
import { failed } from '../log-scan.ts'

export async function logs(trx: Knex.Transaction): Promise<void> {
  for (const statement of [...indexes, ...tables]) await trx.raw(statement)
}

const indexes = [
  'create index messages_time on messages (created_at, id)',
  'create index messages_group on messages (group_id, created_at, id)',
  'drop index messages_account',
  'drop index messages_phone',
  'create index messages_account on messages (account_id, created_at, id)',
  'create index messages_phone on messages (phone, created_at, id)',
  `create index messages_failed on messages (state, created_at, id) where ${failed}`,
]

const tables = [
  // day: 2026-11-27 in the server's time zone. group_id 0, route '': none. quick to slow: of what was
  // delivered, how many within 10 seconds, a minute, ten minutes, an hour, and later.
  `create table message_days (
    day text not null,
    group_id bigint not null,
    direction text not null,
    route text not null,
    state text not null,
    messages bigint not null,
    parts bigint not null,
    in_10s bigint not null,
    in_1m bigint not null,
    in_10m bigint not null,
    in_1h bigint not null,
    primary key (day, group_id, direction, route, state)
  )`,
  `create table sender_days (
    day text not null,
    account_id bigint not null,
    group_id bigint not null,
    messages bigint not null,
    parts bigint not null,
    primary key (day, account_id, group_id)
  )`,
  `create table counted_days (
    day text primary key,
    at bigint not null
  )`,
]
