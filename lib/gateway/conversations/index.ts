// The conversations of a person for the pages: what was said, what is unread, and writing on.
//
// What is written here goes through the same intake as mail: limits, credit, opt-outs and routes count.
// The guard against duplicates does not, for whoever writes sees what was written before; a form that is
// sent twice is known by its own number.
import type { Settings } from '../../config/settings.ts'
import type { GroupValues } from '../../config/group-settings.ts'
import { readDuration } from '../../mail/address/time.ts'
import { composeText, type ComposedText } from '../../mail/text/compose-text.ts'
import type { Refusal } from '../../policy/errors.ts'
import { readPhone } from '../../sms/phone-number.ts'
import { accountById, type Account } from '../../store/accounts.ts'
import type { Store } from '../../store/store.ts'
import {
  markRead,
  messagesWith,
  threadsOf,
  type ThreadMessage,
  type ThreadRow,
} from '../../store/threads.ts'
import { linkPlace, signedWithLinkPlace, wantsLink, withLinkPlace } from '../block-link.ts'
import type { Directory } from '../directory.ts'
import type { Intake, SubmittedMessage } from '../intake.ts'
import type { Person } from '../people/person.ts'
import type { RouteTable } from '../route-table.ts'
import { makeTag } from '../secrets.ts'
import { senderFor } from '../sender.ts'
import { textOptions } from '../text-options.ts'

export type { ThreadMessage, ThreadRow } from '../../store/threads.ts'

export interface WrittenMessage {
  readonly to: string
  readonly text: string
  /** The number of the form, by which a repeat is known. */
  readonly once: string
}

export type WriteOutcome =
  | { readonly kind: 'sent'; readonly phone: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface Conversations {
  list(person: Person, search: string): Promise<readonly ThreadRow[]>
  /** Oldest first; the conversation counts as read by it. */
  open(person: Person, phone: string): Promise<readonly ThreadMessage[]>
  write(person: Person, message: WrittenMessage): Promise<WriteOutcome>
  /** What a text would be when it is sent. */
  measure(person: Person, text: string): Promise<Pick<ComposedText, 'parts' | 'encoding' | 'text'>>
}

export interface ConversationOptions {
  readonly store: Store
  readonly directory: Directory
  readonly intake: Intake
  readonly routes: RouteTable
  readonly settings: () => Settings
  readonly clock: () => number
}

const mostThreads = 60
const mostMessages = 100

export function createConversations(options: ConversationOptions): Conversations {
  const { store, directory, settings, clock } = options

  async function accountOf({
    accountId,
  }: Person): Promise<{ account: Account; values: GroupValues }> {
    const account = await accountById(store.db, accountId)
    if (account === undefined) throw new Error('the account of a session is gone')
    return { account, values: await directory.values(account) }
  }

  function compose(text: string, values: GroupValues): ComposedText {
    const { main, text: operator } = settings()
    const place = linkPlace(main.public_url)
    const asWritten = {
      ...signedWithLinkPlace(textOptions(values, operator.fixed_text), place),
      quotedHistory: 'keep',
      mailSignature: 'keep',
      disclaimers: 'keep',
      endMarks: [],
      tooLong: 'refuse',
    } as const
    const mail = withLinkPlace({ subject: '', text }, place)
    return composeText(mail, asWritten, { subjectUsed: true, isReply: true })
  }

  return {
    list: ({ accountId }, search) =>
      threadsOf(store.db, accountId, { search: search.slice(0, 100), most: mostThreads }),
    async open({ accountId }, phone) {
      const messages = await messagesWith(store.db, accountId, phone, mostMessages)
      if (messages.length > 0)
        await store.transaction((trx) => markRead(trx, accountId, phone, clock()))
      return messages
    },
    async measure(person, text) {
      const { values } = await accountOf(person)
      return compose(text, values)
    },
    async write(person, { to, text, once }) {
      const { account, values } = await accountOf(person)
      const composed = compose(text, values)
      const message = await messageFor({ to, composed, account, values }, options)
      if ('code' in message) return { kind: 'refused', refusal: message }
      const stored = await options.intake.submit({
        ref: `web.${makeTag()}`,
        account,
        held: false,
        guarded: false,
        envelopeFrom: account.address,
        messageId: undefined,
        identity: `web ${once}`,
        subject: '',
        headers: '',
        ret: undefined,
        envelopeId: undefined,
        cuts: composed.cuts,
        proof: 'pages',
        messages: [message],
        report: undefined,
        shortened: undefined,
      })
      const [refused] = stored.refused
      return refused === undefined
        ? { kind: 'sent', phone: message.phone }
        : { kind: 'refused', refusal: refused.refusal }
    },
  }
}

interface Wished {
  readonly to: string
  readonly composed: ComposedText
  readonly account: Account
  readonly values: GroupValues
}

async function messageFor(
  { to, composed, account, values }: Wished,
  { directory, routes, settings }: ConversationOptions,
): Promise<SubmittedMessage | Refusal> {
  const reading = readPhone(to, {
    country: values.country,
    bareNumbers: values.bare_numbers,
    allowedPrefixes: values.allowed_prefixes,
  })
  if (reading.kind === 'refused') return { code: reading.code, params: { number: reading.detail } }
  if (reading.kind === 'not-a-number') return { code: 'number_invalid', params: { number: to } }
  const { phone } = reading
  if (composed.refused !== undefined)
    return {
      code: composed.refused,
      params: { parts: String(composed.parts), max: String(values.max_parts) },
    }
  if (wantsLink(composed.text)) return { code: 'block_link_missing', params: {} }
  const from = await (await senderFor(account, values, directory))(phone, undefined)
  if ('code' in from) return from
  const { path } = await directory.rules(account)
  const wish = {
    phone,
    group: path,
    sender: from.own ?? from.poolNumber,
    flash: values.format === 'flash',
    unicode: composed.encoding === 'ucs2',
    parts: composed.parts,
    answerable: values.can_receive,
  }
  const route = routes.choose(wish)
  if (route === undefined) return { code: 'no_route', params: { number: phone } }
  return {
    recipient: phone,
    phone,
    domain: settings().domains.keys().next().value ?? 'localhost',
    ...from,
    text: composed.text,
    encoding: composed.encoding,
    parts: composed.parts,
    route: route.name,
    wish,
    flash: wish.flash,
    validity: readDuration(values.validity),
    urgent: false,
    notify: undefined,
    originalRecipient: undefined,
    dueAt: undefined,
    keyId: undefined,
  }
}
