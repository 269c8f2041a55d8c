// What the layers above (Haraka's hooks, pages, the command line) may ask of the services below.
//
// One Gateway lives in each process that takes mail or pages. It owns its store, its routes and its
// timers from start() to close(), and shares nothing with other processes but the database. The services
// know nothing of this file: each says beside itself what it is asked.
import type { SmtpReply } from '../policy/smtp-reply.ts'
import type { Conversations } from './conversations/index.ts'
import type { Phrases } from './people/phrases.ts'
import type { OwnAccount } from './people/own-account.ts'
import type { Wishes } from './people/wishes.ts'
import type { Administration } from './administration/index.ts'
import type { HealthService } from './health.ts'
import type { People } from './people/person.ts'
import type { ConfirmationLinks } from './commands/confirmation-links.ts'
import type { LocalMailbox } from './local-mailbox.ts'
import type { OptOutLinks } from './opt-out-links.ts'
import type { ProviderCall, ProviderCallAnswer } from './provider-calls.ts'
import type { MailVerdict, RecipientFacts, SubmittedMail } from './submitted-mail.ts'
import type { VirtualPhones } from './virtual-phones.ts'

export type { ConfirmationLink, ConfirmationLinks } from './commands/confirmation-links.ts'
export type { LocalMailbox, MailboxMail } from './local-mailbox.ts'
export type { Log } from './log.ts'
export type { SendMail } from './mail-writer.ts'
export type { OptOutLink, OptOutLinks } from './opt-out-links.ts'
export type { BodyReading, ProviderCall, ProviderCallAnswer } from './provider-calls.ts'
export type * from './submitted-mail.ts'
export type { PhoneMessage, VirtualPhone, VirtualPhones } from './virtual-phones.ts'

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
   * undefined for the operator; `once` the token of a form, whose change is made once.
   */
  administer(actor: string, within?: readonly number[], once?: string): Administration
  /** Counts what has changed since the last time, for the statistics. */
  count(): Promise<void>
}
