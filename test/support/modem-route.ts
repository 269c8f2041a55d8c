// A modem route on a simulated modem, with sinks that remember, at a pace for tests.
import type { Incoming, Outgoing, Report, Sinks } from '../../lib/routes/route.ts'
import { ModemRoute } from '../../lib/routes/modem/modem-route.ts'
import type { ModemSettings, Pace } from '../../lib/routes/modem/settings.ts'
import { realWorld } from '../../lib/routes/real-world.ts'

export const quickPace: Pace = {
  reopen: 20,
  restart: 20,
  most: 100,
  reset: 20,
  power: 0,
  watch: 40,
  search: 20,
  refused: 20,
  longestRefused: 100,
  attention: 150,
  quiet: 5,
  patience: 300,
}

export const usualSettings: Omit<ModemSettings, 'key'> = {
  number: '+4520000001',
  pin: undefined,
  serviceCentre: undefined,
  storage: 'auto',
  reports: true,
  languages: [],
  partsAMinute: 0,
  sendTimeout: 1_000,
  stuckAfter: 60_000,
  trace: true,
}

export interface RememberingSinks extends Sinks {
  readonly reports: Report[]
  readonly messages: Incoming[]
  readonly lines: string[]
  readonly downs: { down: boolean; reason: string; fault: string | undefined; unit?: string }[]
  readonly statuses: Readonly<Record<string, string>>[]
  readonly memory: Map<string, string>
  /** While set, nothing can be stored. */
  away: boolean
}

export function rememberingSinks(): RememberingSinks {
  const sinks: RememberingSinks = {
    reports: [],
    messages: [],
    lines: [],
    downs: [],
    statuses: [],
    memory: new Map(),
    away: false,
    report(report) {
      if (sinks.away) return Promise.reject(new Error('the database is away'))
      sinks.reports.push(report)
      return Promise.resolve()
    },
    incoming(message) {
      if (sinks.away) return Promise.reject(new Error('the database is away'))
      sinks.messages.push(message)
      return Promise.resolve()
    },
    down: (down, reason, fault, unit) =>
      void sinks.downs.push({ down, reason, fault, ...(unit !== undefined && { unit }) }),
    status: (status) => void sinks.statuses.push(status),
    recall: (key) => Promise.resolve(sinks.memory.get(key)),
    remember(key, value) {
      if (value === undefined) sinks.memory.delete(key)
      else sinks.memory.set(key, value)
      return Promise.resolve()
    },
    log: (_level, line) => void sinks.lines.push(line),
  }
  return sinks
}

export interface RouteOptions {
  readonly settings?: Partial<ModemSettings>
  readonly pace?: Partial<Pace>
  readonly switchPower?: () => Promise<void>
}

export function routeOver(
  ports: readonly { port: string; settings?: Partial<ModemSettings> }[],
  { settings, pace, switchPower }: RouteOptions = {},
): ModemRoute {
  const world = realWorld()
  return new ModemRoute({
    name: 'modem',
    pace: { ...quickPace, ...pace },
    modems: ports.map(({ port, settings: own }) => ({
      ...usualSettings,
      key: port,
      ...settings,
      ...own,
      world: {
        clock: Date.now,
        openStream: () => world.openStream(port, { speed: 115_200, flow: 'none' }),
        switchPower,
      },
    })),
  })
}

let serial = 0

export function outgoing(more: Partial<Outgoing> = {}): Outgoing {
  return {
    id: ++serial,
    createdAt: 0,
    phone: '+4520643064',
    sender: undefined,
    text: 'Hello',
    encoding: 'gsm7',
    flash: false,
    validity: undefined,
    attempt: 1,
    done: [],
    ...more,
  }
}
