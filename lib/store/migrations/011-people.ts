// People who sign in to the pages: what proves them, their sessions, and what they may do.
//
// Nothing here can be used by who reads it: passwords are scrypt, tokens SHA-256.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function people(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of statements(id)) await trx.raw(statement)
}

const statements = (id: string): string[] => [
  // totp: the secret that counts. totp_new: one that is being set up. totp_step: the last one used.
  `create table credentials (
    account_id bigint primary key references accounts (id),
    password text,
    totp text,
    totp_new text,
    totp_step bigint not null default 0
  )`,
  // needs_code: the password was right, the code of the second step is still missing.
  `create table sessions (
    id ${id},
    digest text not null unique,
    account_id bigint not null references accounts (id),
    needs_code int not null,
    stays int not null,
    ip text not null,
    agent text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
  )`,
  'create index sessions_account on sessions (account_id)',
  'create index sessions_expiring on sessions (expires_at)',
  // purpose: sign-in | password.
  `create table sign_in_links (
    digest text primary key,
    account_id bigint not null references accounts (id),
    purpose text not null,
    expires_at bigint not null
  )`,
  'create index sign_in_links_account on sign_in_links (account_id)',
  'create index sign_in_links_expiring on sign_in_links (expires_at)',
  // subject: a digest of whom or what is counted. period: which quarter of an hour since 1970.
  `create table sign_in_attempts (
    subject text not null,
    period bigint not null,
    count int not null,
    primary key (subject, period)
  )`,
  'create index sign_in_attempts_period on sign_in_attempts (period)',
  // Up to when its account has read what came from the phone.
  'alter table conversations add column read_at bigint not null default 0',
  // right: what may be done in the group and all below it; operator, at Master, is everything.
  `create table rights (
    account_id bigint not null references accounts (id),
    group_id bigint not null references groups (id),
    name text not null,
    primary key (account_id, group_id, name)
  )`,
  'create index rights_group on rights (group_id)',
]
