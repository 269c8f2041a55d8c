// The last handlers of the router: a wrong verb, and everything that went wrong, as a page or as
// JSON. A person sees the sentence of a refusal; of a fault only that there was one, and the log has
// the rest.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { describeFully } from '../gateway/describe-error.ts'
import type { Log } from '../gateway/gateway.ts'
import type { Language } from '../mail/language/phrases.ts'
import { arrivalOf } from './arrival.ts'
import type { Assets } from './assets.ts'
import { isJson } from './csrf.ts'
import { renderDocument, type Site } from './document.tsx'
import { HttpRefusal } from './http-refusal.ts'
import { languageAsked } from './language.ts'
import { refusalWords } from './refusal-words.ts'

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
    const language = languageOf(request, response)
    const { status, word, message } = explain(error)
    const sentence = word === undefined ? message : refusalWords[language][word]
    if (status === 500)
      log.error(`${request.method} ${withoutTokens(request.path)}: ${describeFully(error)}`)
    response.status(status)
    if (!request.complete) endWithin(request, response, status)
    // Such a page comes back by itself.
    if (status === 503) response.set({ 'Retry-After': '2', Refresh: '2' })
    if (wantsJson(request)) response.json({ error: sentence })
    else
      response.send(
        refusalPage({ base: arrivalOf(response).base, assets }, language, sentence, request.path),
      )
  }
}

/** A link that signs somebody in, or stops SMS, is as good as its token. */
function withoutTokens(path: string): string {
  return path.replace(/[\w-]{12,}/g, (token) => `${token.slice(0, 4)}…`)
}

/** How long the rest of a body that nobody reads may come, in milliseconds. */
const patience = 20_000

/** Whoever is cut off at once, in the middle of a file, would not see the answer. */
function endWithin(request: Request, response: Response, status: number): void {
  if (status === 408) {
    response.set('Connection', 'close')
    return
  }
  const timer = setTimeout(() => request.destroy(), patience).unref()
  request.once('close', () => clearTimeout(timer))
}

function explain(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  // What Express throws of a path that cannot be read.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new HttpRefusal(status, 'unreadable')
  return new HttpRefusal(500, 'fault')
}

function languageOf(request: Request, response: Response): Language {
  // Only page.ts writes it, once it knows who asks.
  return (response.locals['language'] as Language | undefined) ?? languageAsked(request)
}

function wantsJson(request: Request): boolean {
  return isJson(request) || request.path.endsWith('.json')
}

function refusalPage(site: Site, language: Language, sentence: string, path: string): string {
  const words = refusalWords[language]
  const start = path.startsWith('/phone') ? '/phone' : '/'
  return renderDocument(
    site,
    { title: words.title, styles: ['pages.css'], scripts: [], lang: language },
    <main id="main" class="notice-page">
      <h1>{sentence}</h1>
      <p>
        <a class="button" href={site.base + start}>
          {words.back}
        </a>
      </p>
    </main>,
  )
}
