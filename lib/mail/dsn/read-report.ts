// What a bounce of another server says: whom a mail did not reach, and why (RFC 3464). Never throws.
import { isDeliveryStatus } from '../automatic.ts'
import type { ReadMail } from '../read-mail.ts'

export interface FailedDelivery {
  /** As the server that gave up wrote it. */
  readonly recipient?: string
  readonly reason?: string
}

const mostRead = 64 * 1024
const mostSaid = 400

/** Of the first recipient that failed; nothing where the mail holds no such report. */
export function readFailure({ attachments }: Pick<ReadMail, 'attachments'>): FailedDelivery {
  const content = attachments.find(isDeliveryStatus)?.content.subarray(0, mostRead).toString() ?? ''
  // RFC 3464 2.1: of the mail first, then of each recipient, empty lines between them.
  const failed = content
    .split(/(?:\r?\n[ \t]*){2,}/)
    .map((block) => block.replace(/\r?\n[ \t]+/g, ' '))
    .find((block) => /^Action:\s*failed/im.test(block))
  // RFC 3464 2.1.2: the type of an address or code stands in front.
  const recipient = /^Final-Recipient:[^;\r\n]*;(.+)$/im.exec(failed ?? '')?.[1]?.trim()
  const reason = /^Diagnostic-Code:[^;\r\n]*;(.+)$/im.exec(failed ?? '')?.[1] ?? ''
  const said = reason
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, mostSaid)
  return {
    ...(recipient !== undefined && /^[^\s@]+@[^\s@]+$/.test(recipient) && { recipient }),
    ...(said !== '' && { reason: said }),
  }
}
