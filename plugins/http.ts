// The pages, on the HTTP server that http.ini switches on.
//
// Haraka puts its own 404 behind whatever was mounted before init_http first waits: so the router is
// mounted at once.
import { createRouter, type WebOptions, type WebRouter } from '../lib/web/router.ts'
import type { PageGateway } from '../lib/web/visit.ts'
import type { Server } from './haraka.ts'

export function mountPages(
  server: Server,
  gateway: PageGateway,
  options: WebOptions,
): WebRouter | undefined {
  const app = server.http?.app
  if (app === undefined) return undefined
  const router = createRouter(gateway, options)
  app.use(router)
  return router
}
