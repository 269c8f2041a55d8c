// All that the doctor looks at, in the order in which one would mend it.
//
// It reads and asks; what runs goes on. What cannot be looked at, since something before it is broken,
// is left out: the fault before it is told.
import { Store } from '../../store/store.ts'
import {
  checkClock,
  checkDatabase,
  checkPeople,
  proofsOfGroups,
  type Clock,
} from './check-database.ts'
import { checkDns, type DnsWorld } from './check-dns.ts'
import { checkHaraka } from './check-haraka.ts'
import { checkPorts } from './check-ports.ts'
import { checkRoutes, type PortWorld } from './check-routes.ts'
import { checkSettings } from './check-settings.ts'
import type { Finding } from './finding.ts'
import type { House } from './house.ts'

export interface DoctorWorld extends DnsWorld, PortWorld {
  readonly clock: Clock
}

export async function examine(house: House, world: DoctorWorld): Promise<Finding[]> {
  const { settings, directory } = house
  const now = world.clock.now()
  const store = new Store(settings.main.database, directory, () => undefined)
  try {
    const database = await checkDatabase(house, store)
    const usable = database.usable ? store : undefined
    const findings = [
      ...checkSettings(house),
      ...(usable === undefined ? [] : await checkPeople(house, usable)),
      ...checkHaraka(house, usable === undefined ? new Set() : await proofsOfGroups(usable)),
      ...(await checkPorts(house, now)),
      ...(await checkDns(house, world)),
      ...database.findings,
      ...(await checkClock(usable, world.clock)),
      ...(await checkRoutes(house, usable, world, now)),
    ]
    return findings
  } finally {
    await store.close()
  }
}
