// What administrators start and watch: jobs that take a while. And whose administrators may see a change:
// those of its group.
import type { Knex } from 'knex'

export async function jobs(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
}

const statements = [
  'alter table audit_log add column group_id bigint',
  'create index audit_log_group on audit_log (group_id, id)',
  // Another group whose administrators may see it, too.
  'alter table audit_log add column other_group_id bigint',
  'create index audit_log_other_group on audit_log (other_group_id, id) where other_group_id is not null',
  // The token of the form that a change came by, where the same form sent again must not do it again.
  'alter table audit_log add column once text',
  'create unique index audit_log_once on audit_log (actor, once)',
  // id: a token that nobody can guess. action: cancel | resend | export. items: the ids of the messages
  // that it is about, as JSON. done: how many of total; of an export thousandths. failed: how many could
  // not be done. notes: the first of them and why, as JSON. rows: of an export, how many are written.
  `create table jobs (
    id text primary key,
    account_id bigint not null references accounts (id),
    action text not null,
    items text not null,
    total int not null,
    done int not null,
    failed int not null,
    notes text not null,
    rows bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    ended_at bigint
  )`,
  'create index jobs_account on jobs (account_id)',
  'create index jobs_created on jobs (created_at)',
]
