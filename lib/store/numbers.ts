// Numbers of ours: each belongs to one account, or to the pool of a group.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface OwnNumber {
  readonly id: number
  readonly number: string
  readonly group_id: number
  readonly account_id: number | null
}

/** numbers_number_unique. */
export function findNumber(db: Knex, number: string): Promise<OwnNumber | undefined> {
  return db<OwnNumber>('numbers').where({ number }).first()
}

export function listNumbers(db: Knex): Promise<(OwnNumber & { address: string | null })[]> {
  return db('numbers as n')
    .leftJoin('accounts as a', 'a.id', 'n.account_id')
    .select('n.id', 'n.number', 'n.group_id', 'n.account_id', 'a.address')
    .orderBy('n.number')
}

export async function insertNumber(
  db: Knex,
  number: { number: string; group_id: number; account_id: number | null; created_at: number },
): Promise<void> {
  await db('numbers').insert(number)
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
     where n.account_id is null order by up.depth, n.number`,
    [groupId],
  )
  return rows.filter((row) => row.depth === rows[0]?.depth).map((row) => row.number)
}

/**
 * Gives an account a number from the pool of the nearest group, going up, that has one which stands
 * for no conversation: any of them. Answers it, or undefined when there is none. conversations_own.
 */
export async function takeFreeNumber(
  trx: Knex,
  { groupId, accountId }: { groupId: number; accountId: number },
): Promise<string | undefined> {
  const rows = await all<{ number: string }>(
    trx,
    `update numbers set account_id = ? where account_id is null and id = (
       with recursive up (id, parent_id, depth) as (
         select id, parent_id, 0 from groups where id = ?
         union all
         select g.id, g.parent_id, up.depth + 1 from groups g join up on g.id = up.parent_id where up.depth < 100
       )
       select n.id from up join numbers n on n.group_id = up.id
       where n.account_id is null and not exists (select 1 from conversations c where c.own = n.number)
       order by up.depth, random() limit 1)
     returning number`,
    [accountId, groupId],
  )
  return rows[0]?.number
}
