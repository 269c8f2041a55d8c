// Plain mail addresses, as accounts have them, and the form in which domains are compared.
import { domainToASCII } from 'node:url'

const form = /^[^\s\p{C}@<>"]+@(?:[^\s\p{C}@<>"]+\.[^\s\p{C}@<>".]+|localhost)$/u

/** 254 characters are the most that SMTP carries (RFC 5321 4.5.3.1.3). */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && form.test(text)
}

/** A domain in lower case, as the DNS has it (RFC 5891): `xn--bcher-kva.example` for `bücher.example`. */
export function asciiDomain(domain: string): string {
  const lower = domain.toLowerCase()
  return /^[ -~]*$/.test(lower) ? lower : domainToASCII(lower) || lower
}

/** An envelope sender without the tag that its server put before it: `prvs=1234abcdef=` (draft-levine-smtp-batv). */
export function withoutBatv(address: string): string {
  return address.replace(/^prvs=\d{4}[\da-f]{6}=/i, '')
}
