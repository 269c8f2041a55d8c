// What goes between the database and the phones: the dispatcher, and what routes and providers tell.
import type { Route, Sinks } from '../../routes/route.ts'
import { createDispatcher } from '../dispatcher.ts'
import type { Gateway } from '../gateway.ts'
import { createIncomingIntake, type IncomingServices } from '../incoming.ts'
import { createProviderCalls } from '../provider-calls.ts'
import { createReportIntake, whenBy } from '../reports.ts'
import { createRouteHealth } from '../route-health.ts'
import { createVirtualPhones } from '../virtual-phones.ts'
import { createWayFinder } from '../way-finder.ts'
import type { Ground } from './ground.ts'

export interface RouteServices extends Pick<Gateway, 'takeProviderCall' | 'phones'> {
  readonly incoming: IncomingServices
  /** Hands messages on from here on. */
  start(): void
  close(): Promise<void>
}

export function wireRoutes(ground: Ground, isReady: () => boolean): RouteServices {
  const { store, directory, settings, routes, clock } = ground
  const incoming = createIncomingIntake(ground)
  const report = createReportIntake(store, () => whenBy(settings().delivery, clock()))
  const health = createRouteHealth(ground)
  const sinks = (route: Route): Sinks => ({
    report: (one) => report(route, one),
    incoming: (message) => incoming.take(route.name, message),
    ...health.sinksOf(route.name),
  })
  const dispatcher = createDispatcher({
    ...ground,
    ways: createWayFinder(routes, directory),
    retry: () => settings().delivery,
    sinks,
  })
  return {
    incoming,
    takeProviderCall: createProviderCalls({
      ...ground,
      routeNamed: (name) => routes.entry(name)?.route,
      sinks,
      publicUrl: () => settings().main.public_url,
      isReady,
    }),
    phones: routes.routes.some(isVirtual)
      ? createVirtualPhones(
          store,
          () => routes.routes.filter(isVirtual).map(({ name }) => name),
          incoming.take,
          clock,
        )
      : undefined,
    start: () => dispatcher.start(),
    async close() {
      await dispatcher.close()
      await health.close()
    },
  }
}

function isVirtual({ type }: Route): boolean {
  return type === 'phone'
}
