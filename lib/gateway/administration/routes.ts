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
    return { change: { action: 'route mode', subject: `route ${route}`, after }, result: undefined }
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
  /** Such as the signal of a modem. */
  readonly status: Readonly<Record<string, string>>
}

export async function listRoutes({ store }: Desk): Promise<ListedRoute[]> {
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
      status: statusOf(state?.status),
    }
  })
}

function statusOf(json: string | undefined): Record<string, string> {
  const facts: unknown = JSON.parse(json ?? '{}')
  if (typeof facts !== 'object' || facts === null) return {}
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]))
}
