// A table of fake routes with the rules that sections of sms.routes.ini give them, and the same file
// edited: what a section says beside its rules makes the route another one.
import { readRoutes, type RouteEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { realWorld } from '../../lib/routes/real-world.ts'
import { FakeRoute } from './fake-route.ts'

export class FakeTable {
  readonly table: RouteTable
  /** Every route that was ever made, in order. */
  readonly made: FakeRoute[] = []
  readonly #prepare: (route: FakeRoute) => void

  constructor(file: string, prepare: (route: FakeRoute) => void = () => undefined) {
    this.#prepare = prepare
    this.table = new RouteTable(this.#read(file))
  }

  /** As when the file is saved. */
  edit(file: string): void {
    this.table.replace(this.#read(file))
  }

  /** The route of that name that is in force. */
  route(name: string): FakeRoute {
    const route = this.table.entry(name)?.route
    if (!(route instanceof FakeRoute)) throw new Error(`there is no ${name}`)
    return route
  }

  #read(file: string): readonly RouteEntry[] {
    const reading = readRoutes(file, realWorld())
    if (!reading.ok) throw new Error(reading.problems.join('\n'))
    return reading.table.entries.map((entry) => {
      const route = new FakeRoute(entry.route.name)
      this.#prepare(route)
      this.made.push(route)
      return { ...entry, route }
    })
  }
}
