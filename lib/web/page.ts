// The table of pages: each names its method, its path, and who may ask for it. The router is made from
// it alone, and a test tries each entry with every kind of person.
//
// A right says only that somebody has it somewhere: what a page shows and does must stay within
// `reach(person.rights, right)`, the groups it was given for.
import { Router, type RequestHandler } from 'express'
import type { Right } from '../gateway/people/rights.ts'
import { arrivalOf } from './arrival.ts'
import { Bodies, formBounds, noteSender } from './bodies.ts'
import { Form, formReaders, readForm } from './form.ts'
import { HttpRefusal } from './http-refusal.ts'
import { onlyFor } from './refusals.tsx'
import { may, visitOf, type PersonVisit, type Visit, type VisitParts } from './visit.ts'

/** `anyone`; `user`: who has signed in; a right, or the operator. */
export type Who = 'anyone' | 'user' | 'operator' | Right

type VisitBy<W extends Who> = W extends 'anyone' ? Visit : PersonVisit

type Handler<W extends Who> = (visit: VisitBy<W>, form: Form) => Promise<void> | void

export interface Page {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly who: Who
  /** The megabytes that a form may have. */
  readonly most: number
  readonly handle: Handler<'user'>
}

export function get<W extends Who>(who: W, path: string, handle: Handler<W>): Page {
  return { method: 'GET', path, who, most: 0, handle: handle as Handler<'user'> }
}

const megabyte = 1_048_576
const smallForm = 1 / 16

const isLarge = ({ most }: Page): boolean => most > smallForm

/** Few at once, for they are held in memory. */
const largeForms = ({ most }: Page): Bodies => new Bodies(formBounds(most * megabyte, 20))

/** `most` megabytes: more than 64 kB only for a form with a file. */
export function post<W extends Who>(
  who: W,
  path: string,
  handle: Handler<W>,
  most = smallForm,
): Page {
  return { method: 'POST', path, who, most, handle: handle as Handler<'user'> }
}

/** Answers each page of the table, and says which verbs a path has. */
export function pageRoutes(pages: readonly Page[], parts: VisitParts): Router {
  const router = Router()
  const small = new Bodies(formBounds(smallForm * megabyte))
  for (const path of new Set(pages.map((page) => page.path))) {
    const here = pages.filter((page) => page.path === path)
    const route = router.route(path)
    for (const page of here) {
      const readers =
        page.method === 'POST' ? formReaders(isLarge(page) ? largeForms(page) : small) : []
      const doors = isLarge(page) ? [onlyAllowed(page, parts)] : []
      route[page.method === 'GET' ? 'get' : 'post'](
        whenReady(parts),
        ...doors,
        ...readers,
        answer(page, parts),
      )
    }
    const verbs = here.map(({ method }) => method)
    route.all(onlyFor(...(verbs.includes('GET') ? ['HEAD', ...verbs] : verbs)))
  }
  return router
}

function whenReady({ gateway }: VisitParts): RequestHandler {
  return (_request, _response, next) =>
    next(gateway.ready ? undefined : new HttpRefusal(503, 'not_ready'))
}

/** A large form is held in memory: whoever may not send one is told so before it is read. */
function onlyAllowed(page: Page, parts: VisitParts): RequestHandler {
  return async (request, response, next) => {
    const visit = await visitOf(parts, request, response)
    response.locals['language'] = visit.language
    if (!isAllowed(page, visit)) {
      refuse(page, visit)
      return
    }
    noteSender(response, visit.person)
    next()
  }
}

const noForm = new Form(new URLSearchParams(), new Map())

function answer(page: Page, parts: VisitParts): RequestHandler {
  return async (request, response) => {
    const visit = await visitOf(parts, request, response)
    response.locals['language'] = visit.language
    if (!isAllowed(page, visit)) {
      refuse(page, visit)
      return
    }
    const form = page.method === 'POST' ? await readForm(request) : noForm
    await page.handle(visit, form)
  }
}

function isAllowed({ who }: Page, visit: Visit): visit is PersonVisit {
  // Who is anyone gets a visit without a person, which is what its handler takes.
  if (who === 'anyone') return true
  if (visit.person === undefined) return false
  return who === 'user' || may(visit.person, who)
}

function refuse(page: Page, { person, request, response }: Visit): void {
  if (person !== undefined) throw new HttpRefusal(403, 'not_allowed')
  if (page.method === 'POST') throw new HttpRefusal(403, 'sign_in_first')
  const { base } = arrivalOf(response)
  response.redirect(303, `${base}/sign-in?next=${encodeURIComponent(request.url)}`)
}
