// A mail as the server hands it in, and what is said of it.
import type { MailRequest, RecipientRequest } from '../mail/dsn/request.ts'
import type { SmtpReply } from '../policy/smtp-reply.ts'

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
