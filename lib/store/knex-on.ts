// Knex on one connection, in whatever transaction has begun there.
//
// Knex itself is made when a query is first built with it: most statements come as text (rows.ts), and it
// costs more than they do.
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
