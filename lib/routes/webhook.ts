// What a web provider calls us with, and what a route makes of it.
//
// A call reaches any process, not only the one that holds the route: so reading one needs the route's
// settings and nothing else, and what it says goes to the gateway, which stores it before it answers.
import type { Incoming, Report } from './route.ts'

/** What is known of a call before its body is read. */
export interface WebhookCall {
  readonly method: string
  /** As the other side called it: the public URL of the settings, our path, and its query. */
  readonly url: string
  /** What stands in the path behind the route's name; '' where there is nothing. */
  readonly secret: string
  readonly query: URLSearchParams
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly ip: string
  readonly now: number
}

export interface WebhookRequest extends WebhookCall {
  /** Byte by byte as it came: signatures are made of it. */
  readonly body: Buffer
}

/** What a call tells, in the words of routes. */
export interface WebhookNews {
  readonly reports?: readonly Report[]
  readonly incoming?: readonly Incoming[]
  /** What the other side wants to read; nothing is an empty answer. */
  readonly answer?: { readonly type: string; readonly body: string }
}

/** `reason` is for the log, and holds nothing of the call that may be secret. */
export interface WebhookRefusal {
  readonly kind: 'refused'
  /** 404: whoever calls shall not learn that there is such a route. */
  readonly status: 400 | 403 | 404
  readonly reason: string
}

export type WebhookReading = { readonly kind: 'taken'; readonly news: WebhookNews } | WebhookRefusal

export interface Webhook {
  /** Why this caller is not listened to, undefined when it is: then its body is worth reading. */
  refusal(call: WebhookCall): WebhookRefusal | undefined
  /** What the call of a caller who is listened to says. */
  read(request: WebhookRequest): WebhookReading
}
