// The parts of Haraka that we use, as types: Haraka ships none.
//
// Nothing here is ours to change but what the hooks change on purpose: the recipients of a
// transaction, and the address that a hook was called with.
import type { Writable } from 'node:stream'

export interface Address {
  readonly user: string
  readonly host: string
  readonly address: string
}

export interface MessageStream {
  pipe(destination: Writable): void
  /** Gets every line as it came, with its dots. */
  add_line: (line: Buffer | string) => void
  readonly bytes_read: number
  /** Forgets the mail, and removes its file. */
  destroy: () => void
  /** The header as it goes out: read from the mail, and changed by plugins. */
  readonly headers: readonly string[]
}

export interface Transaction {
  readonly uuid: string
  readonly mail_from: Address | null
  rcpt_to: Address[]
  readonly message_stream: MessageStream
  /** The header as it was received, line by line. */
  readonly header_lines: readonly string[]
  /** connection.ini. */
  readonly cfg?: {
    /** More bytes than this are kept in a file. */
    readonly main?: { readonly spool_after?: number | string }
    /** No more header lines than this are read. */
    readonly headers?: { readonly max_lines?: number }
  }
  readonly notes: { readonly dkim_results?: readonly Signature[] }
  /** What plugins found out, by their names. */
  readonly results: {
    get(plugin: string): PluginResult | undefined
  }
}

/** What haraka-plugin-dkim notes of a signature. */
export interface Signature {
  readonly domain?: string
  readonly selector?: string
  readonly result: 'pass' | 'fail' | 'tempfail' | 'invalid'
  readonly error?: string
}

export interface PluginResult {
  /** Of haraka-plugin-spf: what is checked, and the outcome. */
  readonly scope?: string
  readonly result?: string
}

export interface Connection {
  readonly transaction: Transaction | null
  readonly remote: { readonly ip: string }
  readonly notes: { readonly auth_user?: string }
  /** It may send to anybody through this server. */
  readonly relaying?: boolean
  /** What EHLO is answered with. */
  readonly capabilities?: string[] | null
}

/** A mail in the outbound queue. */
export interface OutboundMail {
  readonly todo: { readonly notes: { readonly sms?: { readonly outbox: number } } }
}

export interface Server {
  /** Set where a primary process has workers. */
  readonly cluster?: { readonly isPrimary: boolean }
  readonly http?: { readonly app?: { use(handler: unknown): void } }
}

export interface Outbound {
  send_email(
    from: string,
    to: string,
    contents: string,
    next: (code: number, message: unknown) => void,
    options: { notes: Record<string, unknown> },
  ): void
}

/** How a hook ends: without a code the next plugin is asked. */
export type Next = (code?: number, message?: unknown) => void

export interface Plugin {
  /** How long Haraka waits for a hook, in seconds; 0: as long as it takes. */
  timeout: number
  readonly config: {
    get(name: string, type: 'data', changed?: () => void): string[]
    get(name: string, type: 'value'): string | null
  }
  register_hook(hook: string, method: string, priority: number): void
  haraka_require(module: 'outbound'): Outbound
  logdebug(message: string): void
  loginfo(message: string): void
  logwarn(message: string): void
  logerror(message: string): void
  /** Haraka finds hooks and shutdown by name on the plugin itself. */
  [method: string]: unknown
}

/** The return codes of hooks, from haraka-constants. */
export const code = { deny: 902, denySoft: 903, ok: 906 } as const
