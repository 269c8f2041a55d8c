// Whoever has rights beyond a part of the tree is not changed by those who administer that part alone,
// wherever the account is: or they could pause the operator, or have what phones write to them.
import { groupAndAbove } from '../../store/groups.ts'
import { rightsOf } from '../../store/rights.ts'
import type { Knex } from '../../store/store.ts'
import { Complaint, type Desk } from './desk.ts'

export async function mustNotOutrank(
  db: Knex,
  { within }: Pick<Desk, 'within'>,
  { id, address }: { readonly id: number; readonly address: string },
): Promise<void> {
  if (within === undefined) return
  for (const { group_id } of await rightsOf(db, id)) {
    if ((await groupAndAbove(db, group_id)).some((above) => within.includes(above))) continue
    throw new Complaint(`${address} has rights beyond the part that you administer.`, 'outranked', {
      address,
    })
  }
}
