// Choosing the way: which routes a message has tried, whether it must stay on its route, when its fate
// is asked for; how an operator wants a route to be; what routes cost.
import type { Knex } from 'knex'

export async function routing(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
}

const statements = [
  // tried: the routes that refused it in this round, as JSON. bound: it may have gone out by its route,
  // in part or as a whole, so that it takes no other. ask_at: when the route is asked what became of it.
  'alter table messages add column tried text',
  'alter table messages add column bound int not null default 0',
  'alter table messages add column ask_at bigint',
  'create index messages_asking on messages (route, ask_at) where ask_at is not null',
  // mode: paused | draining, as an operator wants it. out_until: taken out of choice until then.
  'alter table route_states add column mode text',
  'alter table route_states add column out_until bigint',
  // What was accepted on a day (days since 1970), cost in millionths of the currency, '' where unknown.
  `create table route_costs (
    route text not null,
    day int not null,
    currency text not null,
    messages bigint not null,
    parts bigint not null,
    cost bigint not null,
    primary key (route, day, currency)
  )`,
]
