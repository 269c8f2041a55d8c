// Takes in messages from phones: stored, given to an account, and noted as a mail to write, in one
// transaction. Fulfilled only after the commit, so that a route may then acknowledge.
//
// Who gets it, the first that answers: the owner of the number it came to; the conversation whose
// pool number it came to; the only account that wrote to this phone within the reply window.
// Nobody, or several that nothing tells apart: it is kept and the operator is told.
//
// A part of a long message waits for the others; what came is given on when join_wait is over.
import { accountById, type Account } from '../store/accounts.ts'
import {
  conversationsWithPhone,
  meetConversation,
  type Conversation,
} from '../store/conversations.ts'
import { giveIncomingTo, insertIncoming } from '../store/incoming.ts'
import { findNumber } from '../store/numbers.ts'
import { closeJoin } from '../store/joins.ts'
import { insertOutbox } from '../store/outbox.ts'
import { storable } from '../store/rows.ts'
import type { Knex, Store } from '../store/store.ts'
import type { Incoming } from '../routes/route.ts'
import { segment } from '../sms/parts.ts'
import { giveOverdue, giveWhole, type Give, type Whole } from './joining.ts'
import type { Log } from './gateway.ts'
import { takeOptOut, type OptOutNote, type OptOutWorld } from './opt-out.ts'
import type { NoticeContent, SmsContent } from './outbox-content.ts'
import { makeTag } from './secrets.ts'

const replyWindow = 30 * 86_400_000

export interface IncomingOptions {
  readonly store: Store
  /** The SMS domain of reply addresses to phones that nobody wrote to yet. */
  readonly domain: () => string
  /** How long the parts of a long message are waited for. */
  readonly joinWait: () => number
  readonly optOut: OptOutWorld
  /** A phone was put on a list, or taken off it. */
  readonly blocksChanged: () => void
  readonly clock: () => number
  readonly log: Log
}

export type IncomingIntake = (route: string, message: Incoming) => Promise<void>

export interface IncomingServices {
  readonly take: IncomingIntake
  /** Gives on the long messages whose missing parts have been waited for long enough. */
  joinOverdue(): Promise<void>
}

export function createIncomingIntake(options: IncomingOptions): IncomingServices {
  const { store, clock, log } = options

  async function storeWhole(
    find: (trx: Knex.Transaction, now: number, give: Give) => Promise<void>,
  ): Promise<void> {
    const now = clock()
    const unowned: Whole[] = []
    const notes: OptOutNote[] = []
    let stored = 0
    await store.transaction((trx) =>
      find(trx, now, async (message) => {
        const { id, owned, note } = await take(trx, message, options, now)
        if (id === undefined) return
        stored++
        if (note !== undefined) notes.push(note)
        if (message.join !== undefined) await closeJoin(trx, message.join, id)
        if (!owned) unowned.push(message)
      }),
    )
    for (const { phone, to } of unowned)
      log.warn(`an SMS from ${phone} to ${to} belongs to nobody; it is kept`)
    if (stored === 0) return
    if (notes.length > 0) {
      options.blocksChanged()
      store.wake('queue')
    }
    store.wake('outbox')
    store.wake('change')
  }

  return {
    take: (route, message) =>
      storeWhole((trx, now, give) =>
        giveWhole(trx, route, mended(message), now + options.joinWait(), give),
      ),
    joinOverdue: () =>
      storeWhole((trx, now, give) => giveOverdue(trx, now, store.dialect.skipLocked, give)),
  }
}

/** Phones and networks send what no database can hold. */
function mended(message: Incoming): Incoming {
  const { reference, phone, to, text } = message
  return {
    ...message,
    reference: storable(reference),
    phone: storable(phone),
    to: storable(to),
    text: storable(text),
  }
}

interface TakenSms {
  /** Undefined for a repeat. */
  readonly id: number | undefined
  readonly owned: boolean
  readonly note?: OptOutNote | undefined
}

async function take(
  trx: Knex.Transaction,
  message: Whole,
  options: IncomingOptions,
  now: number,
): Promise<TakenSms> {
  const { encoding, parts } = segment(message.text)
  const id = await insertIncoming(trx, {
    route: message.route,
    route_reference: message.reference,
    phone: message.phone,
    own: message.to,
    text: message.text,
    encoding,
    parts: message.total ?? parts.length,
    missing: message.missing,
    created_at: now,
  })
  if (id === undefined) return { id, owned: false }
  const owner = await findOwner(trx, message, now)
  const note = await takeOptOut(trx, options.optOut, message, owner?.account, now)
  if (owner === undefined) {
    const content: NoticeContent = {
      fault: 'nobody_for_sms',
      params: { phone: message.phone, number: message.to },
    }
    await insertOutbox(trx, {
      ...blankRow(id, now),
      kind: 'notice',
      account_id: null,
      content: JSON.stringify(content),
      ref: `notice.${id}`,
    })
    return { id, owned: false, note }
  }
  const conversation = await meetConversation(trx, {
    account_id: owner.account.id,
    phone: message.phone,
    tag: makeTag(),
    domain: owner.conversation?.domain ?? options.domain(),
    at: now,
  })
  const ref = `sms.${id}.${conversation.tag}`
  await giveIncomingTo(trx, id, {
    account_id: owner.account.id,
    group_id: owner.account.group_id,
    conversation_id: conversation.id,
    mail_message_id: `<${ref}@${conversation.domain}>`,
  })
  const content: SmsContent = note === undefined ? {} : { note }
  await insertOutbox(trx, {
    ...blankRow(id, now),
    content: JSON.stringify(content),
    kind: 'sms',
    account_id: owner.account.id,
    ref,
  })
  return { id, owned: true, note }
}

function blankRow(
  messageId: number,
  now: number,
): { message_id: number; mail_id: null; content: string; state: 'queued'; now: number } {
  return { message_id: messageId, mail_id: null, content: '{}', state: 'queued', now }
}

interface Owner {
  readonly account: Account
  readonly conversation: Conversation | undefined
}

async function findOwner(trx: Knex, message: Whole, now: number): Promise<Owner | undefined> {
  const talks = await conversationsWithPhone(trx, message.phone)
  const number = await findNumber(trx, message.to)
  // Given back: what comes to it is for nobody until it is somebody's again.
  if (number?.rests_until != null) return undefined
  if (number?.account_id != null) {
    const account = await accountById(trx, number.account_id)
    const conversation = talks.find((talk) => talk.account_id === number.account_id)
    return account === undefined ? undefined : { account, conversation }
  }
  const byPool = talks.filter(({ own }) => own === message.to)
  const talk = byPool.length === 1 ? byPool[0] : onlyTalk(byPool.length > 0 ? byPool : talks, now)
  const account = talk === undefined ? undefined : await accountById(trx, talk.account_id)
  return account === undefined ? undefined : { account, conversation: talk }
}

function onlyTalk(talks: readonly Conversation[], now: number): Conversation | undefined {
  const recent = talks.filter(({ last_out_at }) => (last_out_at ?? 0) > now - replyWindow)
  return recent.length === 1 ? recent[0] : undefined
}
