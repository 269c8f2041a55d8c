// Turns headers and text into the bytes of a mail: the one place where nodemailer is used to write.
//
// Guarantees: lines end in CRLF; the text is UTF-8; nothing that a phone or a stranger wrote can add a
// header, a recipient or a MIME part. No randomness: the caller gives Message-ID and date.

import addressparser from 'nodemailer/lib/addressparser'
import { encodeWord, encodeWords, foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import type { Mailbox } from './written-mail.ts'

export interface MailHeaders {
  from: Mailbox
  to: Mailbox
  subject: string
  /** With its angle brackets, as all ids here. */
  messageId: string
  inReplyTo?: string
  references?: readonly string[]
  /** Milliseconds since 1970. */
  date: number
  /** RFC 3834 5: whether and how this mail came into being by itself. */
  autoSubmitted: 'auto-generated' | 'auto-replied'
  more?: Readonly<Record<string, string>>
}

/** The root of a mail with its headers. */
export function rootNode(contentType: string, headers: MailHeaders): MimeNode {
  const boundary = headers.messageId.replace(/[^a-z0-9]/gi, '').slice(0, 40)
  const node = new MimeNode(contentType, {
    newline: 'win',
    baseBoundary: boundary,
    // nodemailer would write X-Sms-ID.
    normalizeHeaderKey: (name) =>
      name.replace(/^X-Sms-ID$/, 'X-SMS-Id').replace(/^X-Sms-/, 'X-SMS-'),
  })
  node.setHeader({
    From: headers.from,
    To: headers.to,
    Subject: freeText(headers.subject),
    'Message-ID': headers.messageId,
    Date: mailDate(headers.date),
  })
  const { inReplyTo = '' } = headers
  const references = (headers.references ?? []).filter(isPlain)
  if (inReplyTo !== '' && isPlain(inReplyTo)) node.setHeader('In-Reply-To', inReplyTo)
  if (references.length > 0) node.setHeader('References', references)
  node.setHeader('Auto-Submitted', headers.autoSubmitted)
  for (const [name, value] of Object.entries(headers.more ?? {}))
    node.setHeader(name, freeText(value))
  return node
}

/** One mail of plain text. */
export function writeText(headers: MailHeaders, text: string): Promise<string> {
  return build(rootNode('text/plain; charset=utf-8', headers).setContent(tidyText(text)))
}

export async function build(node: MimeNode): Promise<string> {
  // All is ASCII by now, but for addresses whose local part is not (RFC 6532).
  return (await node.build()).toString()
}

/** A header as one folded field of ASCII, its value free text (RFC 2047). */
export function headerLine(name: string, value: string): string {
  const text = freeText(value)
  // Lines are folded between words only; encoded ones can be divided.
  const isLong = /\S{70}/.test(text)
  return foldLines(`${name}: ${(isLong ? encodeWord : encodeWords)(text, 'Q', 52)}`, 76)
}

/**
 * The same where RFC 2047 5 allows no encoded word: an id, a date. '' for what is not ASCII, or too long for
 * a line: the field is left out.
 */
export function plainLine(name: string, value: string): string {
  return isPlain(value) ? foldLines(`${name}: ${line(value)}`, 76) : ''
}

function isPlain(value: string): boolean {
  return isAscii(value) && fitsLine(value)
}

/** RFC 5322 2.1.1: 998 octets, of which the name of the field may need some. */
function fitsLine(value: string): boolean {
  return value.split(/\s+/).every((word) => Buffer.byteLength(word) < 900)
}

/** Addresses as they stood in a header; they are written anew only where they are not ASCII. */
export function addressLine(name: string, value: string): string {
  const list = isAscii(value)
    ? value
    : addressparser(line(value), { flatten: true })
        .map(({ name, address = '' }) => asciiAddress(name, address))
        .join(', ')
  return plainLine(name, list)
}

/** RFC 6857 3.1: where the address itself is not ASCII, it becomes part of the name of an empty group. */
function asciiAddress(name: string, address: string): string {
  if (!isAscii(address)) return `${encodeWord(`${name} ${address}`.trim(), 'Q', 52)} :;`
  if (name === '') return address
  return `${encodeWord(name, 'Q', 52)} <${address}>`
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}

/** RFC 5322 3.3, in UTC. */
export function mailDate(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000')
}

/** Text as a mail can hold it: no control characters but line ends and tabs, one line end at its end. */
export function tidyText(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f]/g, '')
  return `${plain.trimEnd()}\n`
}

/** One line for a header; nodemailer encodes what is not ASCII. */
function line(value: string): string {
  return value
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
}

/**
 * What is not to be decoded, as one line. What reads like an encoded word (RFC 2047) gets a character
 * without width, so that it is none, and nodemailer encodes it.
 */
function freeText(value: string): string {
  return line(value).replace(/=(?=\?)/g, '=\u2060')
}

/** A name for an address, as one line. */
export function mailbox(name: string, address: string): Mailbox {
  return { name: freeText(name), address }
}
