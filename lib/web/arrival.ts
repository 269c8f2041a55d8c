// How a request came in: the path that the pages have for the browser, its address, whether it used TLS.
//
// What a reverse proxy says is believed only where its own address is listed. The path prefix is that
// of public_url alone, so nobody can make links lead elsewhere; a proxy may pass it on or take it away.
import type { Request, RequestHandler, Response } from 'express'
import { isInside } from '../policy/networks.ts'
import { callerOf, isCallerKnown, peerOf } from './caller.ts'
import { HttpRefusal } from './http-refusal.ts'

export interface Arrival {
  /** The path of the pages as the browser sees it, '' for the root. */
  readonly base: string
  /** The browser's address, as far as it can be known. */
  readonly ip: string
  /** False where a proxy stands in between that is not ours: `ip` may be its own. */
  readonly isKnown: boolean
  readonly isSecure: boolean
  /** The Host that the browser asked for. */
  readonly host: string | undefined
  /** The path began with the prefix: all of it is ours. */
  readonly isPrefixed: boolean
}

export interface ArrivalOptions {
  readonly publicUrl: () => string
  readonly proxies: () => readonly string[]
}

/** Stands in front of everything; it takes the prefix off the path. */
export function noteArrival({ publicUrl, proxies }: ArrivalOptions): RequestHandler {
  return (request, response, next) => {
    const prefix = prefixOf(publicUrl())
    const isPrefixed = prefix !== '' && isBelow(request.url, prefix)
    if (isPrefixed) request.url = rest(request.url, prefix)
    response.locals['arrival'] = {
      base: request.baseUrl + prefix,
      isPrefixed,
      ...clientOf(request, proxies()),
    } satisfies Arrival
    next()
  }
}

export function arrivalOf(response: Response): Arrival {
  // Only noteArrival writes it, and it stands in front of everything.
  return response.locals['arrival'] as Arrival
}

/** Why a request may not have what is for `networks` alone. */
export function strangerTo(
  networks: readonly string[],
  { ip, isKnown }: Arrival,
): HttpRefusal | undefined {
  if (!isKnown) return new HttpRefusal(403, 'proxy')
  return isInside(ip, networks) ? undefined : new HttpRefusal(403, 'network')
}

function prefixOf(publicUrl: string): string {
  return publicUrl === '' ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '')
}

function isBelow(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && /^(?:[/?]|$)/.test(url.slice(prefix.length))
}

function rest(url: string, prefix: string): string {
  const path = url.slice(prefix.length)
  return path.startsWith('/') ? path : `/${path}`
}

function clientOf(
  request: Request,
  proxies: readonly string[],
): Pick<Arrival, 'ip' | 'isKnown' | 'isSecure' | 'host'> {
  const ip = callerOf(request, proxies)
  const isTls = 'encrypted' in request.socket
  const { host } = request.headers
  const isKnown = isCallerKnown(request, proxies)
  if (!isInside(peerOf(request), proxies)) return { ip, isKnown, isSecure: isTls, host }
  const proto = last(request.get('x-forwarded-proto'))
  return {
    ip,
    isKnown,
    isSecure: proto === undefined ? isTls : proto === 'https',
    host: last(request.get('x-forwarded-host')) ?? host,
  }
}

/** What the nearest proxy said. */
function last(header: string | undefined): string | undefined {
  const value = header?.split(',').at(-1)?.trim()
  return value === '' ? undefined : value
}
