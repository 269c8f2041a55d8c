// Cookies of ours: never for scripts, only over TLS where the page came over it, only on our paths, and
// with a link on another site, but with no form there.
import type { CookieOptions, Request, Response } from 'express'
import { arrivalOf } from './arrival.ts'

/** The first one of that name. */
export function readCookie(request: Request, wanted: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === wanted) return value
  }
  return undefined
}

export function setCookie(response: Response, name: string, value: string, maxAge?: number): void {
  response.cookie(name, value, {
    ...place(response),
    sameSite: 'lax',
    ...(maxAge !== undefined && { maxAge }),
  })
}

export function dropCookie(response: Response, name: string): void {
  response.clearCookie(name, place(response))
}

function place(response: Response): CookieOptions {
  const { base, isSecure } = arrivalOf(response)
  return { httpOnly: true, secure: isSecure, path: base === '' ? '/' : base }
}
