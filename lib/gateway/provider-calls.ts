// What web providers call us with, in whatever process the call arrives: read by the settings of the
// route it names, stored, and only then acknowledged. The holder of the route's lease is not asked.
//
// A call that was stored in part and failed is answered 503 and comes again: what is there already is
// known as a repeat.
import type { Route, Sinks } from '../routes/route.ts'
import type { WebhookCall, WebhookNews, WebhookRefusal } from '../routes/webhook.ts'
import { describe } from './describe-error.ts'
import type { Log } from './log.ts'

/** A call of a provider, by the name of its route; the URL is completed from the settings. */
export type ProviderCall = Omit<WebhookCall, 'url' | 'now'> & {
  readonly route: string
  /** The path from /sms/hook on, and the query, as they came. */
  readonly target: string
  /** Reads the body, once. */
  readonly body: () => Promise<BodyReading>
}

/** `refused` with a status: too long, too slow, cut off. */
export type BodyReading =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'refused'; readonly status: number }

export interface ProviderCallAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

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
  return async ({
    route: name,
    target,
    body,
    ...head
  }: ProviderCall): Promise<ProviderCallAnswer> => {
    if (!isReady()) return comeAgain
    const route = routeNamed(name)
    if (route?.webhook === undefined) return refused(404)
    const refuse = ({ status, reason }: WebhookRefusal): ProviderCallAnswer => {
      log.warn(`route ${name}: a call from ${head.ip} was refused: ${reason}`)
      return refused(status)
    }
    const call = { ...head, url: publicUrl() + target, now: clock() }
    const refusal = route.webhook.refusal(call)
    if (refusal !== undefined) return refuse(refusal)
    const sent = await body()
    if (sent.kind === 'refused') return refused(sent.status)
    const reading = route.webhook.read({ ...call, body: sent.body })
    if (reading.kind === 'refused') return refuse(reading)
    try {
      await takeNews(sinks(route), reading.news)
    } catch (error) {
      log.error(`route ${name}: a call could not be stored: ${describe(error)}`)
      return comeAgain
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

const comeAgain: ProviderCallAnswer = { status: 503, type: 'text/plain', body: 'Come again.' }

/** The same words for each reason: a stranger does not learn which routes there are. */
function refused(status: number): ProviderCallAnswer {
  return { status, type: 'text/plain', body: 'Refused.' }
}
