// An SMTP answer in the shape that Haraka says word for word: it looks at the name of the class.
//
// haraka-dsn has a function for each enhanced code, but pairs some of them with a basic code of its
// own (5.2.2 only with 450 or what it is told); the pair is ours to say.
import type { SmtpReply } from '../lib/policy/smtp-reply.ts'

export class DSN {
  readonly code: number
  readonly reply: string

  constructor({ code, enhanced, text }: SmtpReply) {
    this.code = code
    this.reply = `${enhanced} ${text}`
  }

  /** What Haraka logs. */
  toString(): string {
    return this.reply
  }
}
