// How pages move: attributes for the components, from which htmx (https://htmx.org) works, and its
// settings. What htmx leaves to us is in assets/live.js. A page must work without either.
//
// A part that follows changes is asked for again, as a reload would, whenever the server tells that
// something has changed; links and forms of a part that moves are sent without a reload. What comes
// back is morphed into the part: elements with the same id are the same, so fields keep what is typed
// in them, and everything keeps focus and scroll position.
import type { Language } from '../mail/language/phrases.ts'
import { shellWords } from './shell/words.ts'

/** As `content` of `<meta name="htmx-config">`. Nothing inline and no eval: see security-headers.ts. */
export const htmxSettings = JSON.stringify({
  includeIndicatorCSS: false,
  // None but ours; and attributes have one prefix only.
  extensions: 'none',
  prefix: '',
  mode: 'same-origin',
  // Whether details are open is the reader's affair.
  morphIgnore: ['data-htmx-powered', 'open'],
})

type Attributes = Readonly<Record<string, string>>

/** For the main part of a page. `events`: where the server tells of changes. */
export function follows(events: string): Attributes {
  return {
    id: 'main',
    'data-events': events,
    'hx-get': '',
    'hx-trigger': 'changed throttle:100ms',
    'hx-sync': '#main:queue last',
    'hx-target:inherited': '#main',
    'hx-select:inherited': '#main',
    'hx-swap:inherited': 'outerMorph show:none',
  }
}

/**
 * For a piece of it: its links and forms are sent without a reload, at once, whatever refresh is on its way. On
 * the main part itself its own `hx-sync` would be inherited instead, and one refresh push a waiting step out.
 */
export const moves: Attributes = {
  'hx-boost:inherited': 'true',
  'hx-sync:inherited': '#main:replace',
}

/** For a link in such a piece that leads to another kind of page. */
export const leaves: Attributes = { 'hx-boost': 'false' }

/** For what is not touched by refreshes: what a script wrote, or a form that was refused. */
export const stays: Attributes = { 'hx-morph-skip': '' }

/** For a piece that shows `href`: whoever begins to write there keeps that open, whatever else arrives. */
export function pins(href: string): Attributes {
  return { 'hx-get': href, 'hx-trigger': 'focusin target:textarea', 'hx-replace-url': 'true' }
}

/** For a line in a form that says what the form will do: `href` is asked for it while somebody writes. */
export function foretells(href: string): Attributes {
  return {
    'hx-post': href,
    'hx-trigger': 'input delay:200ms from:"closest form", reset delay:1ms from:"closest form"',
    'hx-sync': 'this:replace',
    'hx-target': 'this',
    'hx-select': '',
    'hx-swap': 'textContent',
    ...stays,
  }
}

/** An id of what is told apart by others' words, which may be any. */
export function idOf(...parts: readonly (string | number)[]): string {
  return parts.map((part) => encodeURIComponent(part)).join('-')
}

/** Says whether the page hears of changes, and what could not be done. */
export function LiveState({ language, class: where = '' }: { language: Language; class?: string }) {
  const words = shellWords[language]
  return (
    <p
      class={`live ${where}`.trim()}
      data-live-state
      data-on={words.live}
      data-off={words.reconnecting}
      data-lost={words.unreachable}
      role="status"
    />
  )
}
