// What routes need that know less than a web service does: parts that are resumed and matched by time,
// long messages that come in parts, what is wrong with a route, and what it must not forget.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'

export async function routes(trx: Knex.Transaction, dialect: Dialect): Promise<void> {
  const id =
    dialect.name === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement'
  for (const statement of statements(id)) await trx.raw(statement)
}

const statements = (id: string): string[] => [
  // handed_at: when a route was last given it. missing: parts that never came, of a joined message.
  'alter table messages add column handed_at bigint',
  'alter table messages add column missing int',
  // gone: yes | unknown | no.
  `alter table parts add column gone text not null default 'yes'`,
  'alter table parts add column sent_at bigint',
  'alter table early_reports add column phone text',
  'alter table early_reports add column taken_at bigint',
  // A long message from a phone whose parts come one by one. message_id: what it became.
  `create table joins (
    id ${id},
    route text not null,
    phone text not null,
    own text not null,
    ref int not null,
    ref_bits int not null,
    total int not null,
    due_at bigint not null,
    message_id bigint references messages (id)
  )`,
  `create unique index joins_open on joins (route, phone, own, ref, ref_bits, total) where message_id is null`,
  'create index joins_due on joins (due_at) where message_id is null',
  'create index joins_done on joins (due_at) where message_id is not null',
  // reference: the other side's id of the part; the same one again is a repeat, also after the joining.
  `create table pieces (
    route text not null,
    reference text not null,
    join_id bigint not null references joins (id),
    seq int not null,
    text text not null,
    primary key (route, reference)
  )`,
  'create index pieces_join on pieces (join_id)',
  // since: when it went down or came up. told_at: when the operator was last told of this fault.
  `create table route_states (
    route text primary key,
    down int not null,
    fault text,
    reason text,
    since bigint not null,
    told_at bigint,
    status text not null
  )`,
  `create table route_memory (
    route text not null,
    key text not null,
    value text not null,
    primary key (route, key)
  )`,
]
