// What a web provider calls us with, and what a route makes of it.
//
// A call reaches any process, not only the one that holds the route: so reading one needs the route's
// settings and nothing else, and what it says goes to the gateway, which stores it before it answers.
import type { Incoming, Report } from './route.ts'

export interface WebhookRequest {
  readonly method: string
  /** As the other side called it: the public URL of the settings, our path, and its query. */
  readonly url: string
  /** What stands in the path behind the route's name; '' where there is nothing. */
  readonly secret: string
  readonly query: URLSearchParams
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Byte by byte as it came: signatures are made of it. */
  readonly body: Buffer
  readonly ip: string
  readonly now: number
}

/** What a call tells, in the words of routes. */
export interface WebhookNews {
  readonly reports?: readonly Report[]
  readonly incoming?: readonly Incoming[]
  /** What the other side wants to read; nothing is an empty answer. */
  readonly answer?: { readonly type: string; readonly body: string }
}

/** `reason` is for the log, and holds nothing of the call that may be secret. */
export type WebhookReading =
  | { readonly kind: 'taken'; readonly news: WebhookNews }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 403 | 404; readonly reason: string }

export type Webhook = (request: WebhookRequest) => WebhookReading
