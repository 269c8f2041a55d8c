// Keeps other sites from posting in a person's name. Nothing is remembered on the server, so any
// worker can judge any request.
//
// A form carries the token that the same browser holds in a SameSite=Lax cookie, which no form of another
// site brings along; a link there does, so that the forms that are open keep their token. JSON needs no
// token: other sites cannot send it without asking first, and that is never allowed. Both are
// refused when the browser itself says that they come from elsewhere.
import type { Request, RequestHandler, Response } from 'express'
import { arrivalOf } from './arrival.ts'
import { Bodies, bodyReader, formBounds } from './bodies.ts'
import { readCookie, setCookie } from './cookies.ts'
import { HttpRefusal } from './http-refusal.ts'

const cookieName = 'sms_csrf'
const tokenShape = /^[\w-]{32,128}$/

/** The token for the forms of a page: the browser's own, or a new one that it is given. */
export function formToken(request: Request, response: Response, newToken: () => string): string {
  const held = heldToken(request)
  if (held !== undefined) return held
  const token = newToken()
  setCookie(response, cookieName, token)
  return token
}

/** What stands in front of a handler of a form or JSON: judges where it comes from, reads its fields. */
export function readPost(): RequestHandler[] {
  return [refuseForeign, bodyReader(new Bodies(formBounds(65_536))), readFields, refuseWithoutToken]
}

const readFields: RequestHandler = (request, _response, next) => {
  const text = String(request.body)
  request.body = isJson(request) ? parseJson(text) : Object.fromEntries(new URLSearchParams(text))
  next()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpRefusal(400, 'unreadable')
  }
}

export const refuseForeign: RequestHandler = (request, response, next) => {
  if (isForeign(request, arrivalOf(response).host)) next(new HttpRefusal(403, 'foreign'))
  else if (isJson(request) || isForm(request)) next()
  else next(new HttpRefusal(415, 'not_form'))
}

const refuseWithoutToken: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body
  const sent = isRecord(body) ? body['csrf'] : undefined
  if (isJson(request) || isHeldToken(request, sent)) next()
  else next(new HttpRefusal(403, 'token'))
}

/** Whether what a form sent is the token that the browser holds. */
export function isHeldToken(request: Request, sent: unknown): boolean {
  return sent !== undefined && sent === heldToken(request)
}

/** Whether the body is JSON, so that the answer is, too. */
export function isJson(request: Request): boolean {
  return request.is('application/json') === 'application/json'
}

function isForm(request: Request): boolean {
  return request.is(['urlencoded', 'multipart/form-data']) !== false
}

function isForeign(request: Request, host: string | undefined): boolean {
  const { origin } = request.headers
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()
}

function heldToken(request: Request): string | undefined {
  const token = readCookie(request, cookieName)
  return token !== undefined && tokenShape.test(token) ? token : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
