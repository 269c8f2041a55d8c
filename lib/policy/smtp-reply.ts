// An answer inside SMTP: RFC 5321 4.2 with the enhanced status code of RFC 3463.

export interface SmtpReply {
  readonly code: number
  /** Such as 5.7.1, without the text. */
  readonly enhanced: string
  /** One sentence that says what to do. */
  readonly text: string
}
