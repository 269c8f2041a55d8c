// The page of a link that confirms a command, /sms/confirm/TOKEN. A proxy that takes the path /sms
// away leaves /confirm/TOKEN of it.
//
// It asks for one click: programs that open links to look at them only GET, and that changes nothing.
import { Router, type Request, type Response } from 'express'
import { commandPhrases } from '../../mail/language/commands/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import type { ConfirmationLink, ConfirmationLinks } from '../../gateway/gateway.ts'
import { arrivalOf } from '../arrival.ts'
import type { Assets } from '../assets.ts'
import { formToken, readPost } from '../csrf.ts'
import { renderDocument } from '../document.tsx'
import { onlyFor } from '../refusals.tsx'

export interface ConfirmRoutesParts {
  readonly links: ConfirmationLinks
  readonly assets: Assets
  readonly newToken: () => string
}

export function confirmRoutes(parts: ConfirmRoutesParts): Router {
  const router = Router()
  router
    .route(['/sms/confirm/:token', '/confirm/:token'])
    .get(async (request, response) => {
      const link = await parts.links.find(tokenOf(request))
      const csrf = formToken(request, response, parts.newToken)
      if (link === undefined) sendUnknown(parts, response)
      else send(parts, response, link, { csrf })
    })
    .post(...readPost(), async (request, response) => {
      const link = await parts.links.find(tokenOf(request))
      const outcome = await parts.links.confirm(tokenOf(request))
      if (link === undefined || outcome.kind === 'unknown') sendUnknown(parts, response)
      else if (outcome.kind === 'refused')
        send(parts, response.status(403), link, { said: outcome.sentence })
      else send(parts, response, link, { said: sentence(link, 'done') })
    })
    .all(onlyFor('GET', 'HEAD', 'POST'))
  return router
}

function tokenOf(request: Request): string {
  const { token } = request.params
  return typeof token === 'string' && /^[a-z2-7]{26}$/.test(token) ? token : ''
}

function sentence(link: ConfirmationLink, name: 'title' | 'text' | 'button' | 'done'): string {
  return fill(commandPhrases[link.language].page[link.command][name], { address: link.address })
}

function send(
  { assets }: ConfirmRoutesParts,
  response: Response,
  link: ConfirmationLink,
  { csrf, said }: { readonly csrf?: string; readonly said?: string },
): void {
  const title = sentence(link, 'title')
  const frame = { title, styles: ['pages.css'] as const, scripts: [], lang: link.language }
  const content =
    said === undefined ? (
      <main id="main" class="notice-page">
        <h1>{title}</h1>
        <p>{sentence(link, 'text')}</p>
        <form method="post">
          <input type="hidden" name="csrf" value={csrf} />
          <button class="button" type="submit">
            {sentence(link, 'button')}
          </button>
        </form>
      </main>
    ) : (
      <main id="main" class="notice-page">
        <h1>{said}</h1>
      </main>
    )
  response.set('X-Robots-Tag', 'noindex')
  response.send(renderDocument({ base: arrivalOf(response).base, assets }, frame, content))
}

/** Whoever has no valid link may have found it anywhere: they are told in English. */
function sendUnknown({ assets }: ConfirmRoutesParts, response: Response): void {
  const title = commandPhrases.en.page.unknown
  const frame = { title, styles: ['pages.css'] as const, scripts: [] }
  const content = (
    <main id="main" class="notice-page">
      <h1>{title}</h1>
    </main>
  )
  response.status(404)
  response.send(renderDocument({ base: arrivalOf(response).base, assets }, frame, content))
}
