// Ranges of numbers of ours: each belongs to a group, and its accounts are given numbers of it.
import { saysCountry } from '../../sms/phone-number.ts'
import { lockGroup, masterGroup } from '../../store/groups.ts'
import {
  deleteRange,
  findRange,
  insertRange,
  lockRange,
  type NumberRange,
} from '../../store/number-ranges.ts'
import { listNumbers } from '../../store/numbers.ts'
import type { Knex } from '../../store/store.ts'
import { mustBeAnsweredNowhere } from './answered-elsewhere.ts'
import { change, Complaint, groupOf, type Desk } from './desk.ts'
import { ownNumber } from './own-number.ts'

type Written = Pick<NumberRange, 'first' | 'last'>

const rangeForm = /^\s*(\+?\d{7,})\s*-\s*(\+?\d{7,})\s*$/

/** `+4560991000000-4560991099999`; undefined for what is one number. */
export function readRange(written: string): Written | undefined {
  const [, from, to] = rangeForm.exec(written) ?? []
  if (from === undefined || to === undefined) return undefined
  const [first, last] = [ownNumber(from), ownNumber(saysCountry(to) ? to : `+${to}`)]
  if (first.length !== last.length || first >= last || !first.startsWith('+'))
    throw new Complaint(
      `"${written}" is no range: write its first and its last number with the same count of digits, such as +4560991000000-+4560991099999.`,
      'range_invalid',
      { number: written },
    )
  return { first: Number(first), last: Number(last) }
}

export function showRange({ first, last }: Written): string {
  return `+${first}-+${last}`
}

/** Until the transaction ends nobody else changes which numbers and ranges there are. */
export function lockNumbers(trx: Knex): Promise<void> {
  return lockGroup(trx, masterGroup)
}

export async function addRange(desk: Desk, range: Written, group: string): Promise<void> {
  await change(desk, async (trx, now) => {
    const group_id = await groupOf(trx, group)
    await lockNumbers(trx)
    await mustBeAnsweredNowhere(trx, desk, [`+${range.first}`, `+${range.last}`])
    const other = await findRange(trx, range.first, range.last)
    if (other !== undefined)
      throw new Complaint(
        `The range ${showRange(other)} is there already and has some of them.`,
        'number_there',
        { number: showRange(other) },
      )
    await insertRange(trx, { ...range, group_id, created_at: now })
    const subject = `numbers ${showRange(range)}`
    return { action: 'number add', subject, group: group_id, after: group }
  })
}

export async function removeRange(desk: Desk, range: Written): Promise<void> {
  await change(desk, async (trx) => {
    await lockNumbers(trx)
    const there = await lockRange(trx, range)
    if (there === undefined)
      throw new Complaint(
        `There is no range ${showRange(range)}. See: haraka-sms number list`,
        'number_unknown',
        { number: showRange(range) },
      )
    const owned = (await listNumbers(trx)).filter(
      ({ range_id, account_id }) => range_id === there.id && account_id !== null,
    )
    if (owned.length > 0)
      throw new Complaint(
        `Accounts have ${owned.length} of these numbers. Take them back first: haraka-sms number release`,
        'range_used',
        { count: owned.length },
      )
    await deleteRange(trx, there.id)
    const subject = `numbers ${showRange(range)}`
    return { action: 'number remove', subject, group: there.group_id }
  })
}
