// All that the doctor looks at, in the order in which one would mend it.
//
// It reads and asks; what runs goes on. What cannot be looked at, since something before it is broken,
// is left out: the fault before it is told.
import { Store } from '../../store/store.ts'
import { troubleOf } from '../trouble.ts'
import {
  checkClock,
  checkDatabase,
  checkIdleNetworks,
  checkNamedGroups,
  checkPeople,
  proofsOfGroups,
  type Clock,
} from './check-database.ts'
import { checkDns, type DnsWorld } from './check-dns.ts'
import { checkHaraka } from './check-haraka.ts'
import { checkPorts } from './check-ports.ts'
import { checkRoutes, type PortWorld } from './check-routes.ts'
import { checkSettings } from './check-settings.ts'
import { voiceOf, type Area, type Finding } from './finding.ts'
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
    const asked = usable && (() => proofsOfGroups(usable))
    const findings = [
      ...checkSettings(house),
      ...(usable ? await look('trust', () => checkPeople(house, usable)) : []),
      ...(usable ? await look('trust', () => checkIdleNetworks(house, usable)) : []),
      ...(usable ? await look('trust', () => checkNamedGroups(house, usable)) : []),
      ...(await look('haraka', async () => checkHaraka(house, (await asked?.()) ?? new Set()))),
      ...(await look('ports', () => checkPorts(house, now))),
      ...(await look('dns', () => checkDns(house, world))),
      ...database.findings,
      ...(await look('clock', () => checkClock(usable, world.clock))),
      ...(await look('routes', () => checkRoutes(house, usable, world, now))),
    ]
    return [...findings, ...unreadFiles(house)]
  } finally {
    await store.close()
  }
}

/** What is in the way of one look is a fault beside what the others find. */
async function look(area: Area, check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check()
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble === undefined) throw error
    return [voiceOf(area).fault(trouble, 'Mend that, and ask the doctor again.')]
  }
}

function unreadFiles({ files, routes }: House): Finding[] {
  const { fault } = voiceOf('haraka')
  return files.problems
    .filter((problem) => !routes.problems.includes(problem))
    .map((problem) => fault(`${problem}.`, 'Let the user that Haraka runs as, and you, read it.'))
}
