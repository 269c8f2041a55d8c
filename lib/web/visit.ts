// One request to a page: who asks, in which language, and where the page is for their browser.
import type { Request, Response } from 'express'
import type { Gateway, PageServices } from '../gateway/gateway.ts'
import type { Person, Visitor } from '../gateway/people/person.ts'
import { isOperator, reach, type Right } from '../gateway/people/rights.ts'
import type { Language } from '../mail/language/phrases.ts'
import { arrivalOf } from './arrival.ts'
import type { Assets } from './assets.ts'
import type { ChangeFeed } from './change-feed.ts'
import { readCookie } from './cookies.ts'
import { formToken } from './csrf.ts'
import { withoutNul } from './form.ts'
import { languageAsked } from './language.ts'
import { inZone } from './time-zone.ts'
import type { Site } from './document.tsx'

export type PageGateway = Gateway & PageServices

export interface Visit {
  readonly request: Request
  readonly response: Response
  readonly gateway: PageGateway
  readonly feed: ChangeFeed
  readonly site: Site
  readonly visitor: Visitor
  readonly language: Language
  readonly query: URLSearchParams
  /** For the hidden field `csrf` of each form. */
  readonly csrf: string
  readonly person: Person | undefined
  /** Something that nobody can guess. */
  readonly newToken: () => string
  /** The token of the session, also of one that waits for its second step. */
  readonly token: string | undefined
}

export type PersonVisit = Visit & { readonly person: Person }

export interface VisitParts {
  readonly gateway: PageGateway
  readonly assets: Assets
  readonly feed: ChangeFeed
  readonly newToken: () => string
}

export const sessionCookie = 'sms_session'

export async function visitOf(
  { gateway, assets, feed, newToken }: VisitParts,
  request: Request,
  response: Response,
): Promise<Visit> {
  const { base, ip } = arrivalOf(response)
  const token = readCookie(request, sessionCookie)
  const session = await gateway.people.session(token)
  const person = session.kind === 'person' ? inZone(request, session.person) : undefined
  return {
    request,
    response,
    gateway,
    feed,
    site: { base, assets },
    visitor: { ip, agent: request.get('user-agent') ?? '' },
    language: person?.language ?? languageAsked(request),
    query: queryOf(request),
    csrf: formToken(request, response, newToken),
    newToken,
    person,
    token,
  }
}

function queryOf(request: Request): URLSearchParams {
  const at = request.url.indexOf('?')
  return withoutNul(new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1)))
}

/** Whether the person may see pages that need a right, in whatever group. */
export function may(person: Person, right: Right | 'operator'): boolean {
  return right === 'operator' ? isOperator(person.rights) : reach(person.rights, right).length > 0
}

/** A part of the path, such as `:token`. */
export function pathPart({ request }: Visit, name: string): string {
  const value = request.params[name]
  return typeof value === 'string' ? value.replaceAll('\u0000', '') : ''
}

/** To another page of ours; `path` begins with a slash. */
export function goTo({ response, site }: Visit, path: string): void {
  response.redirect(303, site.base + path)
}
