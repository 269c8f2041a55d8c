// Whoever has rights beyond a part of the tree is not changed by those who administer that part alone,
// wherever the account is: or they could pause the operator, or have what phones write to them.
import { masterGroup } from '../../store/groups.ts'
import { rightsOf } from '../../store/rights.ts'
import type { Knex } from '../../store/store.ts'
import { Complaint, isWithin, type Desk } from './desk.ts'

export async function mustNotOutrank(
  db: Knex,
  desk: Pick<Desk, 'within'>,
  account: { readonly id: number; readonly address: string },
): Promise<void> {
  if (!(await outranks(db, desk, account))) return
  const { address } = account
  throw new Complaint(`${address} has rights beyond the part that you administer.`, 'outranked', {
    address,
  })
}

async function outranks(
  db: Knex,
  desk: Pick<Desk, 'within'>,
  { id }: { readonly id: number },
): Promise<boolean> {
  if (desk.within === undefined) return false
  for (const { group_id } of await rightsOf(db, id))
    if (!(await isWithin(db, desk, group_id))) return true
  return false
}

/** Whether an account may be moved into the actor's tree: it is there already, or nobody's. */
export async function mayTake(
  db: Knex,
  desk: Pick<Desk, 'within'>,
  account: { readonly id: number; readonly group_id: number },
): Promise<boolean> {
  const isFree = account.group_id === masterGroup || (await isWithin(db, desk, account.group_id))
  return isFree && !(await outranks(db, desk, account))
}
