// What a mail orders: which keys it shows, to whom it goes, with which options, as its addresses and
// headers alone tell it. Whom that means for one account, resolve-orders.ts finds.
import { maskKeys, maskWholeKeys } from './address/key.ts'
import {
  maskLocalPart,
  readLocalPart,
  type Command,
  type ParsedAddress,
} from './address/local-part.ts'
import { isProse } from './number-list.ts'
import type { MailAttachment, ReadMail } from './read-mail.ts'
import { asciiDomain } from './address/mail-address.ts'
import { namesRecipients, readSubject, type SubjectMeaning } from './subject.ts'
import type { TextFacts } from './text/compose-text.ts'

export interface Addressee extends ParsedAddress {
  /** As the client wrote it, in lower case. */
  readonly written: string
  /** The same for people to see, keys masked. */
  readonly shown: string
  readonly domain: string
}

export interface Orders {
  readonly addressees: readonly Addressee[]
  /** Those that let the Subject name phones, be they in another part of a mail that a server split. */
  readonly listForms: readonly Addressee[]
  /** The command that the mail is for; beside other recipients it does nothing, wherever those stand. */
  readonly command: { readonly name: Command; readonly isAlone: boolean } | undefined
  readonly keys: readonly string[]
  readonly subject: SubjectMeaning
  readonly lists: readonly MailAttachment[]
  readonly isReply: boolean
  /** Some address names a phone, be it in another part of a mail that a server split. */
  readonly namesPhone: boolean
}

/** The forms beside which the Subject and attached lists may name phones, the strongest first. */
const listForms = ['subject', 'key-subject', 'key'] as const

/** `owns` says whether a domain is one of ours. */
export function readOrders(
  recipients: readonly string[],
  mail: ReadMail,
  owns: (domain: string) => boolean,
): Orders {
  const addressees = recipients.map(readAddressee)
  // Most of To and Cc are recipients, and read already.
  const known = new Map(addressees.map((addressee, at) => [recipients[at], addressee]))
  // A server that splits a mail keeps its headers: KEY@ in To or Cc still proves the sender.
  const shown = [...mail.to, ...mail.cc]
    .map(({ address }) => known.get(address) ?? readAddressee(address))
    .filter(({ domain }) => owns(domain))
  const all = [...addressees, ...shown]
  const form = subjectForm(all)
  const isPhoneNamed = all.some(({ localPart }) => namesPhone(localPart.kind))
  const lists = takesLists(addressees) ? listsIn(mail, form) : []
  const otherPhones = lists.length > 0 || isPhoneNamed
  const subject = readSubject(mail.subject, { form, otherPhones })
  return {
    addressees,
    listForms: all.filter(takesList),
    command: commandIn(addressees, all),
    keys: [...new Set(all.flatMap(keyOf).concat(keyOfSubject(subject)))],
    subject,
    lists,
    isReply: addressees.some(({ localPart }) => localPart.kind === 'reply') || answersAMail(mail),
    namesPhone: isPhoneNamed,
  }
}

function readAddressee(address: string): Addressee {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(0, at))
  const domain = asciiDomain(address.slice(at + 1))
  const shown = `${maskLocalPart(local)}@${domain}`
  const { localPart, options, badOption } = readLocalPart(local)
  const written = address.toLowerCase()
  const addressee = { localPart, options, written, shown, domain }
  return badOption === undefined ? addressee : { ...addressee, badOption }
}

type LocalPartKind = ParsedAddress['localPart']['kind']

/**
 * Of a mail that a server split, each part of it knows of the command by To and Cc. An answer with help@ in Cc
 * is an answer.
 */
function commandIn(addressees: readonly Addressee[], all: readonly Addressee[]): Orders['command'] {
  const [name] = all.flatMap(({ localPart }) =>
    localPart.kind === 'command' ? [localPart.command] : [],
  )
  const isMeant = addressees.some((one) => one.localPart.kind === 'command' || sends(one))
  if (name === undefined || !isMeant) return undefined
  return { name, isAlone: addressees.length === 1 && !all.some(sends) }
}

/** Whether an address sends SMS by itself, not as an answer. */
function sends({ localPart: { kind } }: Addressee): boolean {
  return (kind !== 'reply' && namesPhone(kind)) || listForms.some((form) => form === kind)
}

function subjectForm(addressees: readonly Addressee[]): LocalPartKind {
  const kinds = addressees.map(({ localPart }) => localPart.kind)
  return (
    [...listForms, 'key-and-phone' as const, 'command' as const].find((kind) =>
      kinds.includes(kind),
    ) ?? 'phone'
  )
}

function takesLists(addressees: readonly Addressee[]): boolean {
  return addressees.some(takesList)
}

export function takesList({ localPart }: Addressee): boolean {
  if (localPart.kind === 'command') return localPart.command === 'preview'
  return listForms.some((form) => form === localPart.kind)
}

function namesPhone(kind: LocalPartKind): boolean {
  return kind === 'phone' || kind === 'key-and-phone' || kind === 'reply' || kind === 'name'
}

/** The attached lists, without notes of words where the Subject names the phones. */
function listsIn({ attachments, subject }: ReadMail, form: LocalPartKind): MailAttachment[] {
  const lists = attachments.filter(isList)
  const notes = lists.filter(
    ({ filename = '', content }) => /(?:\.txt|^[^.]+)$/i.test(filename) && isProse(content),
  )
  if (notes.length === 0 || !namesRecipients(readSubject(subject, { form, otherPhones: true })))
    return lists
  return lists.filter((list) => !notes.includes(list))
}

/** Spreadsheets too, which nobody reads: whoever attached one hears of it. */
function isList({ contentType, filename = '' }: MailAttachment): boolean {
  if (strayText.test(filename)) return false
  if (tableType.test(contentType) || tableName.test(filename)) return true
  return contentType === 'text/plain' && /^[^.]+$/.test(filename)
}

/** What Exchange calls the text that stands behind a picture or comes from a mailing list. */
const strayText = /^ATT\d+(?:\.\w+)?$/i
const tableType =
  /^text\/(?:x-)?(?:csv|comma-separated-values|tab-separated-values)$|^application\/(?:csv|vnd\.ms-excel|vnd\..*spreadsheet)/
const tableName = /\.(?:txt|csv|tsv|tab|xls[xmb]?|ods|numbers)$/i

function keyOf({ localPart }: Addressee): string[] {
  return 'key' in localPart ? [localPart.key] : []
}

function keyOfSubject(subject: SubjectMeaning): string[] {
  return subject.kind === 'orders' && subject.key !== undefined ? [subject.key] : []
}

function answersAMail(mail: ReadMail): boolean {
  return mail.inReplyTo !== undefined || mail.references.length > 0
}

/** Whether the Subject is meant for the gateway, so that it is no part of the text. */
export function usesSubject({ subject }: Orders): boolean {
  return subject.kind !== 'text'
}

/** What its text is composed by. */
export function textFacts(orders: Orders): TextFacts {
  return { subjectUsed: usesSubject(orders), isReply: orders.isReply }
}

/** Whether the mail would show a key to people who are none of ours. */
export function showsKey({ keys }: Orders): boolean {
  return keys.length > 0
}

/**
 * A mail header block with every key masked, what may be long last. In From, Date and Message-ID nobody
 * writes a key, and long words stay.
 */
export function maskedHeaders(mail: ReadMail): string {
  const lines: string[] = []
  for (const [name, mask] of maskedFields)
    for (const value of mail.headers.get(name) ?? []) lines.push(`${title(name)}: ${mask(value)}`)
  return lines.join('\r\n').slice(0, 8_000)
}

const maskedFields = [
  ['from', maskWholeKeys],
  ['date', maskWholeKeys],
  ['message-id', maskWholeKeys],
  ['subject', maskKeys],
  ['to', maskKeys],
  ['cc', maskKeys],
] as const

function title(name: string): string {
  return name === 'message-id' ? 'Message-ID' : name.charAt(0).toUpperCase() + name.slice(1)
}
