// The page of a personal link, /sms/stop/TOKEN: the phone wants no more SMS from an organisation.
// A proxy that takes the path /sms away leaves /stop/TOKEN of it.
//
// It asks for one click: programs that open links to look at them only GET, and that changes nothing.
import type { VNode } from 'preact'
import { Router, type Request, type Response } from 'express'
import { phrases } from '../../mail/language/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { OptOutLink, OptOutLinks } from '../../gateway/gateway.ts'
import { arrivalOf } from '../arrival.ts'
import type { Assets } from '../assets.ts'
import { formToken, readPost } from '../csrf.ts'
import { renderDocument } from '../document.tsx'
import { onlyFor } from '../refusals.tsx'

export interface StopRoutesParts {
  readonly links: OptOutLinks
  readonly assets: Assets
  readonly newToken: () => string
}

export function stopRoutes(parts: StopRoutesParts): Router {
  const router = Router()
  router
    .route(['/sms/stop/:token', '/stop/:token'])
    .get(async (request, response) => {
      const link = await parts.links.find(tokenOf(request))
      const csrf = formToken(request, response, parts.newToken)
      if (link === undefined) sendUnknown(parts, response)
      else send(parts, response, link, <Question link={link} csrf={csrf} />)
    })
    .post(...readPost(), async (request, response) => {
      const link = await parts.links.find(tokenOf(request))
      const isStopped = link !== undefined && (await parts.links.stop(tokenOf(request)))
      if (isStopped) send(parts, response, link, <Done link={link} />)
      else sendUnknown(parts, response)
    })
    .all(onlyFor('GET', 'HEAD', 'POST'))
  return router
}

function tokenOf(request: Request): string {
  const { token } = request.params
  return typeof token === 'string' && /^[a-z2-7]{12}$/.test(token) ? token : ''
}

function send(
  { assets }: StopRoutesParts,
  response: Response,
  link: OptOutLink,
  content: VNode,
): void {
  const title = sentence(link, 'title')
  const frame = { title, styles: ['pages.css'] as const, scripts: [], lang: link.language }
  response.set('X-Robots-Tag', 'noindex')
  response.send(renderDocument({ base: arrivalOf(response).base, assets }, frame, content))
}

/** Whoever has no valid link may have found it anywhere: they are told in English. */
function sendUnknown({ assets }: StopRoutesParts, response: Response): void {
  const title = phrases.en.optOut.page.unknown
  const frame = { title, styles: ['pages.css'] as const, scripts: [] }
  const content = (
    <main id="main" class="notice-page">
      <h1>{title}</h1>
    </main>
  )
  response.status(404)
  response.send(renderDocument({ base: arrivalOf(response).base, assets }, frame, content))
}

function sentence(
  { language, organisation, phone }: OptOutLink,
  name: keyof typeof phrases.en.optOut.page,
): string {
  return fill(phrases[language].optOut.page[name], { organisation, phone: formatPhone(phone) })
}

function Question({ link, csrf }: { link: OptOutLink; csrf: string }) {
  return (
    <main id="main" class="notice-page">
      <h1>{sentence(link, 'title')}</h1>
      <p>{sentence(link, 'text')}</p>
      <form method="post">
        <input type="hidden" name="csrf" value={csrf} />
        <button class="button" type="submit">
          {sentence(link, 'button')}
        </button>
      </form>
    </main>
  )
}

function Done({ link }: { link: OptOutLink }) {
  return (
    <main id="main" class="notice-page">
      <h1>{sentence(link, 'done')}</h1>
      <p>{sentence(link, 'again')}</p>
    </main>
  )
}
