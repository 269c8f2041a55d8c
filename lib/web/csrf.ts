// Keeps other sites from posting in a person's name. Nothing is remembered on the server, so any
// worker can judge any request.
//
// A form carries the token that the same browser holds in a SameSite=Strict cookie. JSON needs no
// token: other sites cannot send it without asking first, and that is never allowed. Both are
// refused when the browser itself says that they come from elsewhere.
import { json, urlencoded, type Request, type RequestHandler, type Response } from 'express'
import { HttpRefusal } from './http-refusal.ts'

const cookieName = 'sms_csrf'
const tokenShape = /^[\w-]{32,128}$/

/** The token for the forms of a page: the browser's own, or a new one that it is given. */
export function formToken(request: Request, response: Response, newToken: () => string): string {
  const held = heldToken(request)
  if (held !== undefined) return held
  const token = newToken()
  response.cookie(cookieName, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    path: request.baseUrl === '' ? '/' : request.baseUrl,
  })
  return token
}

/** What stands in front of every handler of a POST: judges where it comes from, reads its body. */
export function readPost(): RequestHandler[] {
  const limit = '64kb'
  return [
    refuseForeign,
    json({ limit }),
    urlencoded({ extended: false, limit }),
    refuseWithoutToken,
  ]
}

const refuseForeign: RequestHandler = (request, _response, next) => {
  if (isForeign(request))
    next(new HttpRefusal(403, 'This came from another site. Open the page here and try again.'))
  else if (isJson(request) || request.is('urlencoded') === 'urlencoded') next()
  else next(new HttpRefusal(415, 'Send a form (application/x-www-form-urlencoded) or JSON.'))
}

const refuseWithoutToken: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body
  const sent = isRecord(body) ? body['csrf'] : undefined
  if (isJson(request) || (sent !== undefined && sent === heldToken(request))) next()
  else next(new HttpRefusal(403, 'This form has no valid token. Reload the page and try again.'))
}

/** Whether the body is JSON, so that the answer is, too. */
export function isJson(request: Request): boolean {
  return request.is('application/json') === 'application/json'
}

function isForeign(request: Request): boolean {
  const { origin, host } = request.headers
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()
}

function heldToken(request: Request): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === cookieName && value !== undefined && tokenShape.test(value)) return value
  }
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
