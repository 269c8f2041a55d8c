// Which groups an administrator sees: their own and all below it, or a part of that which they choose.
import { groupAndAbove, groupAndBelow } from '../../store/groups.ts'
import type { Knex } from '../../store/store.ts'
import { Complaint, type Desk } from './desk.ts'

/** Where to look; `alone` leaves out the groups below. */
export interface GroupChoice {
  readonly group?: number | undefined
  readonly alone?: boolean | undefined
}

/**
 * The groups that are looked at; undefined is everything, also what belongs to nobody. A group outside
 * of the actor's trees is a Complaint, the same as one that does not exist.
 */
export async function groupsInView(
  db: Knex,
  { within }: Desk,
  { group, alone }: GroupChoice,
): Promise<number[] | undefined> {
  if (group === undefined) return within === undefined ? undefined : belowAll(db, within)
  const above = await groupAndAbove(db, group)
  if (above.length === 0 || (within !== undefined && !above.some((id) => within.includes(id))))
    throw new Complaint('There is no such group in the part that you administer.', 'not_yours')
  return alone === true ? [group] : groupAndBelow(db, group)
}

async function belowAll(db: Knex, groups: readonly number[]): Promise<number[]> {
  const found = new Set<number>()
  for (const group of groups) for (const id of await groupAndBelow(db, group)) found.add(id)
  return [...found]
}
