// Everything that is served over HTTP, as one Express router: mount it before anything is awaited.
//
// It answers on its own paths only and leaves all others to the server it is mounted in, but for those
// below the path of public_url, which are all its own. Nothing is remembered between requests, so
// successive requests may reach different workers.
import { randomBytes } from 'node:crypto'
import { Router, type RequestHandler } from 'express'
import { arrivalOf, noteArrival, type ArrivalOptions } from './arrival.ts'
import { readAssets } from './assets.ts'
import { openChangeFeed } from './change-feed.ts'
import { hostCheck } from './host-check.ts'
import { hookRoutes } from './hooks/hook-routes.ts'
import { HttpRefusal } from './http-refusal.ts'
import { metricsRoutes, type MetricsOptions } from './metrics/metrics-routes.ts'
import { pageRoutes } from './page.ts'
import { pages } from './pages.ts'
import { phoneRoutes, type HandInMail } from './phone/phone-routes.ts'
import { answerRefusals } from './refusals.tsx'
import { securityHeaders } from './security-headers.ts'
import { confirmLink } from './links/confirm-link.ts'
import { oneClickRoutes } from './links/one-click.tsx'
import { stopLink } from './links/stop-link.ts'
import type { PageGateway } from './visit.ts'

export interface WebOptions extends ArrivalOptions, MetricsOptions {
  /** Names that we answer to, besides localhost, 127.0.0.1 and [::1]. */
  readonly hosts: () => readonly string[]
  /** From where the page of virtual phones may be opened. */
  readonly phoneNetworks: () => readonly string[]
  /** The SMS domain that the pages propose to write to. */
  readonly smsDomain: string
  /** Hands a mail in over SMTP; rejects with what the server said. */
  readonly sendMail: HandInMail
}

export type WebRouter = Router & { close(): void }

export function createRouter(gateway: PageGateway, options: WebOptions): WebRouter {
  const assets = readAssets()
  const feed = openChangeFeed(gateway)
  const newToken = (): string => randomBytes(24).toString('base64url')
  const router = Router()
  router.use(noteArrival(options))
  router.use(hookRoutes(gateway, options))
  router.use(metricsRoutes(gateway, options))
  router.use(onOurPaths(securityHeaders), onOurPaths(hostCheck(options.hosts)))
  router.get('/assets/:version/:name', assets.handler)
  router.use(
    phoneRoutes({
      gateway,
      assets,
      feed,
      smsDomain: options.smsDomain,
      networks: options.phoneNetworks,
      sendMail: options.sendMail,
      newToken,
    }),
  )
  router.use(oneClickRoutes(confirmLink(gateway.confirmationLinks), { assets, newToken }))
  router.use(oneClickRoutes(stopLink(gateway.optOutLinks), { assets, newToken }))
  router.use(pageRoutes(pages, { gateway, assets, feed, newToken }))
  router.use(onOurPaths((_request, _response, next) => next(new HttpRefusal(404, 'not_found'))))
  router.use(answerRefusals(assets, options.log))
  return Object.assign(router, { close: () => feed.close() })
}

const beginnings = new Set([
  'phone',
  'phone.json',
  'assets',
  'stop',
  'confirm',
  ...pages.map(({ path }) => path.split('/')[1] ?? ''),
])

/** Whether a path is ours, there or not. `/sms/` has only the personal links. */
function onOurPaths(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const [, first = ''] = request.path.split('/')
    const isOurs = beginnings.has(first) || /^\/sms\/(?:stop|confirm)\//.test(request.path)
    if (isOurs || arrivalOf(response).isPrefixed) handler(request, response, next)
    else next()
  }
}
