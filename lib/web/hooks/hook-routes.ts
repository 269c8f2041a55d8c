// Where web providers call us: /sms/hook/ROUTE and /sms/hook/ROUTE/SECRET.
//
// Any worker takes any call. The body is handed on byte by byte as it came, for signatures are made of
// it; and the path never stands in a log, for a secret may be in it.
import { Router, raw, type ErrorRequestHandler, type Request, type Response } from 'express'
import type { Gateway, Log } from '../../gateway/gateway.ts'
import { callerOf } from '../caller.ts'

export interface HookOptions {
  readonly proxies: () => readonly string[]
  readonly log: Log
}

const longest = '1mb'

export function hookRoutes(gateway: Gateway, { proxies, log }: HookOptions): Router {
  const router = Router()
  const take = async (request: Request, response: Response): Promise<void> => {
    const { route, secret } = request.params
    const { originalUrl: target } = request
    const question = target.indexOf('?')
    const answer = await gateway.takeProviderCall({
      route: String(route),
      secret: typeof secret === 'string' ? secret : '',
      method: request.method,
      target,
      query: new URLSearchParams(question < 0 ? '' : target.slice(question + 1)),
      headers: singleHeaders(request),
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      ip: callerOf(request, proxies()),
    })
    response.status(answer.status).type(answer.type).send(answer.body)
  }
  const read = raw({ type: () => true, limit: longest, inflate: false })
  // A proxy that takes the path /sms away leaves the second.
  const path = ['/sms/hook/:route{/:secret}', '/hook/:route{/:secret}']
  router
    .route(path)
    .get(take)
    .post(read, take)
    .all((_request, response) => {
      response.set('Allow', 'GET, POST').status(405).type('text/plain').send('Not this verb.')
    })
  const refuse: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
    if (status >= 500) log.error(`a call of a provider failed: ${String(error)}`)
    response.status(status).type('text/plain').send('It could not be read.')
  }
  router.use(['/sms/hook', '/hook'], refuse)
  return router
}

function singleHeaders({ headers }: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  )
}
