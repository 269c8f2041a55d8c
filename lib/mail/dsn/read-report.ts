// What a bounce of another server says: whom a mail did not reach, and why (RFC 3464). Never throws.
import { isDeliveryStatus } from '../automatic.ts'
import type { ReadMail } from '../read-mail.ts'

export interface FailedDelivery {
  /** As the server that gave up wrote it. */
  readonly recipient?: string
  readonly reason?: string
}

const mostRead = 64 * 1024

/** Of the first recipient; nothing where the mail holds no such report. */
export function readFailure({ attachments }: Pick<ReadMail, 'attachments'>): FailedDelivery {
  const status = attachments.find(isDeliveryStatus)
  const unfolded = status?.content
    .subarray(0, mostRead)
    .toString()
    .replace(/\r?\n[ \t]+/g, ' ')
  // RFC 3464 2.1.2: the type of an address or code stands in front.
  const recipient = /^Final-Recipient:[^;\r\n]*;(.+)$/im.exec(unfolded ?? '')?.[1]?.trim()
  const reason = /^Diagnostic-Code:[^;\r\n]*;(.+)$/im.exec(unfolded ?? '')?.[1]?.trim()
  return {
    ...(recipient !== undefined && /^[^\s@]+@[^\s@]+$/.test(recipient) && { recipient }),
    ...(reason !== undefined && reason !== '' && { reason }),
  }
}
