// What routes took and what it cost, by day: counters, so that nobody has to read every message.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all, insertRows } from './rows.ts'

const columns = {
  route: 'text',
  day: 'int',
  currency: 'text',
  messages: 'bigint',
  parts: 'bigint',
  cost: 'bigint',
} as const

export interface RouteCost {
  readonly route: string
  /** Since 1970. */
  readonly day: number
  /** ISO 4217, or '' where it is not known. */
  readonly currency: string
  readonly messages: number
  readonly parts: number
  /** In millionths. */
  readonly cost: number
}

/** No route, day and currency may stand twice. route_costs_pkey. */
export async function addRouteCosts(
  trx: Knex,
  dialect: Dialect,
  costs: readonly RouteCost[],
): Promise<void> {
  await insertRows(
    trx,
    dialect,
    'route_costs',
    columns,
    costs,
    `on conflict (route, day, currency) do update set messages = route_costs.messages + excluded.messages,
       parts = route_costs.parts + excluded.parts, cost = route_costs.cost + excluded.cost`,
  )
}

export function sumRouteCosts(db: Knex, since: number): Promise<Omit<RouteCost, 'day'>[]> {
  return all(
    db,
    `select route, currency, cast(sum(messages) as bigint) as messages, cast(sum(parts) as bigint) as parts,
       cast(sum(cost) as bigint) as cost
     from route_costs where day >= ? group by route, currency order by route, currency`,
    [since],
  )
}
