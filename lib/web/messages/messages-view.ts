// What the page of conversations shows, and the addresses of its parts.
import type { ThreadMessage, ThreadPlace, ThreadRow } from '../../gateway/conversations/index.ts'
import type { ListedPhrase } from '../../gateway/people/phrases.ts'
import type { PersonVisit } from '../visit.ts'

export interface MessagesView {
  readonly visit: PersonVisit
  readonly search: string
  /** The one that is open. */
  readonly phone: string | undefined
  /** What the person calls that phone, '' for nothing. */
  readonly name: string
  readonly isNew: boolean
  readonly messages: readonly ThreadMessage[]
  /** Only those before it; undefined for the latest. */
  readonly before: number | undefined
  /** Before which there are older ones. */
  readonly older: number | undefined
  readonly talks: readonly ThreadRow[]
  /** Only those behind it; undefined for the latest. */
  readonly after: ThreadPlace | undefined
  /** Behind which there are older ones. */
  readonly olderTalks: ThreadPlace | undefined
  readonly phrases: readonly ListedPhrase[]
  readonly to: string
  readonly text: string
  readonly problem: string | undefined
  /** What the text will be, where it was asked for. */
  readonly line: string
  readonly once: string
}

export interface Props {
  readonly view: MessagesView
}

/** The same page with another part of conversations or messages. */
export function pageOf(
  { visit, search, phone, after, before }: MessagesView,
  other: { readonly phone?: string; readonly after?: Place; readonly before?: number | undefined },
): string {
  const shown = { phone, after, before, ...other }
  const query = new URLSearchParams({
    ...(shown.phone !== undefined && { with: shown.phone }),
    ...(search !== '' && { q: search }),
    ...(shown.after !== undefined && { older: `${shown.after.at}.${shown.after.id}` }),
    ...(shown.before !== undefined && { before: String(shown.before) }),
  })
  return `${visit.site.base}/messages?${query.toString()}`
}

type Place = ThreadPlace | undefined

export function readerOf({ language, person }: PersonVisit) {
  return { language, timeZone: person.timeZone }
}
