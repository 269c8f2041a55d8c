// Routes over web services as sms.routes.ini makes them, opened with sinks that note what comes in.
import { readIni } from '../../lib/config/ini.ts'
import { routeTypes } from '../../lib/routes/registry.ts'
import { realWorld } from '../../lib/routes/real-world.ts'
import type { Outcome, Outgoing, Route, Sinks } from '../../lib/routes/route.ts'
import type { WebhookReading, WebhookRequest } from '../../lib/routes/webhook.ts'

export const publicUrl = 'https://sms.example.org'
export const secret = 'a-secret-of-the-path'

/** The route that a section of the file makes. */
export function routeOf(section: string, reachableAt: () => string = () => publicUrl): Route {
  const keys = readIni(section).ini.get('main') ?? new Map<string, string>()
  const type = routeTypes.find(({ name }) => name === keys.get('type'))
  const own = new Map([...keys].filter(([key]) => key !== 'type'))
  const problems: string[] = []
  const world = realWorld(reachableAt)
  const route = type?.read('way', own, (...problem) => problems.push(problem.join(': ')), world)
  if (route === undefined) throw new Error(problems.join('\n') || 'no such type')
  return route
}

/** For a route that tells nothing by itself: it is called. */
export const deafSinks: Sinks = {
  report: () => Promise.resolve(),
  incoming: () => Promise.resolve(),
  down: () => undefined,
  status: () => undefined,
  recall: () => Promise.resolve(undefined),
  remember: () => Promise.resolve(),
  log: () => undefined,
}

export function outgoing(more: Partial<Outgoing> = {}): Outgoing {
  return {
    id: 7,
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

/** Sends one message over a route of its own. */
export async function sendBy(section: string, more: Partial<Outgoing> = {}): Promise<Outcome> {
  const route = routeOf(section)
  await route.open(deafSinks)
  try {
    const [outcome] = await Promise.all(route.submit([outgoing(more)]))
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  } finally {
    await route.close(false)
  }
}

export interface Call {
  readonly method?: string
  /** Behind the URL of the hook. */
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly ip?: string
  readonly secret?: string
  readonly now?: number
  readonly url?: string
}

/** What a route makes of a call, as the gateway asks it; undefined where it has no webhook. */
export function heard({ webhook }: Route, call: Call): WebhookReading | undefined {
  const request = callOf(call)
  return webhook?.refusal(request) ?? webhook?.read(request)
}

export function callOf({ query = '', body = '', ...call }: Call): WebhookRequest {
  return {
    method: call.method ?? 'POST',
    url: call.url ?? `${publicUrl}/sms/hook/way/${secret}${query === '' ? '' : `?${query}`}`,
    secret: call.secret ?? secret,
    query: new URLSearchParams(query),
    headers: call.headers ?? {},
    body: Buffer.from(body),
    ip: call.ip ?? '192.0.2.1',
    now: call.now ?? Date.UTC(2026, 10, 27),
  }
}
