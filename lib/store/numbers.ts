// Numbers of ours: each belongs to one account, or to the pool of a group, or rests before it is given
// to anybody again.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface OwnNumber {
  readonly id: number
  readonly number: string
  readonly group_id: number
  readonly account_id: number | null
  /** The range that it is from, and goes back to. */
  readonly range_id: number | null
  /** Given back: until then it is nobody's. */
  readonly rests_until: number | null
}

/** numbers_number_unique. */
export function findNumber(db: Knex, number: string): Promise<OwnNumber | undefined> {
  return db<OwnNumber>('numbers').where({ number }).first()
}

export function listNumbers(db: Knex): Promise<(OwnNumber & { address: string | null })[]> {
  return db('numbers as n')
    .leftJoin('accounts as a', 'a.id', 'n.account_id')
    .select('n.*', 'a.address')
    .orderBy('n.number')
}

/** Whether it was not there. numbers_number_unique. */
export async function insertNumber(
  db: Knex,
  number: {
    number: string
    group_id: number
    account_id: number | null
    range_id: number | null
    created_at: number
  },
): Promise<boolean> {
  const rows = await db('numbers').insert(number).onConflict('number').ignore().returning('id')
  return rows.length > 0
}

/** From now on it is the account's, where it is nobody's; whether it was. numbers_pkey. */
export async function giveNumber(
  db: Knex,
  id: number,
  owner: { account_id: number; group_id: number },
): Promise<boolean> {
  const given = await db('numbers')
    .where({ id, account_id: null })
    .update({ ...owner, rests_until: null })
  return given > 0
}

/** Where it is nobody's; whether it was. No conversation stands on it any more. conversations_own. */
export async function deleteNumber(
  db: Knex,
  { id, number }: Pick<OwnNumber, 'id' | 'number'>,
): Promise<boolean> {
  if ((await db('numbers').where({ id, account_id: null }).delete()) === 0) return false
  await db('conversations').where({ own: number }).update({ own: null })
  return true
}

/** numbers_account. */
export function numbersOf(db: Knex, accountId: number): Promise<string[]> {
  return db('numbers').where({ account_id: accountId }).orderBy('id').pluck<string[]>('number')
}

/** A number of a range is its range's again, whoever had it. */
const homeGroup =
  'coalesce((select r.group_id from number_ranges r where r.id = range_id), group_id)'

/** It is nobody's, and rests, where it is still the same account's; whether it was. numbers_pkey. */
export async function restNumber(
  trx: Knex,
  { id, account_id }: Pick<OwnNumber, 'id' | 'account_id'>,
  until: number,
): Promise<boolean> {
  const rested = await trx('numbers')
    .where({ id, account_id })
    .update({ account_id: null, rests_until: until, group_id: trx.raw(homeGroup) })
  return rested > 0
}

/** All that the account has rest. Answers them. numbers_account. */
export async function restNumbers(trx: Knex, accountId: number, until: number): Promise<string[]> {
  const rows = await all<{ number: string }>(
    trx,
    `update numbers set account_id = null, rests_until = ?, group_id = ${homeGroup}
     where account_id = ? returning number`,
    [until, accountId],
  )
  return rows.map(({ number }) => number)
}

/** What has rested is in its pool or its range again. numbers_resting. */
export async function wakeNumbers(trx: Knex, now: number): Promise<void> {
  const rested = (): Knex.QueryBuilder => trx('numbers').where('rests_until', '<=', now)
  await rested().whereNotNull('range_id').delete()
  await rested().update({ rests_until: null })
}

/** The pool numbers of the nearest group, going up from `groupId`, that has any. */
export async function poolNumbers(db: Knex, groupId: number): Promise<string[]> {
  const rows = await all<{ number: string; depth: number }>(
    db,
    `with recursive up (id, parent_id, depth) as (
       select id, parent_id, 0 from groups where id = ?
       union all
       select g.id, g.parent_id, up.depth + 1 from groups g join up on g.id = up.parent_id where up.depth < 100
     )
     select n.number, up.depth from up join numbers n on n.group_id = up.id
     where n.account_id is null and n.rests_until is null order by up.depth, n.number`,
    [groupId],
  )
  return rows.filter((row) => row.depth === rows[0]?.depth).map((row) => row.number)
}
