// The frame of the pages of people: navigation by rights, the content, and the way out.
import type { ComponentChildren } from 'preact'
import type { AssetName } from '../assets.ts'
import { renderDocument } from '../document.tsx'
import { follows, LiveState } from '../live.tsx'
import type { PersonVisit, Visit } from '../visit.ts'
import { navigationFor } from './navigation.ts'
import { adminWord, type AdminWord } from '../admin/words/index.ts'
import { shellWords, type ShellWord } from './words.ts'

export interface PageFrame {
  readonly title: string
  /** Where the page hears of changes; without it, it does not ask. */
  readonly events?: string
  readonly styles?: readonly AssetName[]
  readonly scripts?: readonly AssetName[]
  /** The content takes the whole height, and scrolls by itself. */
  readonly isFull?: boolean
}

/** Answers with a page for somebody who has signed in. `visit.response` may have a status already. */
export function sendPage(visit: PersonVisit, frame: PageFrame, content: ComponentChildren): void {
  const { site, language, response } = visit
  response.type('html').send(
    renderDocument(
      site,
      {
        title: frame.title,
        styles: [
          'pages.css',
          'shell.css',
          'parts.css',
          'forms.css',
          'tables.css',
          ...(frame.styles ?? []),
        ],
        scripts: ['shell.js', ...(frame.scripts ?? [])],
        isLive: frame.events !== undefined,
        lang: language,
      },
      <div class={frame.isFull === true ? 'shell shell-full' : 'shell'}>
        <Navigation visit={visit} />
        <main
          id="main"
          class="content"
          data-zone={visit.person.hasTimeZone ? visit.person.timeZone : undefined}
          {...(frame.events !== undefined && follows(site.base + frame.events))}
        >
          {content}
        </main>
        {frame.events !== undefined && <LiveState class="shell-live" language={language} />}
      </div>,
    ),
  )
}

/** Answers with a small page for whoever has not signed in. */
export function sendSmallPage(visit: Visit, title: string, content: ComponentChildren): void {
  const { site, language, response } = visit
  response.type('html').send(
    renderDocument(
      site,
      {
        title,
        styles: ['pages.css', 'shell.css', 'parts.css', 'forms.css'],
        scripts: [],
        lang: language,
      },
      <main id="main" class="small-page">
        <p class="brand">
          <img src={site.base + site.assets.path('icon.svg')} alt="" width="36" height="36" />
        </p>
        <div class="card">{content}</div>
      </main>,
    ),
  )
}

function Navigation({ visit }: { visit: PersonVisit }) {
  const { site, person, request, csrf } = visit
  const words = shellWords[visit.language]
  const entries = navigationFor(person)
  return (
    <header class={entries.length > 9 ? 'side crowded' : 'side'}>
      <a class="brand" href={`${site.base}/`}>
        <img src={site.base + site.assets.path('icon.svg')} alt="" width="28" height="28" />
        <span>SMS</span>
      </a>
      <nav aria-label={words.navigation}>
        <ul>
          {entries.map(({ path, word }) => (
            <li key={path}>
              <a
                href={site.base + path}
                aria-current={isBelow(request.path, path) ? 'page' : undefined}
              >
                {word in words
                  ? words[word as ShellWord]
                  : adminWord(visit.language, word as AdminWord)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form class="who" method="post" action={`${site.base}/sign-out`}>
        <input type="hidden" name="csrf" value={csrf} />
        <span class="who-address">{person.name || person.address}</span>
        <button class="quiet">{words.sign_out}</button>
      </form>
    </header>
  )
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`)
}

/** The hidden field that each form needs. */
export function Token({ visit }: { visit: Visit }) {
  return <input type="hidden" name="csrf" value={visit.csrf} />
}

/** The token by which a form that is sent again does nothing again. */
export function Once({ visit }: { visit: Visit }) {
  return <input type="hidden" name="once" value={visit.newToken()} />
}

/** What became of what was asked for: said aloud by screen readers. */
export function Notice({ kind, children }: { kind: 'good' | 'bad'; children: ComponentChildren }) {
  return (
    <p
      class={kind === 'good' ? 'handed-in' : 'problem'}
      role={kind === 'good' ? 'status' : 'alert'}
    >
      {children}
    </p>
  )
}
