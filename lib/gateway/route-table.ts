// The ways that are configured in sms.routes.ini, and which message takes which.
import { readIni } from '../config/ini.ts'
import { list, oneOf, whole } from '../config/types.ts'
import { PhoneRoute } from '../routes/phone/phone-route.ts'
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

const routeSettings = {
  type: oneOf('phone'),
  prefixes: list('prefixes of digits such as 45 or 4670', /^\d{1,15}$/),
  window: whole(1, 1_000),
}

const defaults: Record<string, string> = { prefixes: '', window: '16' }

/** Reads the text of sms.routes.ini: one section a route. Never throws. */
export function readRoutes(
  source: string,
  clock: () => number,
  file = 'sms.routes.ini',
): RouteTableReading {
  const { ini, problems: lines } = readIni(source)
  const problems = lines.map(
    ({ line, text }) => `${file} line ${line}: "${text}" is not key = value`,
  )
  const entries: Entry[] = []
  for (const [name, keys] of ini) {
    if (name === 'main' && keys.size === 0) continue
    for (const key of keys.keys()) {
      if (!Object.hasOwn(routeSettings, key))
        problems.push(`${file} [${name}] ${key}: no such setting`)
    }
    const entry = readRoute(name, keys, clock, (key, problem) =>
      problems.push(`${file} [${name}] ${key}: ${problem}`),
    )
    if (entry !== undefined) entries.push(entry)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, table: tableOf(entries) }
}

function readRoute(
  name: string,
  keys: ReadonlyMap<string, string>,
  clock: () => number,
  complain: (key: string, problem: string) => void,
): Entry | undefined {
  const value = (key: keyof typeof routeSettings): string => keys.get(key) ?? defaults[key] ?? ''
  const type = routeSettings.type.read(value('type'))
  const prefixes = routeSettings.prefixes.read(value('prefixes'))
  const window = routeSettings.window.read(value('window'))
  if (!type.ok) complain('type', type.problem)
  if (!prefixes.ok) complain('prefixes', prefixes.problem)
  if (!window.ok) complain('window', window.problem)
  if (!type.ok || !prefixes.ok || !window.ok) return undefined
  return {
    route: new PhoneRoute({ name, window: window.value, clock }),
    prefixes: prefixes.value,
  }
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
