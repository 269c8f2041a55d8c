// The conversations of a person for the pages: what was said, what is unread, and writing on.
//
// What is written here goes through the same intake as mail: limits, credit, opt-outs and routes count.
// The guard against duplicates does not, for whoever writes sees what was written before; a form that is
// sent twice is known by its own number.
import type { ComposedText } from '../../mail/text/compose-text.ts'
import type { Refusal } from '../../policy/errors.ts'
import { accountById, type Account } from '../../store/accounts.ts'
import { contactsWithPhones } from '../../store/contacts.ts'
import {
  markRead,
  messagesWith,
  threadsOf,
  type ThreadMessage,
  type ThreadPlace,
  type ThreadRow,
} from '../../store/threads.ts'
import type { Desk } from '../administration/desk.ts'
import { cancelMessage, resendMessage } from '../administration/message-moves.ts'
import { readFields } from '../contacts/fields.ts'
import type { Addressed } from '../contacts/placeholders.ts'
import type { Person } from '../people/person.ts'
import { composeWritten } from './compose.ts'
import {
  previewMany,
  sendMany,
  type ManyOptions,
  type ManyPreview,
  type ManySent,
  type ManyWish,
  type Whose,
} from './many.ts'
import { messageFor, phoneIn, submissionFor, writerOf, type Writer } from './message-for.ts'
import { priceOfAll, type Price } from './price.ts'

export type { ThreadMessage, ThreadPlace, ThreadRow } from '../../store/threads.ts'

export interface WrittenMessage {
  /** A number, or the name of a contact. */
  readonly to: string
  readonly text: string
  /** The number of the form, by which a repeat is known. */
  readonly once: string
}

export type WriteOutcome =
  | { readonly kind: 'sent'; readonly phone: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** It names a group of several: see previewMany. */
  | { readonly kind: 'several' }

export interface Measured extends Pick<ComposedText, 'parts' | 'encoding' | 'text'> {
  /** Where it is known what it costs to this phone. */
  readonly price: readonly Price[]
}

/** `older`: where the next page begins; undefined where there is none. */
export interface ThreadPage {
  readonly threads: readonly ThreadRow[]
  readonly older: ThreadPlace | undefined
}

export interface MessagePage {
  readonly messages: readonly ThreadMessage[]
  /** The id before which the next page is. */
  readonly older: number | undefined
}

export interface Conversations {
  /** Those whose phone, contact's name or text has it, the latest first. */
  list(person: Person, search: string, after?: ThreadPlace): Promise<ThreadPage>
  /** Oldest first, the latest or those before a message; the conversation counts as read by it. */
  open(person: Person, phone: string, before?: number): Promise<MessagePage>
  /** A message of theirs; a Complaint where it has gone out already. */
  cancel(person: Person, id: number): Promise<void>
  /** Sends a copy of a message of theirs; a Complaint where that cannot be, or was done with this `once`. */
  sendAgain(person: Person, id: number, once: string | undefined): Promise<void>
  /** What the person calls a phone; its name is '' where it is no contact. */
  contact(person: Person, phone: string): Promise<Addressed>
  /** Whom somebody writes to who types this: a number, or the name of a contact. */
  addressee(person: Person, to: string): Promise<Addressed>
  write(person: Person, message: WrittenMessage): Promise<WriteOutcome>
  /** What a text would be when it is sent; `to` as it is typed. */
  measure(
    person: Person,
    written: { readonly text: string; readonly to: string },
  ): Promise<Measured>
  previewMany(person: Person, wish: ManyWish): Promise<ManyPreview>
  sendMany(person: Person, wish: ManyWish & { readonly once: string }): Promise<ManySent>
}

const mostThreads = 60
const mostMessages = 100

export function createConversations(options: ManyOptions): Conversations {
  const { store, directory, settings, routes, clock } = options

  async function accountOf({ accountId }: Person): Promise<Account> {
    const account = await accountById(store.db, accountId)
    if (account === undefined) throw new Error('the account of a session is gone')
    return account
  }

  const whoseOf = async (person: Person): Promise<Whose> => ({
    account: await accountOf(person),
    timeZone: person.timeZone,
  })

  /** The phone that is meant: a number, or the one phone of a contact. */
  async function phoneOf(
    to: string,
    { account, values }: Writer,
  ): Promise<{ phone: string } | Refusal | 'several'> {
    const reading = phoneIn(to, values)
    if ('phone' in reading || !/\p{L}/u.test(to)) return reading
    const phones = await directory.phonesNamed(account.id, to, 2)
    const [phone, another] = phones ?? []
    if (another !== undefined) return 'several'
    if (phone !== undefined) return phoneIn(phone, values)
    const code = phones === undefined ? 'name_unknown' : 'name_empty'
    return { code, params: { name: to } }
  }

  async function contact({ accountId }: Person, phone: string): Promise<Addressed> {
    const [found] = await contactsWithPhones(store.db, store.dialect, accountId, [phone])
    return { phone, name: found?.name ?? '', fields: readFields(found?.fields ?? null) }
  }

  /** The desk of whoever sees and changes their own messages alone. */
  const deskOf = ({ accountId, address }: Person): Desk => ({
    ...{ store, settings, clock },
    ...{ actor: address, account: accountId },
  })

  return {
    async list({ accountId }, search, after) {
      const wish = { search: search.slice(0, 100), after, most: mostThreads + 1 }
      const found = await threadsOf(store.db, accountId, wish)
      const threads = found.slice(0, mostThreads)
      return { threads, older: found.length > mostThreads ? threads.at(-1) : undefined }
    },
    async open({ accountId }, phone, before) {
      const wish = { before, most: mostMessages + 1 }
      const found = await messagesWith(store.db, accountId, phone, wish)
      // What is new is among the latest.
      if (before === undefined && found.length > 0)
        await store.transaction((trx) => markRead(trx, accountId, phone, clock()))
      const messages = found.slice(-mostMessages)
      return { messages, older: found.length > mostMessages ? messages[0]?.id : undefined }
    },
    cancel: (person, id) => cancelMessage(deskOf(person), id),
    async sendAgain(person, id, once) {
      await resendMessage({ ...deskOf(person), once }, id)
    },
    contact,
    async addressee(person, to) {
      const meant = await phoneOf(to, await writerOf(await accountOf(person), options))
      const isPhone = typeof meant === 'object' && 'phone' in meant
      return contact(person, isPhone ? meant.phone : to)
    },
    async measure(person, { text, to }) {
      const writer = await writerOf(await accountOf(person), options)
      const composed = composeWritten(text, writer.values, settings())
      const meant = to.trim() === '' ? undefined : await phoneOf(to, writer)
      const message =
        typeof meant === 'object' && 'phone' in meant
          ? await messageFor({ phone: meant.phone, composed }, writer, options)
          : undefined
      const prices = await directory.prices()
      const messages = message === undefined || 'code' in message ? [] : [message]
      return { ...composed, price: priceOfAll(messages, writer.rules, prices, routes) }
    },
    async write(person, { to, text, once }) {
      const writer = await writerOf(await accountOf(person), options)
      const meant = await phoneOf(to, writer)
      if (meant === 'several') return { kind: 'several' }
      if ('code' in meant) return { kind: 'refused', refusal: meant }
      const { phone } = meant
      const composed = composeWritten(text, writer.values, settings())
      const message = await messageFor({ phone, composed }, writer, options)
      if ('code' in message) return { kind: 'refused', refusal: message }
      const submission = submissionFor(writer.account, once, [message])
      const stored = await options.intake.submit({ ...submission, cuts: composed.cuts })
      const [refused] = stored.refused
      return refused === undefined
        ? { kind: 'sent', phone }
        : { kind: 'refused', refusal: refused.refusal }
    },
    previewMany: async (person, wish) => previewMany(await whoseOf(person), wish, options),
    sendMany: async (person, wish) => sendMany(await whoseOf(person), wish, options),
  }
}
