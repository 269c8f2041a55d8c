// The frame of every page: head, skip link, and what the page itself puts into it.
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Language } from '../mail/language/phrases.ts'
import type { AssetName, Assets } from './assets.ts'
import { htmxSettings } from './live.tsx'
import { shellWords } from './shell/words.ts'

/** Where the pages are, as the browser sees it. */
export interface Site {
  /** The path that the router is mounted at, '' for the root. */
  readonly base: string
  readonly assets: Assets
}

export interface Frame {
  readonly title: string
  readonly styles: readonly AssetName[]
  readonly scripts: readonly AssetName[]
  /** It is kept up to date, and parts of it move: see live.tsx. */
  readonly isLive?: boolean
  /** English where it is not said. */
  readonly lang?: Language
}

export function renderDocument(site: Site, frame: Frame, children: ComponentChildren): string {
  const isLive = frame.isLive === true
  const scripts: AssetName[] = [
    ...(isLive ? (['htmx.js', 'live.js'] as const) : []),
    ...frame.scripts,
  ]
  const path = (name: AssetName) => site.base + site.assets.path(name)
  const html = renderToString(
    <html lang={frame.lang ?? 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {isLive && <meta name="htmx-config" content={htmxSettings} />}
        <title>{frame.title}</title>
        <link rel="icon" type="image/svg+xml" href={path('icon.svg')} />
        {frame.styles.map((name) => (
          <link rel="stylesheet" href={path(name)} />
        ))}
        {scripts.map((name) => (
          <script type="module" src={path(name)} />
        ))}
      </head>
      <body>
        <a class="skip" href="#main">
          {shellWords[frame.lang ?? 'en'].skip}
        </a>
        {children}
      </body>
    </html>,
  )
  return `<!doctype html>${html}`
}
