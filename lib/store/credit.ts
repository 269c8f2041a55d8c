// Balances of groups, and the list of prices.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

/** In ten-thousandths of a credit. */
export interface Balance {
  readonly group_id: number
  readonly amount: number
  /** An alert is given when the amount falls below. */
  readonly level: number | null
  /** A mail address or a phone. */
  readonly alert_to: string | null
  /** 1: the alert was given, and nothing has been added since. */
  readonly alerted: number
}

const columns = ['group_id', 'amount', 'level', 'alert_to', 'alerted'] as const

/** Locked until the end of the transaction, in the order of their groups. balances_pkey. */
export function lockBalances(
  trx: Knex,
  dialect: Dialect,
  groups: readonly number[],
): Promise<Balance[]> {
  return all<Balance>(
    trx,
    `select b.* from ${dialect.rows({ id: 'bigint' })} join balances b on b.group_id = r.id
     order by b.group_id ${dialect.name === 'postgres' ? 'for update of b' : ''}`,
    [JSON.stringify(groups.map((id) => ({ id })))],
  )
}

export interface BalanceChange {
  readonly group_id: number
  readonly by: number
  /** Null: it stays. */
  readonly alerted: number | null
}

/** Adds to balances, or takes from them. No group may stand twice. */
export async function changeBalances(
  trx: Knex,
  dialect: Dialect,
  changes: readonly BalanceChange[],
): Promise<void> {
  if (changes.length === 0) return
  await all(
    trx,
    `update balances set amount = amount + r.by, alerted = coalesce(r.alerted, balances.alerted)
     from ${dialect.rows({ group_id: 'bigint', by: 'bigint', alerted: 'int' })}
     where balances.group_id = r.group_id`,
    [JSON.stringify(changes)],
  )
}

export function listBalances(db: Knex): Promise<Balance[]> {
  return db('balances')
    .select(...columns)
    .orderBy('group_id')
}

/** balances_pkey. */
export async function balanceOf(db: Knex, groupId: number): Promise<number | undefined> {
  const row = await db<Balance>('balances').where({ group_id: groupId }).first('amount')
  return row?.amount
}

export async function makeBalance(trx: Knex, groupId: number): Promise<void> {
  await trx('balances')
    .insert({ group_id: groupId, amount: 0, alerted: 0 })
    .onConflict('group_id')
    .ignore()
}

export async function setAlert(
  trx: Knex,
  groupId: number,
  alert: Pick<Balance, 'level' | 'alert_to' | 'alerted'>,
): Promise<void> {
  await trx('balances').where({ group_id: groupId }).update(alert)
}

export async function deleteBalance(trx: Knex, groupId: number): Promise<void> {
  await trx('balances').where({ group_id: groupId }).delete()
}

/** Which of these groups have a balance. balances_pkey. */
export function groupsWithBalance(db: Knex, groups: readonly number[]): Promise<number[]> {
  return db('balances')
    .whereIn('group_id', [...groups])
    .pluck<number[]>('group_id')
}

export interface Price {
  readonly prefix: string
  readonly price: number
}

export function listPrices(db: Knex): Promise<Price[]> {
  return db<Price>('prices').select('prefix', 'price').orderBy('prefix')
}

export async function setPrice(trx: Knex, price: Price): Promise<void> {
  await trx('prices').insert(price).onConflict('prefix').merge()
}

export async function deletePrice(trx: Knex, prefix: string): Promise<boolean> {
  return (await trx('prices').where({ prefix }).delete()) > 0
}
