// Prepaid credit: balances of groups, transfers between them, and alerts.
//
// A group without a balance uses that of the nearest group above it that has one; where none has, nothing
// is debited.
import { readCredits, showCredits } from '../../policy/credit.ts'
import { readPhone } from '../../sms/phone-number.ts'
import {
  changeBalances,
  deleteBalance,
  listBalances,
  lockBalances,
  makeBalance,
  setAlert,
  type Balance,
} from '../../store/credit.ts'
import type { Knex } from '../../store/store.ts'
import { valuesIn } from '../account-values.ts'
import { phoneRefusal, numberRulesOf } from '../number-rules.ts'
import {
  change,
  changeAnswering,
  Complaint,
  groupOf,
  groupPaths,
  mustBeOperator,
  mustBeWithin,
  type Desk,
} from './desk.ts'
import { refused } from './refused.ts'
import { groupsInView } from './scope.ts'

export interface ListedBalance {
  readonly group: string
  readonly balance: string
  readonly alertBelow: string | null
  readonly alertTo: string | null
}

const most = 10_000_000_000 * 10_000

/** An amount as people write it. */
export function creditsOf(text: string): number {
  const amount = readCredits(text)
  if (amount === undefined || Math.abs(amount) > most) throw noAmount(text)
  return amount
}

export function noAmount(text: string): Complaint {
  return new Complaint(
    `"${text}" cannot stand here: write an amount such as 500 or 0.8, with up to 4 decimals, and a thousand as 1000.`,
    'credit_amount',
    { amount: text },
  )
}

async function balanceOf(
  trx: Knex,
  desk: Desk,
  path: string,
): Promise<{ group: number; balance: Balance }> {
  const group = await groupOf(trx, path)
  await mustBeWithin(trx, desk, group)
  const [balance] = await lockBalances(trx, desk.store.dialect, [group])
  if (balance === undefined)
    throw new Complaint(
      `${named(path)} has no credit. Give it some with: haraka-sms credit add`,
      'credit_none',
      { group: named(path) },
    )
  return { group, balance }
}

function named(path: string): string {
  return path === '' ? 'Master' : path
}

/** Adds credit, or takes it where the amount is negative; answers the balance. */
export function addCredit(desk: Desk, path: string, written: string): Promise<string> {
  mustBeOperator(desk)
  const amount = creditsOf(written)
  return changeAnswering(desk, async (trx) => {
    const group = await groupOf(trx, path)
    await makeBalance(trx, group)
    const { balance } = await balanceOf(trx, desk, path)
    const after = await add(trx, desk, balance, amount)
    return {
      change: {
        action: 'credit add',
        subject: `group ${named(path)}`,
        group,
        before: showCredits(balance.amount),
        after: showCredits(after),
      },
      result: showCredits(after),
    }
  })
}

/** An alert that was given is given again when the balance has been filled up above its level. */
async function add(trx: Knex, desk: Desk, balance: Balance, by: number): Promise<number> {
  const after = balance.amount + by
  const alerted = by > 0 && after >= (balance.level ?? 0) ? 0 : null
  await changeBalances(trx, desk.store.dialect, [{ group_id: balance.group_id, by, alerted }])
  return after
}

/** From one group to another, which may have had no credit before. */
export async function transferCredit(
  desk: Desk,
  transfer: { readonly from: string; readonly to: string; readonly amount: string },
): Promise<void> {
  const amount = creditsOf(transfer.amount)
  if (amount <= 0) throw noAmount(transfer.amount)
  await change(desk, async (trx) => {
    const ids = [await groupOf(trx, transfer.from), await groupOf(trx, transfer.to)]
    for (const id of ids) await mustBeWithin(trx, desk, id)
    if (ids[0] === ids[1]) throw new Complaint('These are the same group.', 'credit_same')
    await makeBalance(trx, ids[1] ?? 0)
    const locked = await lockBalances(trx, desk.store.dialect, ids)
    const [from, to] = ids.map((id) => locked.find((one) => one.group_id === id))
    if (from === undefined || from.amount < amount)
      throw new Complaint(
        `${named(transfer.from)} has only ${showCredits(from?.amount ?? 0)} to transfer.`,
        'credit_short',
        { group: named(transfer.from), amount: showCredits(from?.amount ?? 0) },
      )
    const left = await add(trx, desk, from, -amount)
    if (to !== undefined) await add(trx, desk, to, amount)
    return {
      action: 'credit transfer',
      subject: `group ${named(transfer.from)}`,
      group: from.group_id,
      otherGroup: ids[1] ?? 0,
      before: showCredits(from.amount),
      after: `${showCredits(left)}, ${showCredits(amount)} to ${named(transfer.to)}`,
    }
  })
}

/** Without `alert` there is none. One that was given is not given again where nothing changes. */
export async function setCreditAlert(
  desk: Desk,
  path: string,
  alert: { readonly below: string; readonly to: string } | undefined,
): Promise<void> {
  const level = alert === undefined ? null : creditsOf(alert.below)
  const alert_to = alert === undefined ? null : addressee(alert.to)
  await change(desk, async (trx) => {
    const { group, balance } = await balanceOf(trx, desk, path)
    if (alert_to?.startsWith('+') === true) await mustBeAllowed(trx, desk, group, alert_to)
    const isSame = balance.level === level && balance.alert_to === alert_to
    await setAlert(trx, group, { level, alert_to, alerted: isSame ? balance.alerted : 0 })
    return {
      action: 'credit alert',
      subject: `group ${named(path)}`,
      group,
      before: shownAlert(balance),
      after: shownAlert({ level, alert_to }),
    }
  })
}

function shownAlert({ level, alert_to }: Pick<Balance, 'level' | 'alert_to'>): string | null {
  return level === null ? null : `below ${showCredits(level)} to ${alert_to ?? ''}`
}

/** A mail address, or a phone in the international form. */
function addressee(to: string): string {
  if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(to)) return to.toLowerCase()
  const reading = readPhone(to, { country: '', bareNumbers: 'international', allowedPrefixes: [] })
  if (reading.kind === 'phone') return reading.phone
  throw new Complaint(
    `"${to}" is neither a mail address nor a mobile number such as +4520643064.`,
    'credit_addressee',
    { to },
  )
}

async function mustBeAllowed(trx: Knex, desk: Desk, groupId: number, phone: string): Promise<void> {
  const values = await valuesIn(trx, { groupId, accountId: undefined }, desk.settings())
  const refusal = phoneRefusal(phone, numberRulesOf(values))
  if (refusal !== undefined) throw refused(refusal)
}

/** The group uses the credit of the group above it again, if that has any. */
export async function removeCredit(desk: Desk, path: string): Promise<void> {
  mustBeOperator(desk)
  await change(desk, async (trx) => {
    const { group, balance } = await balanceOf(trx, desk, path)
    await deleteBalance(trx, group)
    return {
      action: 'credit remove',
      subject: `group ${named(path)}`,
      group,
      before: showCredits(balance.amount),
    }
  })
}

export async function listCredit(desk: Desk): Promise<ListedBalance[]> {
  const { db } = desk.store
  const inView = await groupsInView(db, desk, {})
  const paths = await groupPaths(db)
  return (await listBalances(db))
    .filter(({ group_id }) => inView?.includes(group_id) !== false)
    .map(({ group_id, amount, level, alert_to }) => ({
      group: paths.get(group_id) ?? '',
      balance: showCredits(amount),
      alertBelow: level === null ? null : showCredits(level),
      alertTo: alert_to,
    }))
}
