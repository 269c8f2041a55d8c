// Finds another way for messages whose route does not work, is gone, or lets them wait too long.
//
// Each process does it, a step each second: what two find at once, one of them moves. A message that
// may have gone out by its route stays there. What stays in the line keeps its place.
import { holders } from '../../store/leases.ts'
import type { QueuedMessage } from '../../store/queued-message.ts'
import {
  moveToRoutes,
  routesUnderWay,
  routesWithLine,
  waitingFor,
  type Move,
} from '../../store/rechoosing.ts'
import type { DispatcherOptions } from './duty.ts'
import { abandonLeftovers } from './leftovers.ts'

const most = 500
/** How long one line is looked through at a time: the others have their turn, and it goes on from there. */
const longestLook = 500
/** The host of a modem may start anew meanwhile. */
const longestAbsence = 60_000

export class Rechooser {
  readonly #options: DispatcherOptions
  /** How far each line has been looked through, as not all of it may be movable. */
  readonly #seen = new Map<string, number>()

  /** Routes that another host has, by the last look, and since when nobody holds them. */
  #unheldSince: ReadonlyMap<string, number> = new Map()
  #isStopped = false

  constructor(options: DispatcherOptions) {
    this.#options = options
  }

  /** A round that is under way comes to its end soon. */
  stop(): void {
    this.#isStopped = true
  }

  async run(): Promise<void> {
    const { store, routes, clock } = this.#options
    const lines = await routesWithLine(store.db, clock())
    const underWay = await routesUnderWay(store.db)
    const gone = await this.#gone([...lines, ...underWay])
    for (const route of underWay)
      if (gone.has(route)) await abandonLeftovers(this.#options, route, routes.entry(route)?.route)
    for (const route of lines) {
      if (this.#isStopped) return
      const since = this.#movableSince(route, gone)
      const isAlone = routes.entry(route) !== undefined && routes.entries.length === 1
      if (since !== undefined && !isAlone) await this.#look(route, since)
    }
  }

  /** Routes that are not for this process to hold, and that no other holds, or has held for a while. */
  async #gone(used: readonly string[]): Promise<ReadonlySet<string>> {
    const { store, routes, clock } = this.#options
    const isKnown = (name: string): boolean => routes.entry(name) !== undefined
    const isOurs = (name: string): boolean =>
      isKnown(name) && routes.entry(name)?.route.elsewhere !== true
    const strange = [...new Set(used)].filter((name) => !isOurs(name))
    const held = strange.length === 0 ? undefined : await holders(store.db, store.dialect)
    const unheld = strange.filter((name) => held?.has(`route:${name}`) !== true)
    const now = clock()
    // A clock that is set back makes it a minute more at most.
    const since = (name: string): number => Math.min(this.#unheldSince.get(name) ?? now, now)
    this.#unheldSince = new Map(unheld.map((name) => [name, since(name)]))
    const isAbsent = (name: string): boolean =>
      now - (this.#unheldSince.get(name) ?? now) >= longestAbsence
    return new Set(unheld.filter((name) => !isKnown(name) || isAbsent(name)))
  }

  /** From when on what waits may take another way; undefined when nothing may. */
  #movableSince(name: string, gone: ReadonlySet<string>): number | undefined {
    const { routes, watch, clock } = this.#options
    const entry = routes.entry(name)
    if (entry === undefined) return gone.has(name) ? clock() : undefined
    if (watch.mode(name) === 'draining') return undefined
    return routes.away(entry) === undefined ? clock() - entry.rules.failoverAfter : clock()
  }

  async #look(route: string, before: number): Promise<void> {
    const { store, clock, log } = this.#options
    const after = this.#seen.get(route) ?? 0
    const waiting = await waitingFor(store.db, { route, before, after, most })
    const moves: Move[] = []
    const until = performance.now() + longestLook
    let seen = waiting.length < most ? 0 : (waiting.at(-1)?.id ?? 0)
    for (const message of waiting) {
      const move = await this.#moveOf(route, message)
      if (move !== undefined) moves.push(move)
      if (performance.now() < until && !this.#isStopped) continue
      seen = message.id
      break
    }
    this.#seen.set(route, seen)
    if (moves.length === 0) return
    const moved = await store.transaction((trx) => moveToRoutes(trx, store.dialect, moves, clock()))
    if (moved === 0) return
    log.info(`route ${route}: ${moved} messages take another way`)
    store.wake('queue', 'change')
  }

  async #moveOf(route: string, message: QueuedMessage): Promise<Move | undefined> {
    const { routes, ways } = this.#options
    const entry = routes.entry(route)
    const isAway = entry === undefined || routes.away(entry) !== undefined
    const next = await ways.another(message, route, isAway)
    return next === undefined ? undefined : { id: message.id, from_route: route, to_route: next }
  }
}
