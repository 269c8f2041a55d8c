// What an operator wants of a route: that it rests, hands on only what it has, or works.
import { setRouteMode, type RouteMode } from '../../store/route-states.ts'
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
