// Sending a message again, as a copy: whoever does it writes in the name of the account, so all that would
// be asked of a new message of that account is asked, but for the guard against duplicates.
import { isReplyNumber } from '../../config/reply-numbers.ts'
import type { OutState } from '../../policy/message-life.ts'
import { segment } from '../../sms/parts.ts'
import { readPhone } from '../../sms/phone-number.ts'
import { accountById, isActive, type Account } from '../../store/accounts.ts'
import { groupAndAbove } from '../../store/groups.ts'
import type { DeskMessage } from '../../store/message-desk.ts'
import { findNumber } from '../../store/numbers.ts'
import { mobilesOf, namesOf } from '../../store/senders.ts'
import { insertMessage } from '../../store/submissions.ts'
import type { Knex } from '../../store/store.ts'
import { accountValuesIn } from '../account-values.ts'
import { judgeAlone } from '../judging/judge-alone.ts'
import { numberRulesOf } from '../number-rules.ts'
import { refused } from './complaint.ts'
import { Complaint, mustBeWithin, type Desk } from './desk.ts'

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
  await mustBeSendable(trx, desk, row, account, now)
  const { encoding, parts } = segment(row.text)
  const verdict = await judgeAlone(
    {
      trx,
      dialect: desk.store.dialect,
      settings: desk.settings(),
      routeTo: () => route,
      now,
    },
    { account, own: row.own, phone: row.phone, parts: parts.length },
  )
  if ('refusal' in verdict) throw refused(verdict.refusal)
  return insertMessage(trx, desk.store.dialect, {
    direction: 'out',
    account_id: account.id,
    group_id: account.group_id,
    conversation_id: row.conversation_id,
    mail_id: row.mail_id,
    mail_message_id: row.mail_message_id,
    recipient: row.recipient,
    phone: row.phone,
    own: row.own,
    text: row.text,
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
    notify: row.notify,
    original_recipient: row.original_recipient,
    tell_at: null,
    copy_of: row.id,
    price: verdict.charge.price,
    payer_id: verdict.charge.payer,
    digest: null,
    created_at: now,
    changed_at: now,
  })
}

/** The account may have been paused or moved since, its number given to somebody else, the country closed. */
async function mustBeSendable(
  trx: Knex,
  desk: Desk,
  { own, phone }: DeskMessage,
  account: Account,
  now: number,
): Promise<void> {
  await mustBeWithin(trx, desk, account.group_id)
  if (!isActive(account, now))
    throw refused({ code: 'account_paused', params: { sender: account.address } })
  const values = await accountValuesIn(trx, account, desk.settings())
  const reading = readPhone(phone, numberRulesOf(values))
  if (reading.kind === 'refused' && reading.code === 'prefix_not_allowed')
    throw refused({ code: reading.code, params: { number: phone } })
  if (own === null || own === values.sender_name || isReplyNumber(own, values.reply_numbers)) return
  if (!(await isSenderOf(trx, account, own)))
    throw refused({ code: 'sender_name_not_allowed', params: { sender: own } })
}

/** A number of the account or of a pool, its confirmed mobile, or a name approved for its group. */
async function isSenderOf(trx: Knex, account: Account, own: string): Promise<boolean> {
  const number = await findNumber(trx, own)
  if (number !== undefined)
    return (number.account_id ?? account.id) === account.id && number.rests_until === null
  if ((await mobilesOf(trx, account.id)).includes(own)) return true
  return (await namesOf(trx, await groupAndAbove(trx, account.group_id))).includes(own)
}

const waiting: readonly OutState[] = ['held', 'scheduled', 'queued', 'sending']

function waits({ state }: DeskMessage): boolean {
  return waiting.some((one) => one === state)
}
