// Groups, accounts with their aliases and networks. One function a statement.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

export interface Group {
  readonly id: number
  readonly parent_id: number | null
  readonly name: string
}

export interface Account {
  readonly id: number
  readonly group_id: number
  readonly address: string
  readonly name: string
  readonly active: number
  /** The account's own number, if it has one. */
  readonly number: string | null
}

export const masterGroup = 1

const accountColumns = `a.id, a.group_id, a.address, a.name, a.active,
  (select n.number from numbers n where n.account_id = a.id order by n.id limit 1) as number`

/** By the account's address or one of its aliases, in lower case. accounts_address_unique, aliases_pkey. */
export async function findAccount(db: Knex, address: string): Promise<Account | undefined> {
  const rows = await all<Account>(
    db,
    `select ${accountColumns} from accounts a where a.address = ?
     union all
     select ${accountColumns} from aliases l join accounts a on a.id = l.account_id where l.address = ?`,
    [address, address],
  )
  return rows[0]
}

export async function accountById(db: Knex, id: number): Promise<Account | undefined> {
  const rows = await all<Account>(db, `select ${accountColumns} from accounts a where a.id = ?`, [
    id,
  ])
  return rows[0]
}

export async function listAccounts(
  db: Knex,
): Promise<(Account & { aliases: string[]; networks: string[] })[]> {
  const accounts = await all<Account>(
    db,
    `select ${accountColumns} from accounts a order by a.address`,
  )
  const aliases = await db<{ address: string; account_id: number }>('aliases').orderBy('address')
  const networks = await db<{ cidr: string; account_id: number }>('networks').orderBy('cidr')
  return accounts.map((account) => ({
    ...account,
    aliases: aliases.filter((row) => row.account_id === account.id).map((row) => row.address),
    networks: networks.filter((row) => row.account_id === account.id).map((row) => row.cidr),
  }))
}

export async function insertAccount(
  db: Knex,
  account: {
    group_id: number
    address: string
    name: string
    created_at: number
  },
): Promise<number> {
  const [row] = await db('accounts')
    .insert({ ...account, active: 1 })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the database gave no id for a new account')
  return row.id
}

export async function insertAliases(
  db: Knex,
  accountId: number,
  addresses: readonly string[],
): Promise<void> {
  if (addresses.length > 0)
    await db('aliases').insert(addresses.map((address) => ({ address, account_id: accountId })))
}

export async function insertNetworks(
  db: Knex,
  accountId: number,
  cidrs: readonly string[],
): Promise<void> {
  if (cidrs.length > 0)
    await db('networks').insert(cidrs.map((cidr) => ({ cidr, account_id: accountId })))
}

export async function accountNetworks(db: Knex, accountId: number): Promise<string[]> {
  return db('networks').where({ account_id: accountId }).pluck<string[]>('cidr')
}

export async function setAccountActive(
  db: Knex,
  address: string,
  active: boolean,
): Promise<boolean> {
  return (
    (await db('accounts')
      .where({ address })
      .update({ active: active ? 1 : 0 })) > 0
  )
}

export function listGroups(db: Knex): Promise<Group[]> {
  return db<Group>('groups').orderBy('id')
}

export async function findGroup(
  db: Knex,
  parentId: number,
  name: string,
): Promise<Group | undefined> {
  return db<Group>('groups').where({ parent_id: parentId, name }).first()
}

/** The group at a path below Master; '' and Master itself are the root. Undefined when there is none. */
export async function groupAtPath(db: Knex, path: string): Promise<number | undefined> {
  let id = masterGroup
  for (const name of path.split('/').map((part) => part.trim())) {
    if (name === '' || (id === masterGroup && name === 'Master')) continue
    const group = await findGroup(db, id, name)
    if (group === undefined) return undefined
    id = group.id
  }
  return id
}

export async function insertGroup(
  db: Knex,
  group: { parent_id: number; name: string; created_at: number },
): Promise<number> {
  const [row] = await db('groups').insert(group).returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the database gave no id for a new group')
  return row.id
}

/** The group and all groups above it, the nearest first. */
export async function groupAndAbove(db: Knex, groupId: number): Promise<number[]> {
  const rows = await all<{ id: number }>(
    db,
    `with recursive up (id, parent_id, depth) as (
       select id, parent_id, 0 from groups where id = ?
       union all
       select g.id, g.parent_id, up.depth + 1 from groups g join up on g.id = up.parent_id where up.depth < 100
     ) select id from up order by depth`,
    [groupId],
  )
  return rows.map((row) => row.id)
}

/** The groups of `groupAndAbove`, with their names. */
export function namedGroupsAbove(db: Knex, groupId: number): Promise<Group[]> {
  return all<Group>(
    db,
    `with recursive up (id, parent_id, name, depth) as (
       select id, parent_id, name, 0 from groups where id = ?
       union all
       select g.id, g.parent_id, g.name, up.depth + 1 from groups g join up on g.id = up.parent_id
       where up.depth < 100
     ) select id, parent_id, name from up order by depth`,
    [groupId],
  )
}

/** Each of the groups with those above it, by its id. */
export async function groupsAbove(
  db: Knex,
  dialect: Dialect,
  groups: readonly number[],
): Promise<Map<number, number[]>> {
  const rows = await all<{ origin: number; id: number }>(
    db,
    `with recursive up (origin, id, parent_id, depth) as (
       select g.id, g.id, g.parent_id, 0 from ${dialect.rows({ group_id: 'bigint' })}
       join groups g on g.id = r.group_id
       union all
       select up.origin, g.id, g.parent_id, up.depth + 1 from groups g join up on g.id = up.parent_id
       where up.depth < 100
     ) select origin, id from up`,
    [JSON.stringify(groups.map((group_id) => ({ group_id })))],
  )
  const above = new Map<number, number[]>()
  for (const { origin, id } of rows) above.set(origin, [...(above.get(origin) ?? []), id])
  return above
}
