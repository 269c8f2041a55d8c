// The page of a personal link, /sms/NAME/TOKEN. A proxy that takes the path /sms away leaves /NAME/TOKEN
// of it.
//
// It asks for one click: programs that open links to look at them only GET, and that changes nothing.
import type { ComponentChildren } from 'preact'
import { Router, type Request, type Response } from 'express'
import type { Language } from '../../mail/language/phrases.ts'
import { arrivalOf } from '../arrival.ts'
import type { Assets } from '../assets.ts'
import { formToken, readPost } from '../csrf.ts'
import { renderDocument } from '../document.tsx'
import { onlyFor } from '../refusals.tsx'

/** A kind of links. */
export interface OneClick<Link extends { readonly language: Language }> {
  readonly name: string
  readonly token: RegExp
  find(token: string): Promise<Link | undefined>
  question(link: Link): { readonly title: string; readonly text: string; readonly button: string }
  /** Does what the link is for. Undefined when there is no such link any more. */
  click(token: string, link: Link): Promise<Clicked | undefined>
  /** Whoever has no valid link may have found it anywhere: they are told in English. */
  readonly unknown: string
}

export interface Clicked {
  readonly title: string
  readonly text?: string
  readonly isRefused?: boolean
}

export interface OneClickParts {
  readonly assets: Assets
  readonly newToken: () => string
}

export function oneClickRoutes<Link extends { readonly language: Language }>(
  kind: OneClick<Link>,
  { assets, newToken }: OneClickParts,
): Router {
  const tokenOf = ({ params: { token } }: Request): string =>
    typeof token === 'string' && kind.token.test(token) ? token : ''

  function send(response: Response, page: Page): void {
    const { title, language } = page
    const frame = { title, styles: ['pages.css'] as const, scripts: [], lang: language }
    response.set('X-Robots-Tag', 'noindex')
    response.send(
      renderDocument({ base: arrivalOf(response).base, assets }, frame, <Notice {...page} />),
    )
  }

  const sendUnknown = (response: Response): void =>
    send(response.status(404), { title: kind.unknown, language: 'en' })

  const router = Router()
  router
    .route([`/sms/${kind.name}/:token`, `/${kind.name}/:token`])
    .get(async (request, response) => {
      const link = await kind.find(tokenOf(request))
      if (link === undefined) {
        sendUnknown(response)
        return
      }
      const { title, text, button } = kind.question(link)
      const csrf = formToken(request, response, newToken)
      const children = (
        <form method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <button class="button" type="submit">
            {button}
          </button>
        </form>
      )
      send(response, { title, text, language: link.language, children })
    })
    .post(...readPost(), async (request, response) => {
      const token = tokenOf(request)
      const link = await kind.find(token)
      const clicked = link && (await kind.click(token, link))
      if (link === undefined || clicked === undefined) {
        sendUnknown(response)
        return
      }
      if (clicked.isRefused === true) response.status(403)
      send(response, { ...clicked, language: link.language })
    })
    .all(onlyFor('GET', 'HEAD', 'POST'))
  return router
}

interface Page {
  readonly title: string
  readonly text?: string
  readonly language: Language
  readonly children?: ComponentChildren
}

function Notice({ title, text, children }: Page) {
  return (
    <main id="main" class="notice-page">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </main>
  )
}
