// A call to a web service, as far as routes see it. Whether a call that failed may have reached the
// other side is what everything else hangs on: that is never guessed.

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** With its query, as it goes out. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpAnswer {
  readonly status: number
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type HttpResult =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  /** It surely never left. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It may have been read and acted on; what the answer was is not known. */
  | { readonly kind: 'lost'; readonly reason: string }

/** Connections to one web service. */
export interface HttpPool {
  /** Never rejects. */
  send(call: HttpCall): Promise<HttpResult>
  /** With `drain` after everything under way has its result, otherwise what is under way is `lost`. */
  close(drain: boolean): Promise<void>
}

export interface HttpPoolOptions {
  /** Such as https://api.example.org. */
  readonly origin: string
  readonly connections: number
  /** How long an answer is waited for, in milliseconds. */
  readonly timeout: number
}
