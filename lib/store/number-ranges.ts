// Ranges of numbers of ours: of what is in them only what somebody has, or what rests, is a row of numbers.
import type { Knex } from 'knex'
import { all } from './rows.ts'

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

/** The range from the one to the other, of which nobody gets a number until the transaction ends. */
export function lockRange(
  trx: Knex,
  { first, last }: Pick<NumberRange, 'first' | 'last'>,
): Promise<NumberRange | undefined> {
  return trx<NumberRange>('number_ranges').where({ first, last }).forUpdate().first()
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
