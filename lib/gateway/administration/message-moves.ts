// What people may do to a message that they see: send it again as a copy, cancel, hold, release it, or
// give it to an account.
import { randomUUID } from 'node:crypto'
import { inDoubt } from '../../policy/bound.ts'
import { byHand } from '../../policy/message-reason.ts'
import { isFinal, outStates, statesBefore, type OutState } from '../../policy/message-life.ts'
import { accountById, isActive, type Account } from '../../store/accounts.ts'
import { giveBackUnsent } from '../../store/give-back.ts'
import type { DeskMessage } from '../../store/message-desk.ts'
import { moveByHand, releaseByHand } from '../../store/message-moves.ts'
import { insertOutbox } from '../../store/outbox.ts'
import type { Knex } from '../../store/store.ts'
import { giveIncoming } from '../give-incoming.ts'
import type { SmsContent } from '../outbox-content.ts'
import { reportFailures } from '../sender-reports.ts'
import { accountOf } from './accounts.ts'
import { change, changeAnswering, Complaint, worldByHand, type Change, type Desk } from './desk.ts'
import { copyOf } from './message-copy.ts'
import { messageAt, subjectOf } from './messages.ts'

/** A move of one message inside a transaction; it throws a Complaint where that cannot be done. */
export type Move = (trx: Knex, desk: Desk, id: number, now: number) => Promise<Moved>

interface Moved {
  readonly change: Change
  /** The id of what is sent now. */
  readonly result: number
}

/**
 * Sends a copy, which is charged and limited as any message, and answers its id. A message from a phone
 * is mailed again; its id stays.
 */
export async function resendMessage(desk: Desk, id: number): Promise<number> {
  const result = await changeAnswering(desk, (trx, now) => resend(trx, desk, id, now))
  wake(desk)
  return result
}

export const resend: Move = async (trx, desk, id, now) => {
  const row = await messageAt(trx, desk, id)
  const copy =
    row.direction === 'in' ? await mailAgain(trx, row, now) : await copyOf(trx, desk, row, now)
  return { change: { ...what(row, 'resend'), after: String(copy) }, result: copy }
}

/** Undefined where it was removed, too. */
async function ownerOf(trx: Knex, { account_id }: DeskMessage): Promise<Account | undefined> {
  return account_id === null ? undefined : accountById(trx, account_id)
}

function what({ id, group_id }: DeskMessage, move: string): Change {
  return { action: `message ${move}`, subject: subjectOf(id), group: group_id }
}

export function wake({ store }: Desk): void {
  store.wake('queue', 'outbox', 'change')
}

async function mailAgain(trx: Knex, row: DeskMessage, now: number): Promise<number> {
  if ((await ownerOf(trx, row)) === undefined)
    throw new Complaint(
      `Message ${row.id} is nobody's. Give it to an account with: haraka-sms message give ${row.id} ADDRESS`,
      'message_nobodys',
      { id: row.id },
    )
  const content: SmsContent = { again: true }
  await insertOutbox(trx, {
    kind: 'sms',
    account_id: row.account_id,
    message_id: row.id,
    mail_id: null,
    content: JSON.stringify(content),
    ref: `sms.${row.id}.${randomUUID()}`,
    state: 'queued',
    now,
  })
  return row.id
}

/**
 * What was not sent yet never will be; its parts come back and its sender is told. One that waits to be
 * sent again, and may have gone out before, is uncertain then.
 */
export async function cancelMessage(desk: Desk, id: number): Promise<void> {
  await changeAnswering(desk, (trx, now) => cancel(trx, desk, id, now))
  wake(desk)
}

export const cancel: Move = async (trx, desk, id, now) => {
  const row = await messageAt(trx, desk, id)
  const reason = byHand(desk.actor)
  const state = row.bound === inDoubt ? 'uncertain' : 'cancelled'
  const moved = await moveByHand(trx, id, { from: statesBefore('cancelled'), state, reason, now })
  if (moved === undefined) throw await tooLate(trx, desk, id, 'cancelled')
  if (state === 'cancelled') await giveBackUnsent(trx, desk.store.dialect, [id])
  // Who cancels a message of their own knows it.
  if (desk.account === undefined) await reportFailures(trx, desk.store.dialect, state, [moved], now)
  return { change: what(row, 'cancel'), result: id }
}

/** In the state that it has by now: somebody else was first. */
async function tooLate(trx: Knex, desk: Desk, id: number, wished: string): Promise<Complaint> {
  const { state } = await messageAt(trx, desk, id)
  const isOver = outStates.some((one) => one === state) && isFinal(state as OutState)
  return new Complaint(
    `Message ${id} is ${state}${isOver ? '' : ' already'}: it cannot be ${wished}.`,
    'message_late',
    { id, state },
  )
}

/** It waits until it is released, or for as long as any message may wait. */
export async function holdMessage(desk: Desk, id: number): Promise<void> {
  await change(desk, async (trx, now) => {
    const row = await messageAt(trx, desk, id)
    const reason = byHand(desk.actor)
    const moved = await moveByHand(trx, id, {
      from: statesBefore('held'),
      state: 'held',
      reason,
      now,
    })
    if (moved === undefined) throw await tooLate(trx, desk, id, 'held')
    return what(row, 'hold')
  })
  wake(desk)
}

export async function releaseMessage(desk: Desk, id: number): Promise<void> {
  await change(desk, async (trx, now) => {
    const row = await messageAt(trx, desk, id)
    if (row.state !== 'held') throw new Complaint(`Message ${id} is ${row.state}, not held.`)
    const account = await ownerOf(trx, row)
    if (account !== undefined && !isActive(account, now))
      throw new Complaint(
        `Message ${id} waits until its account ${account.address}, or the key that it came by, is resumed.`,
      )
    if (!(await releaseByHand(trx, id, now)))
      throw new Complaint(`Message ${id} waits for the rest of its mail: the server releases it.`)
    return what(row, 'release')
  })
  wake(desk)
}

/** A message from a phone that is nobody's, or a removed account's, goes to the account, which gets it by mail. */
export async function giveMessage(desk: Desk, id: number, address: string): Promise<void> {
  await change(desk, async (trx, now) => {
    const row = await messageAt(trx, desk, id)
    if (row.direction !== 'in' || (await ownerOf(trx, row)) !== undefined)
      throw new Complaint(`Message ${id} is not nobody's: it cannot be given away.`)
    const account = await accountOf(trx, address)
    const { phone, own, text } = row
    await giveIncoming(trx, worldByHand(desk), { id, phone, to: own ?? '', text }, account, now)
    const { group_id: group, address: after } = account
    return { ...what(row, 'give'), group, after }
  })
  wake(desk)
}
