// The ways that are configured in sms.routes.ini, and which message takes which.
import { readIni } from '../config/ini.ts'
import { readTable } from '../config/table.ts'
import { routeTypes } from '../routes/registry.ts'
import { commonSettings, type RouteWorld } from '../routes/route-type.ts'
import type { Route } from '../routes/route.ts'

export interface RouteTable {
  readonly routes: readonly Route[]
  /** The first route, in the order of the file, that takes this phone. */
  choose(phone: string): Route | undefined
}

export type RouteTableReading =
  | { readonly ok: true; readonly table: RouteTable }
  | { readonly ok: false; readonly problems: readonly string[] }

interface Entry {
  readonly route: Route
  readonly prefixes: readonly string[]
}

/** Reads the text of sms.routes.ini: one section a route. Never throws. */
export function readRoutes(
  source: string,
  world: RouteWorld,
  file = 'sms.routes.ini',
): RouteTableReading {
  const { ini, problems: lines } = readIni(source)
  const problems = lines.map(
    ({ line, text }) => `${file} line ${line}: "${text}" is not key = value`,
  )
  const entries: Entry[] = []
  for (const [name, section] of ini) {
    if (name === 'main' && section.size === 0) continue
    const entry = readEntry(name, section, world, (key, problem) =>
      problems.push(`${file} [${name}] ${key}: ${problem}`),
    )
    if (entry !== undefined) entries.push(entry)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, table: tableOf(entries) }
}

function readEntry(
  name: string,
  section: ReadonlyMap<string, string>,
  world: RouteWorld,
  complain: (key: string, problem: string) => void,
): Entry | undefined {
  const type = routeTypes.find((one) => one.name === section.get('type'))
  if (type === undefined) {
    const known = routeTypes.map((one) => one.name).join(' | ')
    complain('type', `"${section.get('type') ?? ''}" is none of ${known}`)
    return undefined
  }
  const isCommon = ([key]: [string, string]): boolean => Object.hasOwn(commonSettings, key)
  const isOwn = (pair: [string, string]): boolean => pair[0] !== 'type' && !isCommon(pair)
  const common = readTable(commonSettings, new Map([...section].filter(isCommon)), complain)
  const route = type.read(name, new Map([...section].filter(isOwn)), complain, world)
  return common && route && { route, prefixes: common.prefixes }
}

function tableOf(entries: readonly Entry[]): RouteTable {
  return {
    routes: entries.map(({ route }) => route),
    choose: (phone) =>
      entries.find(
        ({ prefixes }) =>
          prefixes.length === 0 || prefixes.some((prefix) => phone.startsWith(`+${prefix}`)),
      )?.route,
  }
}
