// Numbers of ours: each belongs to one account, or to the pool of a group, or rests before it is given
// to anybody again. Ranges hold many that have a row of their own only while somebody has them.
//
// Nobody ever gets a number that another has: a row is taken by one statement that finds it free, and a
// number of a range by the row that no two can insert.
import type { Knex } from 'knex'
import { groupAndAbove } from './groups.ts'
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

export async function insertNumber(
  db: Knex,
  number: {
    number: string
    group_id: number
    account_id: number | null
    range_id: number | null
    created_at: number
  },
): Promise<void> {
  await db('numbers').insert(number)
}

/** From now on it is the account's; whatever it was before. */
export async function giveNumber(
  db: Knex,
  id: number,
  owner: { account_id: number; group_id: number },
): Promise<void> {
  await db('numbers')
    .where({ id })
    .update({ ...owner, rests_until: null })
}

/** No conversation stands on it any more. conversations_own. */
export async function deleteNumber(db: Knex, { id, number }: OwnNumber): Promise<void> {
  await db('conversations').where({ own: number }).update({ own: null })
  await db('numbers').where({ id }).delete()
}

/** numbers_account. */
export function numbersOf(db: Knex, accountId: number): Promise<string[]> {
  return db('numbers').where({ account_id: accountId }).orderBy('id').pluck<string[]>('number')
}

/** It is nobody's, and rests. numbers_pkey. */
export async function restNumber(trx: Knex, id: number, until: number): Promise<void> {
  await trx('numbers').where({ id }).update({ account_id: null, rests_until: until })
}

/** All that the account has rest. Answers them. numbers_account. */
export async function restNumbers(trx: Knex, accountId: number, until: number): Promise<string[]> {
  const rows = await all<{ number: string }>(
    trx,
    'update numbers set account_id = null, rests_until = ? where account_id = ? returning number',
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

export interface NumberRange {
  readonly id: number
  /** Its digits without plus, as numbers; both have the same count. */
  readonly first: number
  readonly last: number
  readonly group_id: number
}

export async function listRanges(db: Knex): Promise<(NumberRange & { given: number })[]> {
  return all(
    db,
    `select r.id, r.first, r.last, r.group_id,
       (select count(*) from numbers n where n.range_id = r.id) as given
     from number_ranges r order by r.first`,
  )
}

/** A range that holds a number between these. */
export async function findRange(
  db: Knex,
  first: number,
  last = first,
): Promise<NumberRange | undefined> {
  return db<NumberRange>('number_ranges')
    .where('first', '<=', last)
    .andWhere('last', '>=', first)
    .first('id', 'first', 'last', 'group_id')
}

export async function insertRange(
  db: Knex,
  range: Omit<NumberRange, 'id'> & { created_at: number },
): Promise<void> {
  await db('number_ranges').insert(range)
}

export async function deleteRange(db: Knex, id: number): Promise<void> {
  await db('numbers').where({ range_id: id, account_id: null }).delete()
  await db('number_ranges').where({ id }).delete()
}

export interface NumberWish {
  readonly groupId: number
  readonly accountId: number
  readonly now: number
  /** One of them at random, both ends included. */
  readonly pick: (first: number, last: number) => number
  readonly skipLocked: string
}

/**
 * Gives an account a number at random from the nearest group, going up, that has a free one: of its
 * ranges, else of its pool. Answers it, or undefined when there is none.
 */
export async function takeFreeNumber(trx: Knex, wish: NumberWish): Promise<string | undefined> {
  for (const groupId of await groupAndAbove(trx, wish.groupId)) {
    const taken =
      (await takeFromRanges(trx, groupId, wish)) ?? (await takeSingle(trx, groupId, wish))
    if (taken !== undefined) return taken
  }
  return undefined
}

/** One that stands for no conversation. numbers_group, conversations_own. */
async function takeSingle(
  trx: Knex,
  groupId: number,
  { accountId, now, skipLocked }: NumberWish,
): Promise<string | undefined> {
  const rows = await all<{ number: string }>(
    trx,
    `update numbers set account_id = ?, rests_until = null where id = (
       select n.id from numbers n
       where n.group_id = ? and n.account_id is null and n.range_id is null
         and (n.rests_until is null or n.rests_until <= ?)
         and not exists (select 1 from conversations c where c.own = n.number)
       order by random() limit 1 ${skipLocked})
     returning number`,
    [accountId, groupId, now],
  )
  return rows[0]?.number
}

/** A range that is nearly used up is searched from a place at random. */
const tries = 20

async function takeFromRanges(
  trx: Knex,
  groupId: number,
  wish: NumberWish,
): Promise<string | undefined> {
  // One after the other: each looks at numbers of others on its way, in an order of its own.
  const ranges = await trx<NumberRange>('number_ranges')
    .where({ group_id: groupId })
    .orderBy('id')
    .forUpdate()
  const size = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  if (size === 0) return undefined
  for (let attempt = 0; attempt < tries; attempt++) {
    const { range, value } = nth(ranges, wish.pick(0, size - 1))
    const taken = await takeOfRange(trx, range, value, wish)
    if (taken !== undefined) return taken
  }
  await wakeNumbers(trx, wish.now)
  for (const range of ranges) {
    const taken = await takeGap(trx, range, wish)
    if (taken !== undefined) return taken
  }
  return undefined
}

function nth(ranges: readonly NumberRange[], index: number): { range: NumberRange; value: number } {
  let rest = index
  for (const range of ranges) {
    const size = range.last - range.first + 1
    if (rest < size) return { range, value: range.first + rest }
    rest -= size
  }
  throw new Error(`there are fewer than ${index} numbers in the ranges`)
}

/** Undefined where somebody has it. numbers_number_unique. */
async function takeOfRange(
  trx: Knex,
  { id, group_id }: NumberRange,
  value: number,
  { accountId, now }: NumberWish,
): Promise<string | undefined> {
  const rows = await all<{ number: string }>(
    trx,
    `insert into numbers (number, group_id, account_id, range_id, created_at) values (?, ?, ?, ?, ?)
     on conflict (number) do update set account_id = excluded.account_id, rests_until = null
       where numbers.account_id is null and numbers.range_id is not null and numbers.rests_until <= ?
     returning number`,
    [`+${value}`, group_id, accountId, id, now, now],
  )
  return rows[0]?.number
}

async function takeGap(
  trx: Knex,
  range: NumberRange,
  wish: NumberWish,
): Promise<string | undefined> {
  const middle = wish.pick(range.first, range.last)
  for (const [from, to] of [
    [middle, range.last],
    [range.first, middle],
  ] as const) {
    for (let gap = await firstGap(trx, from, to); gap !== undefined;) {
      const taken = await takeOfRange(trx, range, gap, wish)
      if (taken !== undefined) return taken
      gap = gap < to ? await firstGap(trx, gap + 1, to) : undefined
    }
  }
  return undefined
}

/** The first number between the two that has no row. numbers_number_unique. */
async function firstGap(db: Knex, from: number, to: number): Promise<number | undefined> {
  const next = `cast(substr(n.number, 2) as bigint) + 1`
  const rows = await all<{ gap: number | null }>(
    db,
    `select min(gap) as gap from (
       select cast(? as bigint) as gap where not exists (select 1 from numbers where number = ?)
       union all
       select ${next} from numbers n where n.number between ? and ?
         and not exists (select 1 from numbers m where m.number = '+' || (${next}))
     ) as gaps where gap <= ?`,
    [from, `+${from}`, `+${from}`, `+${to}`, to],
  )
  return rows[0]?.gap ?? undefined
}
