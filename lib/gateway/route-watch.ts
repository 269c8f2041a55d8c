// How every route is at this moment, as the database says: read each second by each process, so that
// what a holder or an operator says counts everywhere within seconds.
import { whyClosed } from '../policy/schedule.ts'
import { listRouteStates, type RouteMode, type RouteState } from '../store/route-states.ts'
import type { Store } from '../store/store.ts'
import type { RouteEntry } from './route-table.ts'

export class RouteWatch {
  readonly #store: Store
  readonly #clock: () => number
  #states: ReadonlyMap<string, RouteState> = new Map()
  #numbers: ReadonlyMap<string, readonly string[]> = new Map()

  constructor(store: Store, clock: () => number) {
    this.#store = store
    this.#clock = clock
  }

  /** Answers of which routes the operator wants something else than before. */
  async refresh(): Promise<readonly RouteState[]> {
    const states = await listRouteStates(this.#store.db)
    const changed = states.filter(({ route, mode }) => (mode ?? undefined) !== this.mode(route))
    this.#states = new Map(states.map((state) => [state.route, state]))
    this.#numbers = new Map(states.map(({ route, status }) => [route, numbersIn(status)]))
    return changed
  }

  mode(route: string): RouteMode | undefined {
    return this.#states.get(route)?.mode ?? undefined
  }

  /** Numbers of ours that its holder found on it. */
  numbers({ route }: RouteEntry): readonly string[] {
    return this.#numbers.get(route.name) ?? []
  }

  /** Why nothing new is chosen for a route, undefined when it works. */
  away({ route, rules }: RouteEntry): string | undefined {
    const now = this.#clock()
    const closed = whyClosed(rules.schedule, now)
    if (closed !== undefined) return closed
    const state = this.#states.get(route.name)
    if (state === undefined) return undefined
    if (state.mode !== null) return `it is ${state.mode}`
    const why = state.down === 1 && state.reason !== null ? `: ${state.reason}` : ''
    const outUntil = state.out_until ?? 0
    if (outUntil > now) return `it rests until ${moment(outUntil)}${why}`
    // After a rest only a message tells whether it works again.
    if (outUntil > 0) return undefined
    const isLong = now - state.since >= rules.failoverAfter
    return state.down === 1 && isLong ? `it is down${why}` : undefined
  }
}

function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `number` and, of one of several modems, its name with that behind it: Sinks.status. */
function numbersIn(status: string): string[] {
  return Object.entries(JSON.parse(status) as Record<string, string>).flatMap(([name, value]) =>
    /(^| )number$/.test(name) && /^\+\d+$/.test(value) ? [value] : [],
  )
}
