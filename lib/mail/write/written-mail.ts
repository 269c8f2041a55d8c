// A mail of ours, ready for the server's outbound queue.

export interface Mailbox {
  name: string
  address: string
}

export interface WrittenMail {
  /** Envelope sender; empty is the null sender, to which nobody answers and nothing bounces. */
  from: string
  to: string
  /** Headers and body, lines ending in CRLF. */
  contents: string
}
