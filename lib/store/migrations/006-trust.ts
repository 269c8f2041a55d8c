// What decides who may send: more about keys and accounts, and the mail domains that groups own.
import type { Knex } from 'knex'

export async function trust(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
}

const statements = [
  // account_id: the only account that it proves. domains, prefixes: separated by blanks; '' is none
  // and all. purpose: mail | api. guard: whether the duplicate guard counts, null as for the account.
  'alter table keys add column account_id bigint references accounts (id)',
  `alter table keys add column domains text not null default ''`,
  `alter table keys add column prefixes text not null default ''`,
  `alter table keys add column purpose text not null default 'mail'`,
  'alter table keys add column automatic int not null default 0',
  'alter table keys add column guard int',
  'alter table keys add column expires_at bigint',
  'alter table keys add column last_used_at bigint',
  'create index keys_prefix on keys (prefix)',
  // key_id: the key by which it came into being. origin: administrator | key | mail | subscribe.
  'alter table accounts add column key_id bigint references keys (id)',
  `alter table accounts add column origin text not null default 'administrator'`,
  'alter table accounts add column automatic int not null default 0',
  'alter table accounts add column removed_at bigint',
  'create index accounts_group on accounts (group_id, created_at)',
  'create index accounts_key on accounts (key_id) where key_id is not null',
  'create index aliases_account on aliases (account_id)',
  `create table domains (
    domain text primary key,
    group_id bigint not null references groups (id),
    created_at bigint not null
  )`,
  'create index domains_group on domains (group_id)',
  'create index conversations_own on conversations (own, phone) where own is not null',
  // Mails with SMS for accounts that are paused.
  `create index outbox_waiting on outbox (account_id) where state = 'waiting'`,
]
