// A free number for an account, at random.
//
// Nobody ever gets a number that another has: a row is taken by one statement that finds it free, and a
// number of a range by the row that no two can insert.
import type { Knex } from 'knex'
import { groupAndAbove } from './groups.ts'
import type { NumberRange } from './number-ranges.ts'
import { wakeNumbers } from './numbers.ts'
import { all } from './rows.ts'

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
     on conflict (number) do update set
       account_id = excluded.account_id, group_id = excluded.group_id, rests_until = null
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

/**
 * The first number between the two that has no row. numbers_number_unique. Texts are compared: a shorter number
 * of its own, +4560991050, is in order between two of a range that begins with +4560991000000.
 */
async function firstGap(db: Knex, from: number, to: number): Promise<number | undefined> {
  const next = `cast(substr(n.number, 2) as bigint) + 1`
  const rows = await all<{ gap: number | null }>(
    db,
    `select min(gap) as gap from (
       select cast(? as bigint) as gap where not exists (select 1 from numbers where number = ?)
       union all
       select ${next} from numbers n where n.number between ? and ? and length(n.number) = ?
         and not exists (select 1 from numbers m where m.number = '+' || (${next}))
     ) as gaps where gap <= ?`,
    [from, `+${from}`, `+${from}`, `+${to}`, `+${to}`.length, to],
  )
  return rows[0]?.gap ?? undefined
}
