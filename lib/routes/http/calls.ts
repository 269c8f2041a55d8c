// Parts of the calls that we make.
import type { HttpCall } from './http.ts'

/** `Basic` of RFC 7617. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** `Bearer` of RFC 6750 where there is a token, otherwise `Basic`. */
export function bearerOrBasic(given: {
  readonly token: string
  readonly user: string
  readonly password: string
}): string {
  return given.token === '' ? basic(given.user, given.password) : `Bearer ${given.token}`
}

type Fields = Readonly<Record<string, string | undefined>>

/** A form as its body, without the fields that are undefined. */
export function form(fields: Fields): string {
  const given = Object.entries(fields).filter((pair): pair is [string, string] => {
    return pair[1] !== undefined
  })
  return new URLSearchParams(given).toString()
}

/** The URL of our webhook with fields that the other side gives back. */
export function withQuery(callback: string | undefined, fields: Fields): string | undefined {
  return callback === undefined ? undefined : `${callback}?${form(fields)}`
}

export function getCall(path: string, authorization: string): HttpCall {
  return { method: 'GET', path, headers: { authorization } }
}

export function postForm(path: string, fields: Fields, authorization?: string): HttpCall {
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    'content-type': 'application/x-www-form-urlencoded',
  }
  return { method: 'POST', path, headers, body: form(fields) }
}

/** Members that are undefined are left out. */
export function postJson(path: string, body: object, authorization: string): HttpCall {
  const headers = { authorization, 'content-type': 'application/json' }
  return { method: 'POST', path, headers, body: JSON.stringify(body) }
}

/** `milliseconds` in units of so many, within what the provider takes; undefined stays. */
export function within(
  milliseconds: number | undefined,
  { unit, least, most = Infinity }: { unit: number; least: number; most?: number },
): number | undefined {
  if (milliseconds === undefined) return undefined
  return Math.min(Math.max(Math.round(milliseconds / unit), least), most)
}
