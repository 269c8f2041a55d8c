// What web providers call us with, in whatever process the call arrives: read by the settings of the
// route it names, stored, and only then acknowledged. The holder of the route's lease is not asked.
//
// A call that was stored in part and failed is answered 503 and comes again: what is there already is
// known as a repeat.
import type { Route, Sinks } from '../routes/route.ts'
import type { WebhookNews } from '../routes/webhook.ts'
import { describe } from './dispatcher.ts'
import type { Log, ProviderCall, ProviderCallAnswer } from './gateway.ts'

export interface ProviderCallsOptions {
  readonly routeNamed: (name: string) => Route | undefined
  readonly sinks: (route: Route) => Sinks
  readonly publicUrl: () => string
  readonly isReady: () => boolean
  readonly clock: () => number
  readonly log: Log
}

export function createProviderCalls(options: ProviderCallsOptions) {
  const { routeNamed, sinks, publicUrl, isReady, clock, log } = options
  return async ({ route: name, target, ...call }: ProviderCall): Promise<ProviderCallAnswer> => {
    const route = routeNamed(name)
    if (route?.webhook === undefined) return plain(404, 'There is nothing here.')
    if (!isReady()) return plain(503, 'Come again.')
    const reading = route.webhook({ ...call, url: publicUrl() + target, now: clock() })
    if (reading.kind === 'refused') {
      log.warn(`route ${name}: a call from ${call.ip} was refused: ${reading.reason}`)
      return plain(reading.status, 'Refused.')
    }
    try {
      await takeNews(sinks(route), reading.news)
    } catch (error) {
      log.error(`route ${name}: a call could not be stored: ${describe(error)}`)
      return plain(503, 'Come again.')
    }
    return { status: 200, ...(reading.news.answer ?? { type: 'text/plain', body: '' }) }
  }
}

async function takeNews(sinks: Sinks, { reports = [], incoming = [] }: WebhookNews): Promise<void> {
  await Promise.all([
    ...incoming.map((message) => sinks.incoming(message)),
    ...reports.map((report) => sinks.report(report)),
  ])
}

function plain(status: number, body: string): ProviderCallAnswer {
  return { status, type: 'text/plain', body }
}
