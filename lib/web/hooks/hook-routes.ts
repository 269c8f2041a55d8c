// Where web providers call us: /sms/hook/ROUTE and /sms/hook/ROUTE/SECRET.
//
// Any worker takes any call. The body is not read before the gateway asks for it, which it does of callers
// that know the secret; and the path never stands in a log, for a secret may be in it.
import { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import type { Gateway, Log, ProviderCallAnswer } from '../../gateway/gateway.ts'
import { callerOf } from '../caller.ts'
import { Bodies, type BodyBounds } from '../bodies.ts'

export interface HookOptions {
  readonly proxies: () => readonly string[]
  readonly log: Log
}

const bounds: BodyBounds = { bytes: 1_048_576, patience: 10_000, atOnce: 100 }

export function hookRoutes(gateway: Gateway, { proxies, log }: HookOptions): Router {
  const router = Router()
  const bodies = new Bodies(bounds)
  const take = async (request: Request, response: Response): Promise<void> => {
    const { route, secret } = request.params
    // As callers know it, whatever a proxy takes away or a site has in front.
    const target = request.url.replace(/^\/hook\//, '/sms/hook/')
    const question = target.indexOf('?')
    const given = await gateway.takeProviderCall({
      route: String(route),
      secret: typeof secret === 'string' ? secret : '',
      method: request.method,
      target,
      query: new URLSearchParams(question < 0 ? '' : target.slice(question + 1)),
      headers: singleHeaders(request),
      body: () => bodies.read(request),
      ip: callerOf(request, proxies()),
    })
    answer(request, response, given)
  }
  // A proxy that takes the path /sms away leaves the second.
  const path = ['/sms/hook/:route{/:secret}', '/hook/:route{/:secret}']
  router
    .route(path)
    .get(take)
    .post(take)
    .all((request, response) => {
      response.set('Allow', 'GET, POST')
      answer(request, response, { status: 405, type: 'text/plain', body: 'Not this verb.' })
    })
  const refuse: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
    if (status >= 500) log.error(`a call of a provider failed: ${String(error)}`)
    answer(request, response, { status, type: 'text/plain', body: 'It could not be read.' })
  }
  router.use(['/sms/hook', '/hook'], refuse)
  return router
}

/** What is left of a body that nobody reads ends with the connection. */
function answer(request: Request, response: Response, given: ProviderCallAnswer): void {
  if (!request.complete) response.set('Connection', 'close')
  response.status(given.status).type(given.type).send(given.body)
}

function singleHeaders({ headers }: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  )
}
