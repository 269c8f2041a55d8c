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

/** RFC 5322 2.1.1: a line has at most 998 octets, and the name of the field needs some. */
const longestValue = 960

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
    ['Original-Recipient', originalOf(recipient), maskWholeKeys],
    ['Final-Recipient', mailbox(recipient.address, domain)],
    ['Action', recipient.action],
    ['Status', recipient.status],
    // 2.3.6: the codes of docs/errors.md are not those of SMTP.
    ['Diagnostic-Code', reason && `x-sms; ${reason.code}${detail(reason.params['reason'])}`],
    ['Last-Attempt-Date', lastAttempt === undefined ? undefined : mailDate(lastAttempt)],
    ['Will-Retry-Until', retryUntil === undefined ? undefined : mailDate(retryUntil)],
  ]
}

/** Left out where it would have to be cut: that is another address. */
function originalOf({ originalRecipient }: ReportedRecipient): string | undefined {
  const [, type, address] = /^(utf-8;)(.*)$/s.exec(originalRecipient ?? '') ?? []
  if (type === undefined || address === undefined) return originalRecipient
  const written = type + escaped(plain(address, maskWholeKeys))
  return written.length > longestValue ? undefined : written
}

/**
 * With its type. What stood in a Subject or a list has no domain, and may be no word: RFC 5321 4.1.2. The
 * address that the mail went to stands behind it in parentheses, and only people need it.
 */
function mailbox(written: string, domain: string): string {
  const address = plain(written.replace(/ \([^()\s]+@[^()\s]+\)$/, ''))
  const [, local = wordOf(address), at = domain] = wholeAddress.exec(address) ?? []
  const whole = `${shortened(local)}@${at}`
  return /^[ -~]*$/.test(whole) ? `rfc822; ${whole}` : `utf-8; ${escaped(whole)}`
}

/** RFC 6533 3, utf-8-addr-xtext: ASCII, with `\x{F6}` for all that is none or has a meaning of its own. */
function escaped(address: string): string {
  return address.replace(
    /[^!-*,-<>-[\]-~]/gu,
    (one) => `\\x{${one.codePointAt(0)?.toString(16).toUpperCase().padStart(2, '0')}}`,
  )
}

const wholeAddress = /^([^\s"@]+|"(?:[^"\\]|\\.)+")@([^\s"@]+)$/
// RFC 5321 4.1.2, RFC 6531 3.3
const atoms = /^[\w!#$%&'*+/=?^`{|}~\u0080-\uffff-]+(\.[\w!#$%&'*+/=?^`{|}~\u0080-\uffff-]+)*$/

function wordOf(text: string): string {
  return atoms.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`
}

/** A local part that leaves room for any domain; no pair of a backslash and another is torn. */
function shortened(local: string): string {
  let room = 600
  const fitting = (local.match(/\\.|./gsu) ?? [])
    .filter((one) => (room -= escaped(one).length) >= 0)
    .join('')
  return fitting !== local && local.startsWith('"') ? `${fitting}"` : fitting
}

function detail(routeReason: string | undefined): string {
  return routeReason ? ` (${routeReason})` : ''
}

function fields(list: readonly Field[]): string {
  return list
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value, mask]) => `${name}: ${ascii(value ?? '', mask).slice(0, longestValue)}\n`)
    .join('')
}

function ascii(value: string, mask = maskKeys): string {
  const letters = plain(value, mask).normalize('NFKD').replace(/\p{M}/gu, '')
  return letters.replace(/[^\x20-\x7e]+/g, '?').trim()
}

/** One line, keys masked. */
function plain(value: string, mask = maskKeys): string {
  return mask(value.toWellFormed())
    .replace(/…/g, '...')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, '?')
    .trim()
}
