// Writing to several phones at once: a contact group, contacts, numbers; each gets its own text, with its
// name and own columns in place of what stands in braces. Each is judged alone, as recipients of a mail are.
import { setImmediate as turn } from 'node:timers/promises'
import type { Refusal } from '../../policy/errors.ts'
import { isContactGroup } from '../../store/contact-groups.ts'
import { contactsNamed, contactsWithPhones, type Contact } from '../../store/contacts.ts'
import type { Account } from '../../store/accounts.ts'
import type { Store } from '../../store/store.ts'
import { readFields } from '../contacts/fields.ts'
import { nameKey } from '../contacts/name.ts'
import { fillPlaceholders, type Addressed } from '../contacts/placeholders.ts'
import type { Intake } from '../intake.ts'
import type { SubmittedMessage } from '../submission.ts'
import { dueTime } from '../due-time.ts'
import { composeWritten } from './compose.ts'
import {
  messageFor,
  phoneIn,
  submissionFor,
  writerOf,
  type Writer,
  type WriterParts,
} from './message-for.ts'
import { priceOfAll, type Price } from './price.ts'

export interface ManyWish {
  /** A contact group; '' for none. */
  readonly group: string
  /** Numbers, contacts and contact groups, with commas or on lines. */
  readonly to: string
  readonly text: string
  /** When it goes out, as `2026-12-24 18:00` in the person's zone; '' for at once. */
  readonly at: string
}

export type LeftOutWhy =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The contact has nothing for this place of the text. */
  | { readonly kind: 'missing'; readonly place: string }

export interface LeftOut {
  readonly shown: string
  readonly why: LeftOutWhy
}

export interface ManyExample {
  readonly name: string
  readonly phone: string
  readonly text: string
  readonly parts: number
  readonly encoding: 'gsm7' | 'ucs2'
  readonly price: readonly Price[]
}

export interface ManyPreview {
  readonly messages: number
  readonly parts: number
  readonly price: readonly Price[]
  /** The first few. */
  readonly examples: readonly ManyExample[]
  readonly leftOut: readonly LeftOut[]
  /** When they go out, in milliseconds since 1970; undefined for at once. */
  readonly dueAt: number | undefined
}

/** `sent`: how many; none of them where the form had been sent before. */
export interface ManySent {
  readonly sent: number
  readonly leftOut: readonly LeftOut[]
  readonly dueAt: number | undefined
}

export interface ManyOptions extends WriterParts {
  readonly store: Store
  readonly intake: Intake
  readonly clock: () => number
}

/** Who writes, and the zone of the times that they write. */
export interface Whose {
  readonly account: Account
  readonly timeZone: string
}

const mostExamples = 3

export async function previewMany(
  whose: Whose,
  wish: ManyWish,
  options: ManyOptions,
): Promise<ManyPreview> {
  const { writer, ready, leftOut, dueAt } = await prepareMany(whose, wish, options)
  const prices = await options.directory.prices()
  const price = (messages: readonly SubmittedMessage[]): readonly Price[] =>
    priceOfAll(messages, writer.rules, prices, options.routes)
  return {
    messages: ready.length,
    parts: ready.reduce((sum, { message }) => sum + message.parts, 0),
    price: price(ready.map(({ message }) => message)),
    examples: ready.slice(0, mostExamples).map(({ name, message }) => ({
      ...{ name, phone: message.phone, text: message.text },
      ...{ parts: message.parts, encoding: message.encoding },
      price: price([message]),
    })),
    leftOut,
    dueAt,
  }
}

export async function sendMany(
  whose: Whose,
  { once, ...wish }: ManyWish & { readonly once: string },
  options: ManyOptions,
): Promise<ManySent> {
  const { ready, leftOut, dueAt } = await prepareMany(whose, wish, options)
  if (ready.length === 0) return { sent: 0, leftOut, dueAt }
  const messages = ready.map(({ message }) => message)
  const stored = await options.intake.submit(submissionFor(whose.account, once, messages))
  const refused = stored.refused.map(({ shown, refusal }) => no(shown, refusal))
  return { sent: stored.messages, leftOut: [...leftOut, ...refused], dueAt }
}

interface Prepared {
  readonly writer: Writer
  readonly ready: readonly { readonly name: string; readonly message: SubmittedMessage }[]
  readonly leftOut: readonly LeftOut[]
  readonly dueAt: number | undefined
}

function no(shown: string, refusal: Refusal): LeftOut {
  return { shown, why: { kind: 'refused', refusal } }
}

async function prepareMany(
  { account, timeZone }: Whose,
  wish: ManyWish,
  options: ManyOptions,
): Promise<Prepared> {
  const writer = await writerOf(account, options)
  const nothing = (leftOut: readonly LeftOut[]): Prepared => ({
    ...{ writer, ready: [], leftOut, dueAt: undefined },
  })
  const most = options.settings().limits.max_recipients
  const { people, unknown } = await addressed(writer, wish, options.store, most)
  if (people.length > most) return nothing([no('', { code: 'too_many_at_once', params: {} })])
  const at = wish.at.trim() === '' ? {} : { at: wish.at.trim() }
  const due = dueTime(at, options.clock(), timeZone)
  if ('code' in due) return nothing([no('', due)])
  const ready: Prepared['ready'][number][] = []
  const leftOut = [...unknown]
  for (const [index, person] of people.entries()) {
    // So that others have their turn.
    if (index % 100 === 99) await turn()
    const shown = person.name === '' ? person.phone : `${person.name} (${person.phone})`
    const filled = fillPlaceholders(wish.text, person)
    if ('missing' in filled) {
      leftOut.push({ shown, why: { kind: 'missing', place: filled.missing } })
      continue
    }
    const composed = composeWritten(filled.text, writer.values, options.settings())
    const message = await messageFor(
      { phone: person.phone, composed, ...(due.at !== undefined && { dueAt: due.at }) },
      writer,
      options,
    )
    if ('code' in message) leftOut.push(no(shown, message))
    else ready.push({ name: person.name, message })
  }
  return { writer, ready, leftOut, dueAt: due.at }
}

interface AddressedPeople {
  /** Each phone once, in the order in which they are named; one more than may be, where there are more. */
  readonly people: readonly Addressed[]
  readonly unknown: readonly LeftOut[]
}

async function addressed(
  { account, values }: Writer,
  { group, to }: ManyWish,
  { db, dialect }: Store,
  most: number,
): Promise<AddressedPeople> {
  const people = new Map<string, Addressed>()
  const unknown: LeftOut[] = []
  const take = ({ name, phone, fields }: Pick<Contact, 'name' | 'phone' | 'fields'>): void => {
    if (!people.has(phone)) people.set(phone, { name, phone, fields: readFields(fields) })
  }
  const typed: string[] = []
  const names = [group, ...to.split(/[,;\n]/)].map((one) => one.trim())
  for (const name of names.filter((one) => one !== '')) {
    if (people.size + typed.length > most) break
    const reading = phoneIn(name, values)
    if ('phone' in reading) {
      typed.push(reading.phone)
      continue
    }
    const key = nameKey(name)
    const found = await contactsNamed(db, account.id, key, most + 1)
    for (const contact of found) take(contact)
    if (found.length > 0) continue
    const isEmpty = await isContactGroup(db, account.id, key)
    const code = isEmpty ? 'name_empty' : 'name_unknown'
    unknown.push(no(name, /\p{L}/u.test(name) ? { code, params: { name } } : reading))
  }
  const known = await contactsWithPhones(db, dialect, account.id, typed)
  const named = new Map(known.map((contact) => [contact.phone, contact]))
  for (const phone of typed) take(named.get(phone) ?? { name: '', phone, fields: null })
  return { people: [...people.values()], unknown }
}
