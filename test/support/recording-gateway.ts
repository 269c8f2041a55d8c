// A gateway that remembers what it was asked, and fails where a test says so.
import type { Gateway, Log, MailVerdict, SubmittedMail } from '../../lib/gateway/gateway.ts'
import type { SmtpReply } from '../../lib/policy/smtp-reply.ts'

const noLinks: Gateway['optOutLinks'] = {
  find: () => Promise.resolve(undefined),
  stop: () => Promise.resolve(false),
}

export class RecordingGateway implements Gateway {
  ready = true
  readonly phones = undefined
  mailbox: Gateway['mailbox'] = undefined
  readonly confirmationLinks: Gateway['confirmationLinks'] = {
    find: () => Promise.resolve(undefined),
    confirm: () => Promise.resolve({ kind: 'unknown' }),
  }
  readonly optOutLinks = noLinks
  readonly mails: SubmittedMail[] = []
  readonly released: string[] = []
  readonly dropped: string[] = []
  readonly bounced: [number, string][] = []
  /** What acceptMail answers; a promise that is rejected is a fault of ours. */
  verdict: () => Promise<MailVerdict> = () =>
    Promise.resolve({ kind: 'accepted', text: '1 SMS queued', held: false })
  /** What checkRecipient answers. */
  no: SmtpReply | undefined
  /** How many times release fails before it works. */
  releaseFails = 0

  owns({ host }: { host: string }): boolean {
    return host.toLowerCase() === 'sms.test'
  }

  checkRecipient(): Promise<SmtpReply | undefined> {
    return Promise.resolve(this.no)
  }

  takeProviderCall(): never {
    throw new Error('no provider calls this one')
  }

  acceptMail(mail: SubmittedMail): Promise<MailVerdict> {
    this.mails.push(mail)
    return this.verdict()
  }

  release(id: string): Promise<void> {
    if (this.releaseFails-- > 0) return Promise.reject(new Error('the database is away'))
    this.released.push(id)
    return Promise.resolve()
  }

  drop(id: string): Promise<void> {
    this.dropped.push(id)
    return Promise.resolve()
  }

  mailBounced(outboxId: number, reason: string): Promise<void> {
    this.bounced.push([outboxId, reason])
    return Promise.resolve()
  }

  onChange(): () => void {
    return () => undefined
  }

  start(): void {
    this.ready = true
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** Keeps what is logged, each line with its level in front. */
export function keepLog(): Log & { readonly lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
