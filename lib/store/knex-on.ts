// Knex on one connection, in whatever transaction has begun there.
//
// Statements that come as text (rows.ts) need nothing of Knex itself: it is built when a query is first
// built with it, which few do; it costs more than most of what they ask.
import type { Knex } from 'knex'
import type { Client } from './rows.ts'

export function knexOn(client: Client, build: () => Knex): Knex.Transaction {
  let whole: Knex | undefined
  const built = (): Knex => (whole ??= build())
  return new Proxy((() => undefined) as unknown as Knex.Transaction, {
    apply: (_, __, args: [string]) => built()(...args),
    get: (_, name): unknown => (name === 'client' ? client : Reflect.get(built(), name)),
  })
}
