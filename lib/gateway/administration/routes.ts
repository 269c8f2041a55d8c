// The routes as the operator sees them, and what they want of each: that it rests, hands on only what it
// has, or works.
import {
  listRouteStates,
  queueLengths,
  setRouteMode,
  type RouteMode,
} from '../../store/route-states.ts'
import { change, type Desk } from './desk.ts'

/** Undefined: it works. Every process sees it within seconds. */
export function changeRouteMode(
  desk: Desk,
  route: string,
  mode: RouteMode | undefined,
): Promise<void> {
  return change(desk, async (trx, now) => {
    await setRouteMode(trx, route, mode ?? null, now)
    const after = mode ?? 'works'
    return { action: 'route mode', subject: `route ${route}`, after }
  })
}

export interface ListedRoute {
  readonly route: string
  readonly isDown: boolean
  readonly reason: string | null
  readonly since: number | null
  readonly waiting: number
  /** What the operator wants of it; null: that it works. */
  readonly mode: RouteMode | null
  /** Messages that it took in the last minute, and what it last complained of, as its holder says. */
  readonly speed: number
  readonly lastError: string | null
  readonly lastErrorAt: number | null
  /** Such as the signal of a modem. */
  readonly status: Readonly<Record<string, string>>
}

/** What a holder told of its speed counts for so long. */
const fresh = 120_000

export async function listRoutes({
  store,
  clock,
}: Pick<Desk, 'store' | 'clock'>): Promise<ListedRoute[]> {
  const now = clock()
  const states = new Map((await listRouteStates(store.db)).map((state) => [state.route, state]))
  const waiting = await queueLengths(store.db)
  return [...new Set([...states.keys(), ...waiting.keys()])].sort().map((route) => {
    const state = states.get(route)
    return {
      route,
      isDown: state?.down === 1,
      reason: state?.reason ?? null,
      since: state?.since ?? null,
      waiting: waiting.get(route) ?? 0,
      mode: state?.mode ?? null,
      speed: now - (state?.speed_at ?? 0) < fresh ? (state?.speed ?? 0) : 0,
      lastError: state?.last_error ?? null,
      lastErrorAt: state?.last_error_at ?? null,
      status: statusOf(state?.status),
    }
  })
}

function statusOf(json: string | undefined): Record<string, string> {
  const facts: unknown = JSON.parse(json ?? '{}')
  if (typeof facts !== 'object' || facts === null) return {}
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]))
}
