// What accounts may do in groups.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface RightRow {
  readonly account_id: number
  readonly group_id: number
  readonly name: string
}

/** rights_pkey. */
export function rightsOf(db: Knex, accountId: number): Promise<RightRow[]> {
  return db<RightRow>('rights').where({ account_id: accountId }).orderBy(['group_id', 'name'])
}

export async function insertRights(db: Knex, rows: readonly RightRow[]): Promise<void> {
  await db('rights')
    .insert([...rows])
    .onConflict(['account_id', 'group_id', 'name'])
    .ignore()
}

export async function deleteRights(
  db: Knex,
  row: Omit<RightRow, 'name'>,
  names: readonly string[],
): Promise<void> {
  await db('rights').where(row).whereIn('name', names).delete()
}

/** Whatever the account may do in these groups. rights_pkey. */
export async function deleteRightsIn(
  db: Knex,
  accountId: number,
  groups: readonly number[],
): Promise<void> {
  await db('rights')
    .where({ account_id: accountId })
    .whereIn('group_id', [...groups])
    .delete()
}

export function listRights(db: Knex): Promise<(RightRow & { readonly address: string })[]> {
  return all(
    db,
    `select r.account_id, r.group_id, r.name, a.address
     from rights r join accounts a on a.id = r.account_id order by a.address, r.group_id, r.name`,
  )
}
