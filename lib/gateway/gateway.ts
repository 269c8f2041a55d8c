// What the layers above (Haraka's hooks, pages, the command line) may ask of the services below.
//
// One Gateway lives in each process that takes mail or pages. It owns its store, its routes and its
// timers from start() to close(), and shares nothing with other processes but the database.
import type { Language } from '../mail/language/phrases.ts'
import type { MailRequest, RecipientRequest } from '../mail/dsn/request.ts'
import type { SmtpReply } from '../policy/smtp-reply.ts'
import type { WebhookCall } from '../routes/webhook.ts'
import type { Conversations } from './conversations/index.ts'
import type { Phrases } from './people/phrases.ts'
import type { OwnAccount } from './people/own-account.ts'
import type { Wishes } from './people/wishes.ts'
import type { Administration } from './administration/index.ts'
import type { HealthService } from './health.ts'
import type { People } from './people/person.ts'

/** What the server's other plugins found out about where a mail comes from. */
export interface Findings {
  /** The domains (d=) of DKIM signatures that are right. */
  readonly dkim: readonly string[]
  /** The domain of the envelope sender, where its SPF record lets this client pass. */
  readonly spf: string | undefined
  /** What could not be found out for now: signatures of these domains, SPF of the envelope sender's. */
  readonly unchecked: { readonly dkim: readonly string[]; readonly spf: string | undefined }
  /** The value of the topmost Authentication-Results that the mail came with. */
  readonly authenticationResults: string | undefined
}

export interface ReportRequest extends MailRequest {
  readonly recipients: ReadonlyMap<string, RecipientRequest>
}

/** A mail with recipients in an SMS domain, as it stands at the end of data. */
export interface SubmittedMail {
  /** The transaction's id: names what is held until the rest of the mail is queued. */
  readonly id: string
  /** Reads the whole mail; called once. */
  readonly source: () => Promise<Buffer>
  /** Envelope sender, '' for the null sender. */
  readonly envelopeFrom: string
  /** Our recipients, as the client wrote them. */
  readonly recipients: readonly string[]
  /** How many recipients the mail has that are not ours. */
  readonly ordinaryRecipients: number
  /** The user of SMTP AUTH. */
  readonly authUser: string | undefined
  readonly remoteIp: string
  readonly findings: Findings
  /** The server gave up reading the header: what it says is not known. */
  readonly isHeaderCut?: boolean
  /** What the client asked for by DSN; the recipients as it wrote them, in lower case. */
  readonly reports?: ReportRequest | undefined
}

/** `accepted` is durable; with ordinary recipients it is held until release(id) or drop(id). */
export type MailVerdict =
  | { readonly kind: 'accepted'; readonly text: string; readonly held: boolean }
  | { readonly kind: 'refused'; readonly reply: SmtpReply }

export interface RecipientFacts {
  readonly address: string
  readonly envelopeFrom: string
  readonly remoteIp: string
}

/** A message that a virtual phone got or sent. */
export interface PhoneMessage {
  readonly id: number
  readonly direction: 'to-phone' | 'from-phone'
  /** The other side: a number of ours, a name, or '' where none was given. */
  readonly peer: string
  readonly text: string
  readonly parts: number
  readonly encoding: 'gsm7' | 'ucs2'
  readonly at: number
}

export interface VirtualPhone {
  readonly phone: string
  /** Oldest first. */
  readonly messages: readonly PhoneMessage[]
}

/** The virtual phones: there when a route of type `phone` is configured. */
export interface VirtualPhones {
  /** Phones that have been written to, the latest first. */
  list(limit?: number): Promise<readonly VirtualPhone[]>
  /** The phone writes `text` to the number `to`. */
  answer(message: { phone: string; to: string; text: string }): Promise<void>
}

/** A mail in the local mailbox of the stand-alone server. */
export interface MailboxMail {
  readonly id: number
  readonly at: number
  readonly recipient: string
  readonly raw: Buffer
}

export interface LocalMailbox {
  readonly domain: string
  list(limit?: number): Promise<readonly MailboxMail[]>
  add(recipient: string, raw: Buffer): Promise<void>
}

/** Whose link it is, and from whom it wants no more. */
export interface OptOutLink {
  readonly organisation: string
  readonly phone: string
  readonly language: Language
}

export interface OptOutLinks {
  find(token: string): Promise<OptOutLink | undefined>
  /** The phone gets no more SMS from the organisation. False for a token that is none. */
  stop(token: string): Promise<boolean>
}

/** A call of a provider, by the name of its route; the URL is completed from the settings. */
export type ProviderCall = Omit<WebhookCall, 'url' | 'now'> & {
  readonly route: string
  /** The path and query, as they came. */
  readonly target: string
  /** Reads the body, once. */
  readonly body: () => Promise<BodyReading>
}

/** `refused` with a status: too long, too slow, cut off. */
export type BodyReading =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'refused'; readonly status: number }

export interface ProviderCallAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** A command that waits for its address to confirm it. */
export interface ConfirmationLink {
  readonly command: 'subscribe' | 'unsubscribe'
  readonly address: string
  readonly language: Language
}

export interface ConfirmationLinks {
  find(token: string): Promise<ConfirmationLink | undefined>
  /** The click; done at most once. */
  confirm(
    token: string,
  ): Promise<{ kind: 'done' } | { kind: 'unknown' } | { kind: 'refused'; sentence: string }>
}

export interface Gateway {
  /** False until the database is there and up to date. */
  readonly ready: boolean
  /** Whether an address is in an SMS domain and not one that RFC 5321 reserves for the postmaster. */
  owns(address: { user: string; host: string }): boolean
  /** A definite no that can be said at RCPT, or undefined. */
  checkRecipient(facts: RecipientFacts): Promise<SmtpReply | undefined>
  acceptMail(mail: SubmittedMail): Promise<MailVerdict>
  /** The server has queued the rest of the mail: what was held goes out. */
  release(id: string): Promise<void>
  /** The server refused the rest: what was held is forgotten. */
  drop(id: string): Promise<void>
  /** A mail of ours, by the notes it was sent with, was reported as undeliverable. */
  mailBounced(outboxId: number, reason: string): Promise<void>

  /** Takes in what a provider tells; what it tells is stored before the answer says so. */
  takeProviderCall(call: ProviderCall): Promise<ProviderCallAnswer>

  readonly phones: VirtualPhones | undefined
  readonly mailbox: LocalMailbox | undefined
  readonly optOutLinks: OptOutLinks
  readonly confirmationLinks: ConfirmationLinks
  /** Calls back after anything changed that a page may show; returns the way to stop it. */
  onChange(listener: () => void): () => void

  start(): void
  close(): Promise<void>
}

/** What the pages of people ask for. */
export interface PageServices {
  readonly people: People
  readonly conversations: Conversations
  /** The settings that somebody may change about their own account. */
  readonly wishes: Wishes
  readonly ownAccount: OwnAccount
  readonly health: HealthService
  readonly phrases: Phrases
  /**
   * `actor` is who it is done by, for the audit log; `within` the groups whose trees they administer,
   * undefined for the operator.
   */
  administer(actor: string, within?: readonly number[]): Administration
  /** Counts what has changed since the last time, for the statistics. */
  count(): Promise<void>
}

/** How a mail of ours leaves. Fulfilled once the server has it safely queued. */
export type SendMail = (mail: {
  readonly outboxId: number
  readonly from: string
  readonly to: string
  readonly contents: string
}) => Promise<void>

export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}
