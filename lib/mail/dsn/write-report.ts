// Writes a delivery status notification (RFC 3464 in the multipart/report of RFC 6522): an explanation
// in the person's language, the fields for programs, and the headers of the mail that it is about.
//
// Guarantees: the null sender, so that nothing ever answers it (RFC 3461 6.1); keys are masked wherever
// they stood in the original.

import { maskKeys, maskWholeKeys } from '../address/key.ts'
import { phrases } from '../language/index.ts'
import { plainValue } from '../language/reasons.ts'
import {
  addressLine,
  build,
  headerLine,
  mailbox,
  mailDate,
  plainLine,
  rootNode,
  tidyText,
} from '../write/mime.ts'
import type { WrittenMail } from '../write/written-mail.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { explain, worstVerdict } from './explanation.ts'
import { statusFields } from './status-fields.ts'

export async function writeReport(report: DeliveryReport): Promise<WrittenMail> {
  const root = rootNode('multipart/report; report-type=delivery-status', {
    from: mailbox(report.subjectTag, `postmaster@${report.domain}`),
    to: mailbox('', report.to),
    subject: reportSubject(report),
    messageId: report.messageId,
    ...thread(report.original.messageId),
    date: report.date,
    // RFC 3834 2, RFC 3464 2.
    autoSubmitted: 'auto-replied',
  })
  root.createChild('text/plain; charset=utf-8').setContent(tidyText(explain(report)))
  root.createChild('message/delivery-status').setContent(statusFields(report))
  const { text } = report.original
  const headers = originalHeaders(report)
  if (text === undefined) root.createChild('text/rfc822-headers').setContent(headers)
  else root.createChild('message/rfc822').setContent(headers + encodedText(text))
  return { from: '', to: report.to, contents: await build(root) }
}

function reportSubject(report: DeliveryReport): string {
  const tag = report.subjectTag === '' ? '' : `[${report.subjectTag}] `
  const { subject } = phrases[report.language].report
  const verdict = worstVerdict(report.recipients)
  const [only, ...rest] = report.recipients
  const about = only !== undefined && rest.length === 0 ? `: ${plainValue(only.shown)}` : ''
  return `${tag}${subject[verdict]}${about}`
}

/** Clients show the report below the mail that it is about. */
function thread(messageId: string | undefined): { inReplyTo?: string; references?: string[] } {
  return messageId === undefined ? {} : { inReplyTo: messageId, references: [messageId] }
}

/**
 * RFC 6522 3. In what no key is ever written long words stay; what is cut of the rest ends in dots, as an
 * address is to stay one.
 */
function originalHeaders({ original }: DeliveryReport): string {
  const { from = '', to = [], subject = '', messageId = '', date } = original
  const lines = [
    from && addressLine('From', dotted(maskWholeKeys(from))),
    to.length > 0 && addressLine('To', dotted(maskKeys(to.join(', ')))),
    subject && headerLine('Subject', maskKeys(subject)),
    messageId && plainLine('Message-ID', dotted(maskWholeKeys(messageId))),
    plainLine('Date', date ?? mailDate(original.arrived)),
  ]
  return lines.map((one) => (one ? `${one}\n` : '')).join('')
}

function dotted(masked: string): string {
  return masked.replace(/…/g, '...')
}

function encodedText(text: string): string {
  const base64 = Buffer.from(maskKeys(tidyText(text))).toString('base64')
  return [
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(base64.match(/.{1,76}/g) ?? []),
    '',
  ].join('\n')
}
