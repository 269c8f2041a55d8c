// The ways that are configured in sms.routes.ini: each route with the rules by which it is chosen.
import { readIni } from '../config/ini.ts'
import { readTable, type Values } from '../config/table.ts'
import type { Schedule } from '../policy/schedule.ts'
import { routeTypes } from '../routes/registry.ts'
import { commonSettings, type RouteWorld } from '../routes/route-type.ts'
import type { Route } from '../routes/route.ts'
import {
  chooseRoute,
  isFor,
  weighRoutes,
  type Away,
  type RouteChoice,
  type Step,
  type Wish,
} from './choose-route.ts'

export interface RouteRules {
  readonly prefixes: readonly string[]
  readonly groups: readonly string[]
  readonly senders: readonly string[]
  /** The lower comes first. */
  readonly priority: number
  readonly weight: number
  /** Messages a second, 0 for no bound. */
  readonly rate: number
  readonly failoverAfter: number
  readonly schedule: Schedule
  /** Of one part, by prefix, in millionths. */
  readonly prices: ReadonlyMap<string, number>
  readonly currency: string
}

export interface RouteEntry {
  readonly route: Route
  readonly rules: RouteRules
  /** Numbers of ours that live on it. */
  readonly numbers: readonly string[]
  /** What its section says of the route itself: while that is the same, the route stays open. */
  readonly source: string
}

export interface RouteTableReading {
  readonly ok: boolean
  /** What is wrong, sentence by sentence; nothing when it is ok. */
  readonly problems: readonly string[]
  /** The routes whose sections can be read. */
  readonly table: RouteTable
  /** All that have a section, in order. */
  readonly names: readonly string[]
}

/** Reads the text of sms.routes.ini: one section a route. Never throws. */
export function readRoutes(
  source: string,
  world: RouteWorld,
  file = 'sms.routes.ini',
): RouteTableReading {
  const { ini, problems, repeated } = readIni(source, file)
  problems.push(...repeated.map(({ problem }) => problem))
  const sections = [...ini].filter(([name, section]) => name !== 'main' || section.size > 0)
  const holders = new Map<string, string>()
  const entries = sections.flatMap(([name, section], place) => {
    const complain = (key: string, problem: string): void => {
      problems.push(`${file} [${name}] ${key}: ${problem}`)
    }
    const entry = readEntry(name, section, world, place, complain)
    const ports = entry?.route.ports ?? []
    const shared = ports.find((port) => holders.has(port))
    if (shared !== undefined) {
      complain(
        'port',
        `${shared} is that of [${holders.get(shared) ?? ''}], and one route alone can hold it`,
      )
      return []
    }
    for (const port of ports) holders.set(port, name)
    return entry ?? []
  })
  const names = sections.map(([name]) => name)
  return { ok: problems.length === 0, problems, table: new RouteTable(entries), names }
}

function readEntry(
  name: string,
  section: ReadonlyMap<string, string>,
  world: RouteWorld,
  place: number,
  complain: (key: string, problem: string) => void,
): RouteEntry | undefined {
  const type = routeTypes.find((one) => one.name === section.get('type'))
  if (type === undefined) {
    const known = routeTypes.map((one) => one.name).join(' | ')
    complain('type', `"${section.get('type') ?? ''}" is none of ${known}`)
    return undefined
  }
  const isCommon = ([key]: [string, string]): boolean => Object.hasOwn(commonSettings, key)
  const isOwn = (pair: [string, string]): boolean => pair[0] !== 'type' && !isCommon(pair)
  const common = readTable(commonSettings, new Map([...section].filter(isCommon)), complain)
  const own = [...section].filter(isOwn)
  const strange = own.filter(([key]) => !Object.hasOwn(type.settings, key))
  const known = ['type', ...Object.keys(type.settings), ...Object.keys(commonSettings)].join(', ')
  for (const [key] of strange) complain(key, `no such setting; there are ${known}`)
  const right = new Map(own.filter((pair) => !strange.includes(pair)))
  const route = type.read(name, right, complain, world)
  if (common === undefined || route === undefined || strange.length > 0) return undefined
  return {
    route,
    rules: rulesOf(common, place),
    numbers: [...common.numbers, ...(route.numbers ?? [])],
    source: JSON.stringify([type.name, own.sort()]),
  }
}

function rulesOf(values: Values<typeof commonSettings>, place: number): RouteRules {
  const { prefixes, groups, senders, weight, rate, priority, price, currency } = values
  return {
    prefixes,
    groups,
    senders,
    priority: priority === '' ? place + 1 : Number(priority),
    weight,
    rate: Number(rate),
    failoverAfter: values.failover_after,
    schedule: {
      hours: values.hours,
      from: values.valid_from,
      until: values.valid_until,
      timeZone: values.time_zone,
    },
    prices: price,
    currency,
  }
}

/** A route that stands for itself, as in a section that says no more of it. */
export function plainEntry(route: Route, place = 0): RouteEntry {
  const common = readTable(commonSettings, undefined, () => undefined)
  if (common === undefined) throw new Error('the defaults of routes are wrong')
  return { route, rules: rulesOf(common, place), numbers: route.numbers ?? [], source: route.name }
}

/** The routes of this process. Everybody sees a change at once. */
export class RouteTable {
  #entries: readonly RouteEntry[]
  readonly #listeners = new Set<() => void>()
  #away: Away = () => undefined
  #found: (entry: RouteEntry) => readonly string[] = () => []

  constructor(entries: readonly RouteEntry[]) {
    this.#entries = entries
  }

  get entries(): readonly RouteEntry[] {
    return this.#entries
  }

  get routes(): readonly Route[] {
    return this.#entries.map(({ route }) => route)
  }

  entry(name: string): RouteEntry | undefined {
    return this.#entries.find(({ route }) => route.name === name)
  }

  /** By which route a message goes; undefined when none takes it. */
  choose(wish: Wish, tried: readonly string[] = []): Route | undefined {
    return chooseRoute(this.#candidates(), wish, this.#away, tried)?.entry.route
  }

  /** Whether any route is for a phone, whoever sends and as whom. */
  reaches(phone: string): boolean {
    return this.#entries.some(({ rules }) => isFor(rules, phone))
  }

  /** What choose() knows at this moment, as data. */
  choice(): RouteChoice {
    const candidates = this.#candidates().map(
      ({ route: { name, capabilities }, rules, numbers }) => ({
        ...{ route: { name, capabilities }, rules, numbers },
      }),
    )
    const reasons = this.#entries.map((entry) => [entry.route.name, this.#away(entry)] as const)
    const away = reasons.filter((one): one is [string, string] => one[1] !== undefined)
    return { candidates, away: new Map(away) }
  }

  /** Every route with what is to be said of it, the best in front. */
  weigh(wish: Wish): Step[] {
    return weighRoutes(this.#candidates(), wish, this.#away)
  }

  /** Why a route does not work now. */
  away(entry: RouteEntry): string | undefined {
    return this.#away(entry)
  }

  /**
   * From here on routes that do not work stand behind those that do, and numbers that a route found, such
   * as that of a SIM, live on it as those of its settings do.
   */
  watch(away: Away, found: (entry: RouteEntry) => readonly string[]): void {
    this.#away = away
    this.#found = found
  }

  #candidates(): readonly RouteEntry[] {
    return this.#entries.map((entry) => {
      const found = this.#found(entry)
      return found.length === 0 ? entry : { ...entry, numbers: [...entry.numbers, ...found] }
    })
  }

  /** A route whose own settings are the same goes on as it is. */
  replace(entries: readonly RouteEntry[]): void {
    this.#entries = entries.map((entry) => {
      const old = this.entry(entry.route.name)
      return old?.source === entry.source ? { ...entry, route: old.route } : entry
    })
    for (const listener of this.#listeners) listener()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
