// The last handlers of the router: a wrong verb, and everything that went wrong, as a page or as
// JSON. A person sees the sentence of a refusal; of a fault only that there was one, and the log has
// the rest.
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import type { Log } from '../gateway/gateway.ts'
import type { Assets } from './assets.ts'
import { isJson } from './csrf.ts'
import { renderDocument, type Site } from './document.tsx'
import { HttpRefusal } from './http-refusal.ts'

/** For `.all()` behind the verbs that a path has. */
export function onlyFor(...verbs: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    response.set('Allow', verbs.join(', '))
    next(new HttpRefusal(405, `Only ${verbs.join(' and ')} is possible here.`))
  }
}

export function answerRefusals(assets: Assets, log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const { status, sentence } = explain(error)
    if (status === 500) log.error(`${request.method} ${request.path}: ${described(error)}`)
    response.status(status)
    // Such a page comes back by itself.
    if (status === 503) response.set({ 'Retry-After': '2', Refresh: '2' })
    if (wantsJson(request)) response.json({ error: sentence })
    else response.send(refusalPage({ base: request.baseUrl, assets }, sentence))
  }
}

function explain(error: unknown): { status: number; sentence: string } {
  if (error instanceof HttpRefusal) return { status: error.status, sentence: error.message }
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  // What the body readers of Express throw.
  if (status === 413) return { status, sentence: 'That is too long.' }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { status, sentence: 'This request could not be read.' }
  return { status: 500, sentence: 'Something went wrong here. The log of the server says more.' }
}

function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function wantsJson(request: Request): boolean {
  return isJson(request) || request.path.endsWith('.json')
}

function refusalPage(site: Site, sentence: string): string {
  return renderDocument(
    site,
    { title: 'Not possible', styles: ['pages.css'], scripts: [] },
    <main id="main" class="notice-page">
      <h1>{sentence}</h1>
      <p>
        <a class="button" href={`${site.base}/phone`}>
          Back to the phones
        </a>
      </p>
    </main>,
  )
}
