// How fast each route is, and what it last complained of, as its holder says.
import type { Knex } from 'knex'

export async function routeActivity(trx: Knex.Transaction): Promise<void> {
  await trx.schema.alterTable('route_states', (table) => {
    table.integer('speed')
    table.bigInteger('speed_at')
    table.text('last_error')
    table.bigInteger('last_error_at')
  })
}
