// Prepaid credit: balances of groups, transfers between them, alerts, and the list of prices.
//
// A group without a balance uses that of the nearest group above it that has one; where none has, nothing
// is debited.
import { readCredits, showCredits } from '../../policy/credit.ts'
import { readPhone } from '../../sms/phone-number.ts'
import {
  changeBalances,
  deleteBalance,
  deletePrice,
  listBalances,
  listPrices,
  lockBalances,
  makeBalance,
  setAlert,
  setPrice,
  type Balance,
} from '../../store/credit.ts'
import type { Knex } from '../../store/store.ts'
import { change, Complaint, groupOf, groupPaths, type Desk } from './desk.ts'

export interface ListedBalance {
  readonly group: string
  readonly balance: string
  readonly alertBelow: string | null
  readonly alertTo: string | null
}

export interface ListedPrice {
  /** Without plus; `default` for all that no other has. */
  readonly prefix: string
  readonly price: string
}

const most = 10_000_000_000 * 10_000

function creditsOf(text: string): number {
  const amount = readCredits(text)
  if (amount === undefined || Math.abs(amount) > most)
    throw new Complaint(
      `"${text}" is no amount: write one such as 500 or 0.8, with up to 4 decimals.`,
    )
  return amount
}

async function balanceOf(
  trx: Knex,
  desk: Desk,
  path: string,
): Promise<{ group: number; balance: Balance }> {
  const group = await groupOf(trx, path)
  const [balance] = await lockBalances(trx, desk.store.dialect, [group])
  if (balance === undefined)
    throw new Complaint(`${named(path)} has no credit. Give it some with: haraka-sms credit add`)
  return { group, balance }
}

function named(path: string): string {
  return path === '' ? 'Master' : path
}

/** Adds credit, or takes it where the amount is negative; answers the balance. */
export function addCredit(desk: Desk, path: string, written: string): Promise<string> {
  const amount = creditsOf(written)
  return change(desk, async (trx) => {
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
  if (amount <= 0) throw new Complaint('Transfer more than 0.')
  await change(desk, async (trx) => {
    const ids = [await groupOf(trx, transfer.from), await groupOf(trx, transfer.to)]
    if (ids[0] === ids[1]) throw new Complaint('These are the same group.')
    await makeBalance(trx, ids[1] ?? 0)
    const locked = await lockBalances(trx, desk.store.dialect, ids)
    const [from, to] = ids.map((id) => locked.find((one) => one.group_id === id))
    if (from === undefined || from.amount < amount)
      throw new Complaint(
        `${named(transfer.from)} has only ${showCredits(from?.amount ?? 0)} to transfer.`,
      )
    const left = await add(trx, desk, from, -amount)
    if (to !== undefined) await add(trx, desk, to, amount)
    return {
      change: {
        action: 'credit transfer',
        subject: `group ${named(transfer.from)}`,
        group: from.group_id,
        before: showCredits(from.amount),
        after: `${showCredits(left)}, ${showCredits(amount)} to ${named(transfer.to)}`,
      },
      result: undefined,
    }
  })
}

/** Without `alert` there is none. */
export async function setCreditAlert(
  desk: Desk,
  path: string,
  alert: { readonly below: string; readonly to: string } | undefined,
): Promise<void> {
  const level = alert === undefined ? null : creditsOf(alert.below)
  const alert_to = alert === undefined ? null : addressee(alert.to)
  await change(desk, async (trx) => {
    const { group, balance } = await balanceOf(trx, desk, path)
    await setAlert(trx, group, { level, alert_to })
    return {
      change: {
        action: 'credit alert',
        subject: `group ${named(path)}`,
        group,
        before: shownAlert(balance),
        after: shownAlert({ level, alert_to }),
      },
      result: undefined,
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
  throw new Complaint(`"${to}" is neither a mail address nor a mobile number such as +4520643064.`)
}

/** The group uses the credit of the group above it again, if that has any. */
export async function removeCredit(desk: Desk, path: string): Promise<void> {
  await change(desk, async (trx) => {
    const { group, balance } = await balanceOf(trx, desk, path)
    await deleteBalance(trx, group)
    return {
      change: {
        action: 'credit remove',
        subject: `group ${named(path)}`,
        group,
        before: showCredits(balance.amount),
      },
      result: undefined,
    }
  })
}

export async function listCredit({ store }: Desk): Promise<ListedBalance[]> {
  const paths = await groupPaths(store.db)
  return (await listBalances(store.db)).map(({ group_id, amount, level, alert_to }) => ({
    group: paths.get(group_id) ?? '',
    balance: showCredits(amount),
    alertBelow: level === null ? null : showCredits(level),
    alertTo: alert_to,
  }))
}

/** `default`, or the digits that phones begin with. */
function prefixOf(written: string): string {
  const prefix = written === 'default' ? '' : written.replace(/^\+/, '')
  if (written !== 'default' && !/^\d{1,15}$/.test(prefix))
    throw new Complaint(`"${written}" is no prefix: write digits such as 45 or 4670, or default.`)
  return prefix
}

export async function changePrice(desk: Desk, written: string, price: string): Promise<void> {
  const prefix = prefixOf(written)
  const amount = creditsOf(price)
  if (amount < 0) throw new Complaint('A price is 0 or more.')
  await change(desk, async (trx) => {
    const before = (await listPrices(trx)).find((one) => one.prefix === prefix)
    await setPrice(trx, { prefix, price: amount })
    return {
      change: {
        action: 'price set',
        subject: `price ${written}`,
        before: before === undefined ? null : showCredits(before.price),
        after: showCredits(amount),
      },
      result: undefined,
    }
  })
}

export async function removePrice(desk: Desk, written: string): Promise<void> {
  await change(desk, async (trx) => {
    if (!(await deletePrice(trx, prefixOf(written))))
      throw new Complaint(`There is no price for ${written}. See them with: haraka-sms price list`)
    return { change: { action: 'price remove', subject: `price ${written}` }, result: undefined }
  })
}

export async function listAllPrices({ store }: Desk): Promise<ListedPrice[]> {
  return (await listPrices(store.db)).map(({ prefix, price }) => ({
    prefix: prefix === '' ? 'default' : prefix,
    price: showCredits(price),
  }))
}
