// The tables of the main job: who may write, what they wrote, what is on its way, what came back.
//
// Times are milliseconds since 1970. Indexes that serve the queue are partial: their size is that of
// what waits, not that of what was ever sent.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function mainJob(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  const blob = dialect.name === 'postgres' ? 'bytea' : 'blob'
  for (const statement of [...people(id), ...traffic(id), ...workings(id, blob)]) {
    await trx.raw(statement)
  }
  await trx.raw("insert into groups (parent_id, name, created_at) values (null, 'Master', 0)")
}

const people = (id: string): string[] => [
  `create table groups (
    id ${id},
    parent_id bigint references groups (id),
    name text not null,
    created_at bigint not null,
    unique (parent_id, name)
  )`,
  `create table accounts (
    id ${id},
    group_id bigint not null references groups (id),
    address text not null unique,
    name text not null,
    active int not null,
    created_at bigint not null
  )`,
  `create table aliases (
    address text primary key,
    account_id bigint not null references accounts (id)
  )`,
  `create table networks (
    id ${id},
    account_id bigint not null references accounts (id),
    cidr text not null,
    unique (account_id, cidr)
  )`,
  // digest: SHA-256 of the key, in hex. prefix: its first letters, for lists.
  `create table keys (
    id ${id},
    group_id bigint not null references groups (id),
    name text not null,
    prefix text not null,
    digest text not null unique,
    active int not null,
    created_at bigint not null
  )`,
  // account_id null: a pool number of the group, shared by its conversations.
  `create table numbers (
    id ${id},
    number text not null unique,
    group_id bigint not null references groups (id),
    account_id bigint references accounts (id),
    created_at bigint not null
  )`,
  'create index numbers_account on numbers (account_id)',
  'create index numbers_group on numbers (group_id)',
]

// What every mail writes names accounts and conversations, of which none is ever deleted, and mails, which are deleted
// only while held and without a message: no foreign keys, each of which PostgreSQL looks up and locks for each row.
const traffic = (id: string): string[] => [
  // own: the pool number of this conversation. key_id: the key that the last mail came by.
  // last_in_own: the number that the phone wrote to last. last_out_own: the one that it was written to from
  // last, null where that was the pool number or was left to the route.
  `create table conversations (
    id ${id},
    account_id bigint not null,
    phone text not null,
    tag text not null unique,
    domain text not null,
    own text,
    key_id bigint references keys (id),
    last_out_at bigint,
    last_out_own text,
    last_in_at bigint,
    last_in_own text,
    created_at bigint not null,
    unique (account_id, phone)
  )`,
  'create index conversations_phone on conversations (phone)',
  // ref: the id of the SMTP transaction. held: waits until the server has queued the rest of the mail.
  `create table mails (
    id ${id},
    ref text not null,
    account_id bigint not null,
    held int not null,
    envelope_from text not null,
    message_id text,
    subject text not null,
    headers text not null,
    created_at bigint not null
  )`,
  'create unique index mails_held on mails (ref) where held = 1',
  // What has been taken in already: one row for each (account, Message-ID, phone, text).
  `create table fingerprints (
    digest text primary key,
    mail_ref text not null,
    expires_at bigint not null
  )`,
  'create index fingerprints_expires on fingerprints (expires_at)',
  'create index fingerprints_mail on fingerprints (mail_ref)',
  // own: our side, a number or a name. due_at: not before, for the first attempt or the next.
  // route_reference: the other side's id of a message from a phone.
  `create table messages (
    id ${id},
    direction text not null,
    account_id bigint,
    group_id bigint references groups (id),
    conversation_id bigint,
    mail_id bigint,
    mail_message_id text,
    recipient text,
    phone text not null,
    own text,
    text text not null,
    encoding text not null,
    parts int not null,
    state text not null,
    reason text,
    route text,
    route_reference text,
    due_at bigint,
    expires_at bigint,
    attempts int not null,
    claim text,
    flash int not null,
    validity bigint,
    created_at bigint not null,
    sent_at bigint,
    changed_at bigint not null
  )`,
  `create index messages_line on messages (route, account_id, id) where state = 'queued'`,
  `create index messages_scheduled on messages (route, due_at) where state = 'scheduled'`,
  `create index messages_expiring on messages (expires_at)
     where expires_at is not null and state in ('held', 'queued', 'scheduled')`,
  `create index messages_under_way on messages (route) where state in ('sending', 'uncertain')`,
  'create index messages_mail on messages (mail_id)',
  'create index messages_conversation on messages (conversation_id, id)',
  `create unique index messages_received on messages (route, route_reference) where direction = 'in'`,
  // One row for each part that a route took.
  `create table parts (
    message_id bigint not null references messages (id),
    seq int not null,
    route text not null,
    reference text not null,
    fate text,
    reason text,
    reported_at bigint,
    primary key (message_id, seq)
  )`,
  'create index parts_reference on parts (route, reference)',
]

const workings = (id: string, blob: string): string[] => [
  // Reports that came before the outcome they belong to.
  `create table early_reports (
    id ${id},
    route text not null,
    reference text not null,
    fate text not null,
    reason text,
    at bigint not null
  )`,
  'create index early_reports_reference on early_reports (route, reference)',
  // Mails that we have to write. ref: the left side of the Message-ID, the same at every attempt.
  // content: what the kind needs and no other table holds, as JSON.
  `create table outbox (
    id ${id},
    kind text not null,
    account_id bigint references accounts (id),
    message_id bigint,
    mail_id bigint,
    content text not null,
    ref text not null unique,
    state text not null,
    attempts int not null,
    claim text,
    due_at bigint not null,
    created_at bigint not null,
    changed_at bigint not null
  )`,
  `create index outbox_due on outbox (due_at) where state in ('queued', 'writing')`,
  `create index outbox_held on outbox (mail_id) where state = 'held'`,
  `create table leases (
    name text primary key,
    holder text not null,
    token text not null,
    expires_at bigint not null
  )`,
  // The local mailbox of the stand-alone server.
  `create table mailbox (
    id ${id},
    at bigint not null,
    recipient text not null,
    raw ${blob} not null
  )`,
]
