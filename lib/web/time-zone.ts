// The time zone of a person on their pages: their own, or, as long as nobody has said one, that of the
// browser, which a script of the pages (assets/times.js) tells in a cookie.
import type { Request } from 'express'
import type { Person } from '../gateway/people/person.ts'
import { readCookie } from './cookies.ts'

const cookieName = 'sms_zone'

export function inZone(request: Request, person: Person): Person {
  const told = readCookie(request, cookieName)
  const zone = person.hasTimeZone || told === undefined ? undefined : zoneNamed(told)
  return zone === undefined ? person : { ...person, timeZone: zone }
}

/**
 * A name such as Europe/Copenhagen, in the one spelling by which formatters are kept. What else a cookie holds is
 * nobody's zone.
 */
export function zoneNamed(name: string): string | undefined {
  if (name.length > 50) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
