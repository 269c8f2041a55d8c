// What routes say of themselves: whether they work, how they are, and what they must not forget.
//
// The operator gets one mail when a route has been down for a while, at once when waiting does not
// help, and none of the same fault again while it is to be quiet, however often the route comes and goes
// or this process starts. Everything said is a row, so that any process can show it.
import type { Settings } from '../config/settings.ts'
import type { RouteFault, Sinks } from '../routes/route.ts'
import {
  markRouteTold,
  recallFact,
  rememberFact,
  routeState,
  writeRouteState,
  writeRouteStatus,
} from '../store/route-states.ts'
import type { Knex, Store } from '../store/store.ts'
import { describe } from './describe-error.ts'
import type { Log } from './log.ts'
import { insertNotice } from './notices.ts'

export interface RouteHealthOptions {
  readonly store: Store
  readonly settings: () => Settings
  readonly clock: () => number
  readonly log: Log
}

export interface RouteHealth {
  sinksOf(route: string): Pick<Sinks, 'down' | 'status' | 'recall' | 'remember' | 'log'>
  close(): Promise<void>
}

export function createRouteHealth(options: RouteHealthOptions): RouteHealth {
  const { store, settings, clock, log } = options
  const timers = new Map<string, NodeJS.Timeout>()
  const writing = new Map<string, Promise<void>>()
  let closed = false

  /** One after the other for each route, so that the last word said is the last one stored. */
  function write(route: string, work: (trx: Knex.Transaction) => Promise<boolean>): void {
    const before = writing.get(route) ?? Promise.resolve()
    const written = before
      .then(() => store.transaction(work))
      .then((told) => {
        if (told) store.wake('outbox')
        store.wake('change')
      })
      .catch((error: unknown) => log.warn(`route ${route}: ${describe(error)}`))
    writing.set(route, written)
  }

  function down(route: string, isDown: boolean, reason: string, fault?: RouteFault): void {
    log.warn(`route ${route} ${isDown ? 'is down' : 'works again'}: ${reason}`)
    clearTimeout(timers.get(route))
    write(route, async (trx) => {
      const now = clock()
      await writeRouteState(trx, { route, down: isDown, fault: fault ?? null, reason, now })
      return isDown && (await tellIfDue(trx, route))
    })
  }

  /** Answers whether a mail was noted; when it is too early, a timer asks again. */
  async function tellIfDue(trx: Knex.Transaction, route: string): Promise<boolean> {
    const state = await routeState(trx, route)
    if (state?.down !== 1) return false
    const fault = (state.fault ?? 'route_down') as RouteFault
    const { delivery, alarms } = settings()
    const isSure = fault === 'wrong_pin' || fault === 'route_refused'
    const wait = isSure ? 0 : delivery.tell_down_after
    if (state.told_at !== null && state.told_at >= state.since) return false
    const due = Math.max(state.since + wait, (state.told_at ?? -Infinity) + alarms.quiet)
    if (clock() < due) {
      askAgain(route, due - clock())
      return false
    }
    await markRouteTold(trx, route, clock())
    const content = { fault, params: { route, reason: state.reason ?? '' } }
    await insertNotice(trx, { content }, clock())
    return true
  }

  function askAgain(route: string, after: number): void {
    if (closed) return
    const timer = setTimeout(() => write(route, (trx) => tellIfDue(trx, route)), after)
    timer.unref()
    timers.set(route, timer)
  }

  return {
    sinksOf: (route) => ({
      down: (isDown, reason, fault, unit) =>
        down(unit === undefined ? route : `${route} ${unit}`, isDown, reason, fault),
      status: (status) =>
        write(route, async (trx) => {
          await writeRouteStatus(trx, route, JSON.stringify(status), clock())
          return false
        }),
      recall: (key) => recallFact(store.db, route, key),
      remember: (key, value) => store.transaction((trx) => rememberFact(trx, route, key, value)),
      log: (level, message) => log[level](`route ${route}: ${message}`),
    }),
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(writing.values())
    },
  }
}
