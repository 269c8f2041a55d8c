// The part of a delivery report that programs read: message/delivery-status, RFC 3464 2.
//
// Guarantees: ASCII; a value never spans lines or begins a field of its own; keys are masked.

import { maskKeys, maskWholeKeys } from '../address/key.ts'
import { mailDate } from '../write/mime.ts'
import type { DeliveryReport, ReportedRecipient } from './delivery-report.ts'

export function statusFields(report: DeliveryReport): string {
  const recipients = report.recipients.map((one) => perRecipient(one, report.domain))
  return [perMessage(report), ...recipients].map(fields).join('\n')
}

type Field = readonly [name: string, value: string | undefined, mask?: (text: string) => string]

// RFC 3464 2.2
function perMessage({ original, domain }: DeliveryReport): Field[] {
  return [
    // RFC 3464 2.2.1, 2.3.1: what the client gave comes back as it was, long words and all.
    ['Original-Envelope-Id', original.envelopeId, maskWholeKeys],
    ['Reporting-MTA', `dns; ${domain}`],
    ['Arrival-Date', mailDate(original.arrived)],
  ]
}

// RFC 3464 2.3
function perRecipient(recipient: ReportedRecipient, domain: string): Field[] {
  const { reason, lastAttempt, retryUntil } = recipient
  return [
    ['Original-Recipient', recipient.originalRecipient, maskWholeKeys],
    ['Final-Recipient', `rfc822; ${mailbox(recipient.address, domain)}`],
    ['Action', recipient.action],
    ['Status', recipient.status],
    // 2.3.6: the codes of docs/errors.md are not those of SMTP.
    ['Diagnostic-Code', reason && `x-sms; ${reason.code}${detail(reason.params['reason'])}`],
    ['Last-Attempt-Date', lastAttempt === undefined ? undefined : mailDate(lastAttempt)],
    ['Will-Retry-Until', retryUntil === undefined ? undefined : mailDate(retryUntil)],
  ]
}

const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/

/**
 * What stood in a Subject or a list has no domain, and may be no word: RFC 5321 4.1.2. The address that
 * the mail went to stands behind it in parentheses, and only people need it.
 */
function mailbox(written: string, domain: string): string {
  const local = ascii(written.replace(/ \([^()\s]+@[^()\s]+\)$/, ''))
  if (/^[^\s"@]+@[^\s"@]+$/.test(local) || /^"(?:[^"\\]|\\.)+"@[^\s"@]+$/.test(local)) return local
  return `${atoms.test(local) ? local : `"${local.replace(/[\\"]/g, '\\$&')}"`}@${domain}`
}

function detail(routeReason: string | undefined): string {
  return routeReason ? ` (${routeReason})` : ''
}

function fields(list: readonly Field[]): string {
  return list
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value, mask]) => `${name}: ${ascii(value ?? '', mask)}\n`)
    .join('')
}

function ascii(value: string, mask = maskKeys): string {
  const plain = mask(value.slice(0, 900))
    .replace(/…/g, '...')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
  return plain.replace(/[^\x20-\x7e]+/g, '?').trim()
}
