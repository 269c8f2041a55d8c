// How routes are, as `haraka-sms route list` shows it: a table of 80 columns, and below it what is wrong.
import { showCost } from '../gateway/costs.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { holders } from '../store/leases.ts'
import { queueLengths, listRouteStates, type RouteState } from '../store/route-states.ts'
import { sumRouteCosts } from '../store/route-costs.ts'
import type { Store } from '../store/store.ts'
import { withRoutes } from './routes.ts'
import { formatTable, wrapLine } from './table.ts'
import type { Common } from './verb.ts'

const fresh = 90_000

export interface ListedRoute {
  readonly route: string
  readonly type: string
  /** `unheld`: no process sends by it. */
  readonly state: 'works' | 'down' | 'resting' | 'paused' | 'draining' | 'unheld'
  /** Why it does not work. */
  readonly reason: string | null
  readonly since: string | null
  readonly queue: number
  /** Messages that it took in the last minute. */
  readonly speed: number
  /** Today, in UTC, by currency. */
  readonly costs: Readonly<Record<string, string>>
  readonly status: Readonly<Record<string, string>>
  readonly lastError: { readonly at: string; readonly reason: string } | null
}

export async function printRoutes({ config, json }: Common): Promise<void> {
  const listed = await withRoutes(config, (store, routes) => listRoutes(store, routes, Date.now()))
  process.stdout.write(json === true ? `${JSON.stringify(listed)}\n` : showRoutes(listed))
}

async function listRoutes(store: Store, routes: RouteTable, now: number): Promise<ListedRoute[]> {
  const states = new Map((await listRouteStates(store.db)).map((state) => [state.route, state]))
  const held = await holders(store.db, store.dialect)
  const waiting = await queueLengths(store.db)
  const costs = await sumRouteCosts(store.db, Math.floor(now / 86_400_000))
  return routes.entries.map((entry) => {
    const { name, type } = entry.route
    const own = costs.filter(({ route, cost }) => route === name && cost > 0)
    return {
      route: name,
      type,
      ...condition(states.get(name), routes.away(entry), held.has(`route:${name}`)),
      queue: waiting.get(name) ?? 0,
      ...activity(states.get(name), now),
      costs: Object.fromEntries(own.map(({ currency, cost }) => [currency, showCost(cost)])),
    }
  })
}

/** What counts first is what a person wants, then whether a process has it, then what the route says, then the clock. */
function condition(
  state: RouteState | undefined,
  away: string | undefined,
  isHeld: boolean,
): Pick<ListedRoute, 'state' | 'reason' | 'since'> {
  const mode = state?.mode ?? null
  if (mode !== null) return { state: mode, reason: null, since: null }
  if (!isHeld) return { state: 'unheld', reason: 'no process holds it', since: null }
  const closed = { state: 'resting', reason: away ?? null, since: null } as const
  const works = { state: 'works', reason: null, since: null } as const
  if (state === undefined) return away === undefined ? works : closed
  const since = iso(state.since)
  if (state.down === 1) return { state: 'down', reason: state.reason, since }
  return away === undefined ? works : closed
}

function activity(
  state: RouteState | undefined,
  now: number,
): Pick<ListedRoute, 'speed' | 'status' | 'lastError'> {
  if (state === undefined) return { speed: 0, status: {}, lastError: null }
  const { last_error_at: at, last_error: reason } = state
  return {
    speed: now - (state.speed_at ?? 0) < fresh ? (state.speed ?? 0) : 0,
    status: JSON.parse(state.status) as Record<string, string>,
    lastError: at === null || reason === null ? null : { at: iso(at), reason },
  }
}

export function showRoutes(routes: readonly ListedRoute[]): string {
  const rows = routes.map(({ route, type, state, queue, speed, costs, status }) => ({
    route,
    type,
    state,
    queue,
    'per min': speed,
    'cost today': Object.entries(costs)
      .map(([currency, cost]) => `${cost} ${currency}`.trim())
      .join(', '),
    signal: signalsOf(status).join(', '),
  }))
  return formatTable(rows) + routes.flatMap(remarks).join('')
}

function remarks({ route, state, reason, since, status, lastError }: ListedRoute): string[] {
  const more = Object.entries(status).filter(([name]) => name !== 'signal')
  const why = [state, since && `since ${minute(since)}`, reason && `(${reason})`]
  return [
    ...(reason === null && since === null ? [] : [why.filter(Boolean).join(' ')]),
    ...(lastError === null ? [] : [`last error ${minute(lastError.at)}: ${lastError.reason}`]),
    ...(more.length === 0 ? [] : [more.map(([name, value]) => `${name}: ${value}`).join('; ')]),
  ].map((line) => wrapLine(`${route}: ${line}`))
}

/** Of each modem, where they are several. */
function signalsOf(status: ListedRoute['status']): string[] {
  return Object.entries(status).flatMap(([name, value]) =>
    name === 'signal' || name.endsWith(' signal') ? [value] : [],
  )
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
