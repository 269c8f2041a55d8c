// What is known of a message beside its state: whether it is urgent, what its sender wants to hear,
// what was cut from its mail, which attempts failed; and what decides whose an SMS from a phone is.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function messages(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of statements(id)) await trx.raw(statement)
}

const statements = (id: string): string[] => [
  'alter table messages add column urgent int not null default 0',
  // notify: what the sender wants to hear, as RFC 3461 4.1 names it; null for messages of ours.
  // original_recipient: RFC 3461 4.2, decoded. tell_at: when the sender hears of a delay, with
  // us or in the network, or that no report came from there.
  'alter table messages add column notify text',
  'alter table messages add column original_recipient text',
  'alter table messages add column tell_at bigint',
  // copy_of: the message that was sent again as this one.
  'alter table messages add column copy_of bigint',
  // Of a message from a phone: the question by which the phone says whose it is.
  'alter table messages add column question_id bigint',
  'drop index messages_line',
  `create index messages_line on messages (route, urgent, account_id, id) where state = 'queued'`,
  `create index messages_telling on messages (tell_at)
     where tell_at is not null and state in ('queued', 'scheduled', 'sent', 'buffered')`,
  // Reports that are not written yet, and what more may still go into them.
  `create index outbox_reports on outbox (mail_id) where kind = 'report' and state = 'queued'`,
  'create index messages_account on messages (account_id, id)',
  'create index messages_phone on messages (phone, id)',
  'create index messages_question on messages (question_id) where question_id is not null',
  // ret: FULL or HDRS, envelope_id decoded: RFC 3461 4.3, 4.4. cuts: what of the text was not sent and
  // why, as JSON. proof: what proved the sender.
  'alter table mails add column ret text',
  'alter table mails add column envelope_id text',
  'alter table mails add column cuts text',
  'alter table mails add column proof text',
  // Attempts that did not go well; what went well stands in parts.
  `create table attempts (
    id ${id},
    message_id bigint not null references messages (id),
    at bigint not null,
    route text not null,
    outcome text not null,
    reason text not null
  )`,
  'create index attempts_message on attempts (message_id)',
  // What a phone writes first to reach an account, or the catch-all address of a group.
  // organisation: the group directly below Master that these lie in; Master for what is directly in it.
  `create table keywords (
    word text not null,
    organisation bigint not null references groups (id),
    account_id bigint references accounts (id),
    group_id bigint references groups (id),
    created_at bigint not null,
    primary key (word, organisation)
  )`,
  // What a phone was asked that had reached several accounts. own: the number that it wrote to.
  // choices: the accounts, in the order of the answers.
  `create table questions (
    id ${id},
    phone text not null,
    own text not null,
    choices text not null,
    asked_at bigint not null,
    settled_at bigint,
    account_id bigint references accounts (id)
  )`,
  'create index questions_phone on questions (phone, own, id)',
  // Faults that the operator was told of. count, details: what has come since, to be told later.
  `create table alarms (
    name text primary key,
    fault text not null,
    params text not null,
    told_at bigint not null,
    count int not null,
    details text not null
  )`,
  'create index audit_log_subject on audit_log (subject)',
  'create index alarms_untold on alarms (told_at) where count > 0',
]
