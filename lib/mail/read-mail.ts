// A raw mail as the values that the gateway works with: who, to whom, what text, what is attached.
// Guarantees: never rejects, whatever the bytes; what is broken is read as far as it goes. Time is
// linear and bounded (see the limits in read/): 25 MB of an ordinary mail take well under 50 ms, and of
// the worst that was found some seconds.
// Parsing is our own and synchronous underneath: a part's text is decided by its place in the
// tree, which stream parsers do not tell.
import addressparser from 'nodemailer/lib/addressparser'
import { readBody } from './read/body.ts'
import { decodeWords } from './read/encoded-words.ts'
import { firstValue, type HeaderFields } from './read/header-fields.ts'
import { readMimeTree, type MimePart } from './read/mime-tree.ts'

export interface MailAddress {
  name: string
  /** Local part as written, domain in lower case. */
  address: string
}

export interface MailAttachment {
  filename?: string
  contentType: string
  readonly content: Buffer
}

export interface ReadMail {
  /** Every address of every From header, so that exactly one can be asked for. */
  from: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  subject: string
  /** With its angle brackets, as are the next two. */
  messageId?: string
  inReplyTo?: string
  references: string[]
  /** RFC 6522: what the mail, or a part of it that is no attached mail, reports; '' when it does not say. */
  reportType?: string
  date?: Date
  /** Lower-case name to raw unfolded values, in order. */
  headers: ReadonlyMap<string, readonly string[]>
  text?: string
  html?: string
  attachments: MailAttachment[]
}

const maxAddressChars = 64 * 1024

export function readMail(source: Buffer): Promise<ReadMail> {
  return Promise.resolve(readMailNow(source))
}

/** The same at once, for callers that wait anyway (the command line, worker threads). */
export function readMailNow(source: Buffer): ReadMail {
  const root = readMimeTree(source)
  const mail: ReadMail = {
    from: addresses(root.fields, 'from'),
    to: addresses(root.fields, 'to'),
    cc: addresses(root.fields, 'cc'),
    subject: decodeWords(firstValue(root.fields, 'subject')).trim().normalize('NFC'),
    references: messageIds(firstValue(root.fields, 'references')),
    headers: root.fields,
    ...readBody(root),
  }
  const messageId = messageIds(firstValue(root.fields, 'message-id'))[0]
  const inReplyTo = messageIds(firstValue(root.fields, 'in-reply-to'))[0]
  const date = readDate(firstValue(root.fields, 'date'))
  if (messageId !== undefined) mail.messageId = messageId
  if (inReplyTo !== undefined) mail.inReplyTo = inReplyTo
  const report = reportType(root)
  if (report !== undefined) mail.reportType = report
  if (date !== undefined) mail.date = date
  return mail
}

/** Servers that add a footer or sign put the whole report into a part. */
function reportType({ contentType, children }: MimePart): string | undefined {
  const { value, parameters } = contentType
  if (value === 'multipart/report') return parameters.get('report-type')?.toLowerCase() ?? ''
  for (const child of children) {
    const inside = reportType(child)
    if (inside !== undefined) return inside
  }
  return undefined
}

function addresses(fields: HeaderFields, name: string): MailAddress[] {
  const raw = (fields.get(name) ?? []).join(', ').slice(0, maxAddressChars)
  if (raw === '') return []
  const plain = plainAddress.exec(raw)
  if (plain !== null) {
    const [, display = '', bracketed, bare = ''] = plain
    return [{ name: display, address: lowerDomain(bracketed ?? bare) }]
  }
  return addressparser(raw, { flatten: true })
    .map(({ name, address = '' }) => ({
      name: decodeWords(name).trim(),
      address: lowerDomain(address),
    }))
    .filter(({ address }) => address !== '')
}

/** What most fields hold, of which the parser, which goes by single characters, makes the same. */
const plainAddress = /^(?:(\w+(?: \w+)*) )?<(\w[\w.+-]*@\w[\w.-]*)>$|^(\w[\w.+-]*@\w[\w.-]*)$/

function lowerDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase()
}

// RFC 5322 3.6.4; mailers that forget the angle brackets are answered with what they wrote, unless quotes
// hold it together.
function messageIds(raw: string): string[] {
  const value = raw.slice(0, 16 * 1024)
  const ids = value.match(/<[^<>\s]+>/g)
  if (ids !== null || value.includes('"')) return ids ?? []
  return value.split(/\s+/).filter((id) => id !== '')
}

function readDate(raw: string): Date | undefined {
  const date = new Date(raw.slice(0, 100).replace(/\s*\([^)]*\)/g, ''))
  return raw === '' || Number.isNaN(date.getTime()) ? undefined : date
}
