// Everything that is served over HTTP, as one Express router: mount it before anything is awaited.
//
// It answers on its own paths only and leaves all others to the server it is mounted in. Nothing is
// remembered between requests, so successive requests may reach different workers.
import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import type { Gateway, Log } from '../gateway/gateway.ts'
import { readAssets } from './assets.ts'
import { openChangeFeed } from './change-feed.ts'
import { hostCheck } from './host-check.ts'
import { hookRoutes } from './hooks/hook-routes.ts'
import { phoneRoutes, type HandInMail } from './phone/phone-routes.ts'
import { answerRefusals } from './refusals.tsx'
import { securityHeaders } from './security-headers.ts'
import { stopRoutes } from './stop/stop-routes.tsx'

export interface WebOptions {
  readonly log: Log
  /** Names that we answer to, besides localhost, 127.0.0.1 and [::1]. */
  readonly hosts: readonly string[]
  /** The SMS domain that the pages propose to write to. */
  readonly smsDomain: string
  /** Web proxies in front of this server: who calls is whom they say. */
  readonly proxies: () => readonly string[]
  /** Hands a mail in over SMTP; rejects with what the server said. */
  readonly sendMail: HandInMail
}

export type WebRouter = Router & { close(): void }

export function createRouter(gateway: Gateway, options: WebOptions): WebRouter {
  const assets = readAssets()
  const feed = openChangeFeed((listener) => gateway.onChange(listener))
  const router = Router()
  router.use(hookRoutes(gateway, options))
  router.use(
    ['/phone', '/phone.json', '/sms/assets', '/sms/stop'],
    securityHeaders,
    hostCheck(options.hosts),
  )
  router.get('/sms/assets/:version/:name', assets.handler)
  router.use(
    phoneRoutes({
      gateway,
      assets,
      feed,
      smsDomain: options.smsDomain,
      sendMail: options.sendMail,
      newToken: () => randomBytes(24).toString('base64url'),
    }),
  )
  router.use(
    stopRoutes({
      links: gateway.optOutLinks,
      assets,
      newToken: () => randomBytes(24).toString('base64url'),
    }),
  )
  router.use(answerRefusals(assets, options.log))
  return Object.assign(router, { close: () => feed.close() })
}
