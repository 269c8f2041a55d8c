// Messages that wait for a route, and may take another.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { queuedColumns, underWay, type QueuedMessage } from './queued-message.ts'
import { all } from './rows.ts'

/** The routes for which something waits, one step in the index for each. messages_line, messages_scheduled. */
export async function routesWithLine(db: Knex, now: number): Promise<string[]> {
  const steps = (name: string, which: string): string => `${name} (route) as (
       select min(m.route) from messages m where ${which}
       union all
       select (select min(m.route) from messages m where ${which} and m.route > ${name}.route)
       from ${name} where ${name}.route is not null)`
  const rows = await all<{ route: string }>(
    db,
    `with recursive ${steps('line', `m.state = 'queued'`)},
       ${steps('later', `m.state = 'scheduled' and m.due_at <= ?`)}
     select route from line where route is not null
     union select route from later where route is not null`,
    [now, now],
  )
  return rows.map(({ route }) => route)
}

/** The routes by which something is under way. messages_under_way. */
export async function routesUnderWay(db: Knex): Promise<string[]> {
  const rows = await all<{ route: string }>(
    db,
    `select distinct route from messages where ${underWay} and state = 'sending'`,
    [],
  )
  return rows.map(({ route }) => route)
}

/**
 * What waits in the line of a route since `before`, behind the id `after`, and is not bound to it. messages_line,
 * messages_scheduled.
 */
export function waitingFor(
  db: Knex,
  line: { route: string; before: number; after: number; most: number },
): Promise<QueuedMessage[]> {
  const bindings = [line.route, line.before, line.before, line.after]
  // Each state by its own index: of both together PostgreSQL reads all that was ever sent.
  const waitsAs = (state: string): string =>
    `select ${queuedColumns} from messages
     where route = ? and state = '${state}' and bound = 0 and due_at <= ? and changed_at <= ? and id > ?`
  return all(
    db,
    `select * from (${waitsAs('queued')} union all ${waitsAs('scheduled')}) w order by id limit ?`,
    [...bindings, ...bindings, line.most],
  )
}

const moveColumns = { id: 'bigint', from_route: 'text', to_route: 'text' } as const

export interface Move {
  readonly id: number
  readonly from_route: string
  readonly to_route: string
}

/** Puts messages into the line of another route, unless they have gone on meanwhile. messages_pkey. */
export async function moveToRoutes(
  trx: Knex,
  dialect: Dialect,
  moves: readonly Move[],
  now: number,
): Promise<number> {
  const rows = await all<{ id: number }>(
    trx,
    `update messages set route = r.to_route, state = 'queued', changed_at = ?
     from ${dialect.rows(moveColumns)}
     where messages.id = r.id and messages.route = r.from_route and messages.bound = 0
       and messages.state in ('queued', 'scheduled')
     returning messages.id`,
    [now, JSON.stringify(moves)],
  )
  return rows.length
}
