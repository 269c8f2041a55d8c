// The phones that the orders of a mail mean for one account. Each recipient is taken or refused alone;
// equal phones are one.
import type { MessageOptions } from '../mail/address/options.ts'
import { resolveTime } from '../mail/address/time.ts'
import { readNumberList } from '../mail/number-list.ts'
import type { MailAttachment } from '../mail/read-mail.ts'
import type { SubjectMeaning } from '../mail/subject.ts'
import { readPhone, type NumberRules } from '../sms/phone-number.ts'
import type { Refusal } from '../policy/errors.ts'
import { breathe } from '../threads/breathe.ts'
import type { Directory } from './directory.ts'
import { namesPhone, takesList, type Addressee, type Orders } from '../mail/orders.ts'
import { mayAnswer, provesFor, reaches, type NamedIn, type Proof, type Sender } from './trust.ts'

/** A recipient of one message. */
export interface Target {
  readonly shown: string
  /** The address that it came by, in lower case. */
  readonly written?: string
  readonly domain: string
  readonly phone: string
  readonly options: MessageOptions
  /** The key of the conversation that a TAG answers. */
  readonly keyId?: number | undefined
}

export interface RefusedRecipient {
  readonly shown: string
  /** The address that it came by, in lower case. */
  readonly written?: string
  readonly refusal: Refusal
}

export interface Resolution {
  readonly targets: readonly Target[]
  readonly refused: readonly RefusedRecipient[]
}

export interface ResolveOptions {
  readonly rules: NumberRules
  readonly directory: Directory
  readonly sender: Sender
  readonly now: number
  readonly maxRecipients: number
}

/** Finds the phones; never throws for anything that a sender wrote. */
export async function resolveOrders(orders: Orders, options: ResolveOptions): Promise<Resolution> {
  const targets = new Map<string, Target>()
  const refused: RefusedRecipient[] = []
  for (const addressee of orders.addressees) {
    const { written } = addressee
    for (const one of await resolveAddressee(addressee, orders, options)) {
      if ('refusal' in one) refused.push({ ...one, written })
      else if (!targets.has(one.phone)) targets.set(one.phone, { ...one, written })
    }
  }
  const tooMany = refused.find(({ refusal }) => refusal.code === 'too_many_at_once')
  if (tooMany !== undefined) return { targets: [], refused: [tooMany] }
  if (targets.size > options.maxRecipients) {
    const refusal: Refusal = { code: 'too_many_at_once', params: {} }
    return { targets: [], refused: [{ shown: orders.addressees[0]?.shown ?? '', refusal }] }
  }
  return { targets: [...targets.values()], refused }
}

type Resolved = Target | RefusedRecipient

async function resolveAddressee(
  addressee: Addressee,
  orders: Orders,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const no = (code: Refusal['code'], params: Refusal['params'] = {}): Resolved[] => [
    { shown: addressee.shown, refusal: { code, params } },
  ]
  if (addressee.badOption !== undefined)
    return no('option_invalid', { option: addressee.badOption })
  const { localPart } = addressee
  // Without a proof of the sender only a TAG counts, and it counts for its own conversation.
  if (
    localPart.kind !== 'reply' &&
    !takesList(addressee) &&
    !isProved(addressee, 'address', options)
  )
    return [notTrusted(addressee.shown, options)]
  // A mistyped time or option is never taken for none.
  if (orders.subject.kind === 'refused') return [badSubject(orders.subject, addressee.shown)]
  switch (localPart.kind) {
    case 'phone':
    case 'key-and-phone':
      return [phoneTarget(localPart.spelling, addressee.shown, addressee, orders, options)]
    case 'reply':
      return answerTargets(localPart, addressee, orders, options)
    case 'key':
    case 'key-subject':
    case 'subject':
      return listTargets(addressee, orders, options)
    case 'no-reply':
      return no('reply_impossible')
    case 'name':
      return namedTargets(localPart.name, addressee.shown, addressee, orders, options)
    case 'command':
      return takesList(addressee)
        ? listTargets(addressee, orders, options)
        : no('address_not_understood', { address: addressee.shown })
    case 'reserved':
    case 'unreadable':
      return no('address_not_understood', { address: addressee.shown })
  }
}

/** Whether a proof holds for any phone that the mail asks for. */
export function provesSome({ addressees }: Orders, proof: Proof | undefined): boolean {
  return addressees.some((addressee) =>
    (takesList(addressee) ? (['subject', 'list'] as const) : (['address'] as const)).some(
      (namedIn) => provesFor(proof, { address: addressee.written, namedIn }),
    ),
  )
}

function isProved({ written }: Addressee, namedIn: NamedIn, { sender }: ResolveOptions): boolean {
  return provesFor(sender.proof, { address: written, namedIn })
}

function notTrusted(shown: string, { sender }: ResolveOptions): RefusedRecipient {
  return {
    shown,
    refusal: { code: 'sender_not_trusted', params: { sender: sender.account.address } },
  }
}

function badSubject(
  { code, detail }: Extract<SubjectMeaning, { kind: 'refused' }>,
  shown: string,
): RefusedRecipient {
  const name = code === 'time_invalid' ? 'time' : 'option'
  return { shown, refusal: { code, params: { [name]: detail } } }
}

function phoneTarget(
  spelling: string,
  shown: string,
  addressee: Addressee,
  orders: Orders,
  { rules, sender }: ResolveOptions,
): Resolved {
  const reading = readPhone(spelling, rules)
  switch (reading.kind) {
    case 'phone':
      if (!reaches(sender.proof, reading.phone))
        return { shown, refusal: { code: 'prefix_not_allowed', params: { number: reading.phone } } }
      return {
        shown,
        domain: addressee.domain,
        phone: reading.phone,
        options: { ...optionsOf(orders.subject), ...addressee.options },
      }
    case 'refused':
      return { shown, refusal: { code: reading.code, params: { number: reading.detail } } }
    case 'not-a-number':
      return { shown, refusal: { code: 'number_invalid', params: { number: spelling } } }
  }
}

/** The phones of a contact, or of all in a contact group, of the account. */
async function namedTargets(
  name: string,
  shown: string,
  addressee: Addressee,
  orders: Orders,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const { directory, sender, maxRecipients } = options
  // One more than may be: the mail is refused by it.
  const phones = await directory.phonesNamed(sender.account.id, name, maxRecipients + 1)
  const [first] = phones ?? []
  if (phones === undefined || first === undefined) {
    const code = phones === undefined ? 'name_unknown' : 'name_empty'
    return [{ shown, refusal: { code, params: { name } } }]
  }
  if (phones.length === 1) return [phoneTarget(first, shown, addressee, orders, options)]
  return phones.map((phone) =>
    phoneTarget(phone, `${phone} (${shown})`, addressee, orders, options),
  )
}

function optionsOf(subject: SubjectMeaning): MessageOptions {
  return subject.kind === 'orders' ? subject.options : {}
}

async function answerTargets(
  { number, tag }: { number: string; tag: string },
  addressee: Addressee,
  orders: Orders,
  resolving: ResolveOptions,
): Promise<Resolved[]> {
  const { directory, sender, now } = resolving
  const { shown, domain } = addressee
  const conversation = await directory.conversation(tag)
  if (conversation?.phone !== `+${number}`)
    return [{ shown, refusal: { code: 'address_not_understood', params: { address: shown } } }]
  const allowed =
    conversation.account_id === sender.account.id &&
    (isProved(addressee, 'address', resolving) ||
      (await mayAnswer(conversation, sender, directory, now)))
  // Who proves nothing is not told whether From has an account.
  if (!allowed && sender.proof === undefined) return [notTrusted(shown, resolving)]
  if (!allowed) return [{ shown, refusal: { code: 'reply_not_yours', params: {} } }]
  const options = { ...optionsOf(orders.subject), ...addressee.options }
  const { phone, key_id } = conversation
  return [{ shown, domain, phone, options, keyId: key_id ?? undefined }]
}

/** `KEY@`, `sms.KEY@` and `sms@`: the phones are in the Subject, in attached lists, or in other recipients. */
async function listTargets(
  addressee: Addressee,
  orders: Orders,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const { shown } = addressee
  const { subject, lists, addressees } = orders
  const { maxRecipients } = options
  const may = (namedIn: NamedIn): boolean => isProved(addressee, namedIn, options)
  if (!may('subject') && (lists.length === 0 || !may('list'))) return [notTrusted(shown, options)]
  const target = (spelling: string, place: string): Resolved =>
    phoneTarget(spelling, `${place} (${shown})`, addressee, orders, options)
  const named = (name: string): Promise<Resolved[]> =>
    namedTargets(name, `${name} (${shown})`, addressee, orders, options)
  if (subject.kind === 'orders' && subject.recipients.length > maxRecipients)
    return [{ shown, refusal: { code: 'too_many_at_once', params: {} } }]
  const inSubject = may('subject') ? await namedInSubject(subject, target, named) : []
  const inLists: Resolved[] = []
  for (const list of lists)
    for (const one of await listed(list, maxRecipients, shown, target)) inLists.push(one)
  const found = [
    ...(may('subject') || !namesSome(subject) ? inSubject : [notTrusted(shown, options)]),
    ...(inLists.length === 0 || may('list') ? inLists : [notTrusted(shown, options)]),
  ]
  const others = addressees.some(({ localPart }) => namesPhone(localPart.kind))
  return found.length > 0 || others
    ? found
    : [{ shown, refusal: { code: 'recipients_none', params: {} } }]
}

function namesSome(subject: SubjectMeaning): boolean {
  return subject.kind === 'reply' || (subject.kind === 'orders' && subject.recipients.length > 0)
}

async function namedInSubject(
  subject: SubjectMeaning,
  phone: (spelling: string, place: string) => Resolved,
  name: (name: string) => Promise<Resolved[]>,
): Promise<Resolved[]> {
  if (subject.kind === 'reply') return [phone(subject.phone, subject.phone)]
  if (subject.kind !== 'orders') return []
  const found: Resolved[] = []
  for (const { kind, spelling } of subject.recipients)
    found.push(...(kind === 'phone' ? [phone(spelling, spelling)] : await name(spelling)))
  return found
}

async function listed(
  list: MailAttachment,
  most: number,
  shown: string,
  target: (spelling: string, place: string) => Resolved,
): Promise<Resolved[]> {
  const file = list.filename ?? list.contentType
  const reading = readNumberList(list.content, most)
  if (reading.kind === 'refused')
    return [{ shown, refusal: { code: reading.code, params: { file } } }]
  const found: Resolved[] = []
  for (const [index, { line, spelling }] of reading.numbers.entries()) {
    await breathe(index)
    found.push(target(spelling, `${spelling}, line ${line} of ${file}`))
  }
  return found
}

/** When a message is due: undefined for at once, or the reason why the time is none. */
export function dueTime(
  options: MessageOptions,
  now: number,
  timeZone: string,
): { readonly at: number | undefined } | Refusal {
  if (options.at === undefined) return { at: undefined }
  const reading = resolveTime(options.at, now, timeZone)
  return reading.kind === 'time'
    ? { at: reading.at }
    : { code: reading.code, params: { time: reading.detail } }
}
