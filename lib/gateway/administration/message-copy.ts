// Sending a message again, as a copy: whoever does it writes in the name of the account, so all that would
// be asked of a new message of that account is asked, but for the guard against duplicates.
import type { GroupValues } from '../../config/group-settings.ts'
import { notifyOf } from '../../mail/dsn/notify.ts'
import type { Refusal } from '../../policy/errors.ts'
import type { OutState } from '../../policy/message-life.ts'
import { segment } from '../../sms/parts.ts'
import { accountById, isActive, type Account } from '../../store/accounts.ts'
import {
  conversationOf,
  writeConversations,
  type Conversation,
  type NewConversation,
} from '../../store/conversations.ts'
import { groupAndAbove } from '../../store/groups.ts'
import type { DeskMessage } from '../../store/message-desk.ts'
import { numbersOf, poolNumbers } from '../../store/numbers.ts'
import { hidden } from '../../store/queued-message.ts'
import { mobilesOf, namesOf } from '../../store/senders.ts'
import { insertMessage } from '../../store/submissions.ts'
import type { Knex } from '../../store/store.ts'
import { accountValuesIn } from '../account-values.ts'
import { linkPlace, personalText } from '../block-link.ts'
import { judgeAlone } from '../judging/judge-alone.ts'
import { answerRefusal, numberRulesOf } from '../number-rules.ts'
import { makeTag } from '../secrets.ts'
import { senderFor, type ChosenSender, type SenderLists } from '../sender.ts'
import { organisationOf } from '../sending-rules.ts'
import { Complaint, mustBeWithin, type Desk } from './desk.ts'
import { refused } from './refused.ts'

/** Answers the id of the copy. */
export async function copyOf(
  trx: Knex,
  desk: Desk,
  row: DeskMessage,
  now: number,
): Promise<number> {
  const { account_id, group_id, route } = row
  const account = account_id === null ? undefined : await accountById(trx, account_id)
  if (waits(row))
    throw new Complaint(
      `Message ${row.id} is still ${row.state}: it need not be sent again.`,
      'message_waits',
      { id: row.id },
    )
  if (account === undefined || group_id === null || route === null)
    throw new Complaint(
      `Message ${row.id} cannot be sent again: its account or route is gone.`,
      'message_gone',
      { id: row.id },
    )
  if (row.mail_id === null && row.text.includes(hidden))
    throw new Complaint(
      `Message ${row.id} had a code, which is shown nowhere. Ask for a new one.`,
      'message_secret',
      { id: row.id },
    )
  const { dialect } = desk.store
  const values = await mustBeSendable(trx, desk, row, account, now)
  const place = linkPlace(desk.settings().main.public_url)
  const groups = await groupAndAbove(trx, account.group_id)
  const to = { group_id: organisationOf(groups), phone: row.phone }
  const text = await personalText(trx, dialect, row.text, to, place)
  const { encoding, parts } = segment(text)
  const verdict = await judgeAlone(
    { trx, dialect, settings: desk.settings(), routeTo: () => route, now },
    { account, own: row.own, phone: row.phone, parts: parts.length },
  )
  if ('refusal' in verdict) throw refused(verdict.refusal)
  const { own, conversationId } = await sideOf(trx, desk, row, { account, values, now })
  return insertMessage(trx, dialect, {
    direction: 'out',
    account_id: account.id,
    group_id: account.group_id,
    conversation_id: conversationId,
    mail_id: row.mail_id,
    mail_message_id: row.mail_message_id,
    recipient: row.recipient,
    phone: row.phone,
    own,
    text,
    encoding,
    parts: parts.length,
    state: 'queued',
    reason: null,
    route,
    due_at: now,
    expires_at: now + desk.settings().delivery.max_age,
    attempts: 0,
    flash: row.flash,
    validity: row.validity,
    urgent: row.urgent,
    // One that was refused has nobody yet who wants to hear of it.
    notify: row.state === 'refused' ? notifyOf(values.reports) : row.notify,
    original_recipient: row.original_recipient,
    tell_at: null,
    copy_of: row.id,
    price: verdict.charge.price,
    payer_id: verdict.charge.payer,
    uncounted: null,
    digest: null,
    created_at: now,
    changed_at: now,
  })
}

/** The account may have been paused or moved since, the country closed. Answers what counts for it. */
async function mustBeSendable(
  trx: Knex,
  desk: Desk,
  { phone }: DeskMessage,
  account: Account,
  now: number,
): Promise<GroupValues> {
  await mustBeWithin(trx, desk, account.group_id)
  if (!isActive(account, now))
    throw refused({ code: 'account_paused', params: { sender: account.address } })
  const values = await accountValuesIn(trx, account, desk.settings())
  const refusal = answerRefusal(phone, numberRulesOf(values))
  if (refusal !== undefined) throw refused(refusal)
  return values
}

interface Writer {
  readonly account: Account
  readonly values: GroupValues
  readonly now: number
}

/**
 * The sender as it was, where the account may still use it: its number may be somebody else's by now. What
 * was nobody's wish, a pool number, is chosen anew. One that was refused has neither sender nor conversation yet.
 */
async function sideOf(
  trx: Knex,
  desk: Desk,
  { own, phone }: DeskMessage,
  writer: Writer,
): Promise<{ own: string | null; conversationId: number }> {
  const choose = await senderFor(writer.account, writer.values, senderLists(trx))
  const usual = await allowed(choose(phone, undefined))
  const known = await conversationOf(trx, writer.account.id, phone)
  const pool = known?.own ?? usual.poolNumber ?? null
  const usualOwn = usual.own ?? pool
  const isUsual = own === null || own === usualOwn || own === pool
  const from = isUsual ? usualOwn : ((await allowed(choose(phone, own))).own ?? null)
  const key_id = known?.key_id ?? null
  const talk = await talkAgain(trx, desk, { phone, own: pool, last_out_own: from, key_id }, writer)
  return { own: from, conversationId: talk.id }
}

async function allowed(chosen: Promise<ChosenSender | Refusal>): Promise<ChosenSender> {
  const sender = await chosen
  if ('code' in sender) throw refused(sender)
  return sender
}

function senderLists(trx: Knex): SenderLists {
  return {
    pool: (groupId) => poolNumbers(trx, groupId),
    numbers: (accountId) => numbersOf(trx, accountId),
    mobiles: (accountId) => mobilesOf(trx, accountId),
    names: async (groupId) => namesOf(trx, await groupAndAbove(trx, groupId)),
  }
}

/** What the phone answers belongs to the account, as after any message. */
async function talkAgain(
  trx: Knex,
  { store }: Desk,
  talking: Pick<NewConversation, 'phone' | 'own' | 'last_out_own' | 'key_id'>,
  { account, now }: Writer,
): Promise<Conversation> {
  const [talk] = await writeConversations(trx, store.dialect, [
    {
      ...talking,
      account_id: account.id,
      tag: makeTag(),
      domain: '',
      last_out_at: now,
      created_at: now,
    },
  ])
  if (talk === undefined) throw new Error('the database answered no conversation')
  return talk
}

const waiting: readonly OutState[] = ['held', 'scheduled', 'queued', 'sending']

function waits({ state }: DeskMessage): boolean {
  return waiting.some((one) => one === state)
}
