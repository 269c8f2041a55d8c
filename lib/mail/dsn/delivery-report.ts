// What a delivery status notification tells: a plain value that the gateway fills in.

import type { Language } from '../language/phrases.ts'
import type { Reason } from '../language/reasons.ts'

/** RFC 3464 2.3.3. `delayed` also stands for what is uncertain; `relayed` for a network that does not
 * report what becomes of a message. */
export type Action = 'failed' | 'delayed' | 'relayed' | 'delivered'

export interface ReportedRecipient {
  /**
   * The address that the mail went to, or what stood for a phone in its Subject or a list. Keys in it
   * are masked, and the domain is added, when it is written.
   */
  address: string
  /** As the person knows it: `+45 30643064`, `Anna`, `line 17: 12`. */
  shown: string
  action: Action
  /** RFC 3463, from the registry of errors; 2.1.5 and 2.0.0 for what went well. */
  status: string
  /** Why, for what did not go well. */
  reason?: Reason
  /** RFC 3461 4.2, decoded: `rfc822;anna@example.com`. */
  originalRecipient?: string
  /** When it was last tried, and until when it will be; milliseconds since 1970. */
  lastAttempt?: number
  retryUntil?: number
}

export interface DeliveryReport {
  /** The envelope sender of the mail, and nobody else. */
  to: string
  language: Language
  /** IANA name: the dates that the person reads are in it. */
  timeZone: string
  /** The SMS domain; it reports as postmaster. */
  domain: string
  /** Without brackets, may be empty. */
  subjectTag: string
  messageId: string
  /** Milliseconds since 1970. */
  date: number
  /** At least one. */
  recipients: readonly ReportedRecipient[]
  /** How many recipients of the mail the report is not about. */
  others: number
  /** What is known of the mail. */
  original: {
    subject?: string
    messageId?: string
    from?: string
    /** The addresses as they stood in its To header. */
    to?: readonly string[]
    /** As it stood in its Date header. */
    date?: string
    /** When it came to us. */
    arrived: number
    /** RFC 3461 4.4, decoded. */
    envelopeId?: string
    /** The text that was to be sent, where the client asked for it: RET=FULL, RFC 3461 4.3. */
    text?: string
  }
}
