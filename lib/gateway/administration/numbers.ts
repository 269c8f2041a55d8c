// Numbers of ours: single ones, each an account's own or in the pool of a group, beside ranges.
//
// Which numbers there are is the operator's to say: whoever adds one gets what phones write to it. Those who
// administer a part of the tree give them out there and take them back.
import { accountById } from '../../store/accounts.ts'
import { standsForConversation } from '../../store/conversations.ts'
import { findRange, listRanges } from '../../store/number-ranges.ts'
import {
  deleteNumber,
  findNumber,
  giveNumber,
  insertNumber,
  listNumbers,
  restNumber,
  type OwnNumber,
} from '../../store/numbers.ts'
import type { Knex } from '../../store/store.ts'
import { accountOf } from './accounts.ts'
import { mustBeAnsweredNowhere } from './answered-elsewhere.ts'
import {
  change,
  Complaint,
  groupOf,
  groupPaths,
  mustBeOperator,
  mustBeWithin,
  type Desk,
} from './desk.ts'
import { addRange, lockNumbers, readRange, removeRange, showRange } from './number-ranges.ts'
import { ownNumber } from './own-number.ts'
import { mustNotOutrank } from './rank.ts'
import { groupsInView } from './scope.ts'

export interface NewNumber {
  /** One number, or a range as +4560991000000-+4560991099999. */
  readonly number: string
  /** Whose own number it is. */
  readonly account?: string
  /** Whose pool it is in, when it is no account's own. */
  readonly group?: string
}

export interface ListedNumber {
  readonly number: string
  readonly account: string | null
  readonly group: string
  /** Until when it rests, after it was given back. */
  readonly restsUntil: number | null
  /** Of a range: how many numbers it has, and how many of them are given or rest. */
  readonly size: number | null
  readonly given: number | null
}

export async function addNumber(desk: Desk, { number, account, group }: NewNumber): Promise<void> {
  mustBeOperator(desk)
  const range = readRange(number)
  if (range !== undefined) {
    if (account !== undefined)
      throw new Complaint('A range belongs to a group. Say --group, and --account for one number.')
    await addRange(desk, range, group ?? '')
    return
  }
  const own = ownNumber(number)
  await change(desk, async (trx, now) => {
    const owner = account === undefined ? undefined : await accountOf(trx, account)
    const groupId = owner?.group_id ?? (await groupOf(trx, group ?? ''))
    await lockNumbers(trx)
    await mustBeAnsweredNowhere(trx, desk, [own, own], owner?.id)
    const there = await findNumber(trx, own)
    const around = own.startsWith('+') ? await findRange(trx, Number(own)) : undefined
    if (there !== undefined || (around !== undefined && owner === undefined))
      throw new Complaint(
        `The number ${own} is there already. See: haraka-sms number list`,
        'number_there',
        { number: own },
      )
    const isNew = await insertNumber(trx, {
      number: own,
      group_id: groupId,
      account_id: owner?.id ?? null,
      range_id: around?.id ?? null,
      created_at: now,
    })
    if (!isNew) throw changed(own)
    const after = JSON.stringify({ account: owner?.address, group })
    return { action: 'number add', subject: `number ${own}`, group: groupId, after }
  })
}

/** Gives a number that is nobody's to an account, also one that still rests. */
export async function assignNumber(desk: Desk, number: string, address: string): Promise<void> {
  const own = ownNumber(number)
  await change(desk, async (trx, now) => {
    const account = await accountOf(trx, address)
    await mustBeWithin(trx, desk, account.group_id)
    await mustNotOutrank(trx, desk, account)
    const owner = { account_id: account.id, group_id: account.group_id }
    await lockNumbers(trx)
    const there = await findNumber(trx, own)
    const around = await findRange(trx, Number(own))
    if (there === undefined && around === undefined) throw unknown(own)
    await mustBeWithin(trx, desk, there?.group_id ?? around?.group_id ?? 0)
    if (there?.account_id != null) throw owned(own)
    await mustBeAnsweredNowhere(trx, desk, [own, own], account.id)
    if (await standsForConversation(trx, own)) throw standing(own)
    const row = { ...owner, number: own, range_id: around?.id ?? null, created_at: now }
    const isGiven =
      there === undefined ? await insertNumber(trx, row) : await giveNumber(trx, there.id, owner)
    if (!isGiven) throw changed(own)
    return {
      action: 'number assign',
      subject: `number ${own}`,
      group: account.group_id,
      after: account.address,
    }
  })
}

/** Takes a number from its account; it rests before anybody else gets it. */
export async function releaseNumber(desk: Desk, number: string): Promise<void> {
  const own = ownNumber(number)
  await change(desk, async (trx, now) => {
    const there = await mustBeThere(trx, desk, own)
    if (there.account_id === null)
      throw new Complaint(`${own} is no account's own number.`, 'number_free', { number: own })
    const owner = await accountById(trx, there.account_id)
    if (owner !== undefined) await mustNotOutrank(trx, desk, owner)
    const until = now + desk.settings().numbers.quarantine
    if (!(await restNumber(trx, there, until))) throw changed(own)
    const subject = `number ${own}`
    return { action: 'number release', subject, group: there.group_id }
  })
}

/** It is ours no more: one number that no account has, or a range of which nobody has any. */
export async function removeNumber(desk: Desk, number: string): Promise<void> {
  mustBeOperator(desk)
  const written = readRange(number)
  if (written !== undefined) {
    await removeRange(desk, written)
    return
  }
  const own = ownNumber(number)
  await change(desk, async (trx) => {
    const there = await mustBeThere(trx, desk, own)
    if (there.account_id !== null) throw owned(own)
    if (there.range_id !== null)
      throw new Complaint(
        `${own} is one of a range, which can only be removed as a whole.`,
        'number_of_range',
        { number: own },
      )
    if (!(await deleteNumber(trx, there))) throw changed(own)
    const subject = `number ${own}`
    return { action: 'number remove', subject, group: there.group_id }
  })
}

export async function listAllNumbers(desk: Desk): Promise<ListedNumber[]> {
  const { store } = desk
  const inView = await groupsInView(store.db, desk, {})
  const isInView = (one: { group_id: number }): boolean => inView?.includes(one.group_id) !== false
  const paths = await groupPaths(store.db)
  const ranges = (await listRanges(store.db)).filter(isInView).map((range) => ({
    number: showRange(range),
    account: null,
    group: paths.get(range.group_id) ?? '',
    restsUntil: null,
    size: range.last - range.first + 1,
    given: range.given,
  }))
  const single = (await listNumbers(store.db)).filter(isInView).map((one) => ({
    number: one.number,
    account: one.address,
    group: paths.get(one.group_id) ?? '',
    restsUntil: one.rests_until,
    size: null,
    given: null,
  }))
  return [...ranges, ...single]
}

async function mustBeThere(trx: Knex, desk: Desk, own: string): Promise<OwnNumber> {
  const there = await findNumber(trx, own)
  if (there === undefined) throw unknown(own)
  await mustBeWithin(trx, desk, there.group_id)
  return there
}

function owned(own: string): Complaint {
  return new Complaint(
    `${own} belongs to an account. Take it back with: haraka-sms number release ${own}`,
    'number_owned',
    { number: own },
  )
}

function standing(own: string): Complaint {
  return new Complaint(
    `${own} stands for conversations, whose answers come to it. Choose another, or end that first: haraka-sms number remove ${own}, then add it again.`,
    'number_stands',
    { number: own },
  )
}

/** Somebody was faster. */
function changed(own: string): Complaint {
  return new Complaint(
    `${own} has been changed by somebody else just now. See: haraka-sms number list`,
    'number_changed',
    { number: own },
  )
}

function unknown(own: string): Complaint {
  return new Complaint(
    `There is no number ${own}. See them with: haraka-sms number list`,
    'number_unknown',
    { number: own },
  )
}
