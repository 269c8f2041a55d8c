// The time zone of a person on their pages: their own, or, as long as nobody has said one, that of the
// browser, which a script of the pages (assets/times.js) tells in a cookie.
import type { Request } from 'express'
import type { Person } from '../gateway/people/person.ts'
import { readCookie } from './cookies.ts'

const cookieName = 'sms_zone'

export function inZone(request: Request, person: Person): Person {
  const zone = readCookie(request, cookieName)
  return person.hasTimeZone || zone === undefined || !isZone(zone)
    ? person
    : { ...person, timeZone: zone }
}

/** A name such as Europe/Copenhagen. What else a cookie holds is nobody's zone. */
function isZone(name: string): boolean {
  if (name.length > 50) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
