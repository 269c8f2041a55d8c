// Accounts with their aliases and networks. One function a statement.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all, literally } from './rows.ts'

export interface Account {
  readonly id: number
  readonly group_id: number
  readonly address: string
  readonly name: string
  /** Its own switch; whether it may send and answer is told by isActive. */
  readonly active: number
  /** The account's own number, if it has one. */
  readonly number: string | null
  /** Whether mails that a machine wrote by itself are sent on. */
  readonly automatic: number
  /** The key by which it came into being, if it did so by one. */
  readonly key_id: number | null
  readonly key_active: number | null
  readonly key_expires_at: number | null
}

/** A paused account, or one whose key is paused or has expired, can neither send nor answer. */
export function isActive(account: Account, now: number): boolean {
  const { active, key_id, key_active } = account
  return active === 1 && (key_id === null || (key_active === 1 && !hasEndedKey(account, now)))
}

/** Whether the key by which it came was revoked or has expired. */
export function hasEndedKey({ key_expires_at: end }: Account, now: number): boolean {
  return end !== null && end <= now
}

const accountColumns = `a.id, a.group_id, a.address, a.name, a.active, a.automatic, a.key_id,
  k.active as key_active, k.expires_at as key_expires_at,
  (select n.number from numbers n where n.account_id = a.id order by n.id limit 1) as number`
const withKey = 'left join keys k on k.id = a.key_id'

/** By the account's address or one of its aliases, in lower case. accounts_address_unique, aliases_pkey. */
export async function findAccount(db: Knex, address: string): Promise<Account | undefined> {
  const rows = await all<Account>(
    db,
    `select ${accountColumns} from accounts a ${withKey} where a.id = coalesce(
       (select id from accounts where address = ?), (select account_id from aliases where address = ?))`,
    [address, address],
  )
  return rows[0]
}

export async function accountById(db: Knex, id: number): Promise<Account | undefined> {
  const rows = await all<Account>(
    db,
    `select ${accountColumns} from accounts a ${withKey} where a.id = ? and a.removed_at is null`,
    [id],
  )
  return rows[0]
}

export async function listAccounts(
  db: Knex,
): Promise<(Account & { aliases: string[]; networks: string[] })[]> {
  const accounts = await all<Account>(
    db,
    `select ${accountColumns} from accounts a ${withKey} where a.removed_at is null order by a.address`,
  )
  const aliases = byAccount(
    await db<{ address: string; account_id: number }>('aliases').orderBy('address'),
    ({ address }) => address,
  )
  const networks = byAccount(
    await db<{ cidr: string; account_id: number }>('networks').orderBy('cidr'),
    ({ cidr }) => cidr,
  )
  return accounts.map((account) => ({
    ...account,
    aliases: aliases.get(account.id) ?? [],
    networks: networks.get(account.id) ?? [],
  }))
}

function byAccount<R extends { account_id: number }>(
  rows: readonly R[],
  value: (row: R) => string,
): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const row of rows) {
    const values = found.get(row.account_id)
    if (values === undefined) found.set(row.account_id, [value(row)])
    else values.push(value(row))
  }
  return found
}

export async function insertAccount(
  db: Knex,
  account: {
    group_id: number
    address: string
    name: string
    automatic?: number
    key_id?: number | null
    /** How it came into being, if nobody made it by hand. */
    origin?: 'key' | 'mail' | 'subscribe' | 'sign_up'
    created_at: number
  },
): Promise<number> {
  const [row] = await db('accounts')
    .insert({ ...account, active: 1 })
    .returning<{ id: number }[]>('id')
  if (row === undefined) throw new Error('the database gave no id for a new account')
  return row.id
}

/** How many came into being by themselves in a group since a time. accounts_group. */
export async function countNewAccounts(db: Knex, groupId: number, since: number): Promise<number> {
  const rows = await all<{ n: number }>(
    db,
    `select count(*) as n from accounts
     where group_id = ? and created_at > ? and origin <> 'administrator'`,
    [groupId, since],
  )
  return rows[0]?.n ?? 0
}

/** Until the transaction ends nobody else gives it anything. */
export async function lockAccount(trx: Knex, id: number): Promise<void> {
  await trx.raw('update accounts set name = name where id = ?', [id])
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
  const rows = await all<{ cidr: string }>(db, 'select cidr from networks where account_id = ?', [
    accountId,
  ])
  return rows.map(({ cidr }) => cidr)
}

export function accountAliases(db: Knex, accountId: number): Promise<string[]> {
  return db('aliases')
    .where({ account_id: accountId })
    .orderBy('address')
    .pluck<string[]>('address')
}

export async function deleteAlias(db: Knex, address: string): Promise<void> {
  await db('aliases').where({ address }).delete()
}

export async function updateAccount(
  db: Knex,
  id: number,
  change: { address?: string; active?: number; automatic?: number; key_id?: number | null },
): Promise<void> {
  await db('accounts').where({ id }).update(change)
}

/** With its own numbers and keys. What was sent stays with the group in which it was. */
export async function moveAccount(db: Knex, id: number, groupId: number): Promise<void> {
  await db('accounts').where({ id }).update({ group_id: groupId })
  for (const table of ['numbers', 'keys'])
    await db(table).where({ account_id: id }).update({ group_id: groupId })
}

const ofAccounts = [
  'aliases',
  'networks',
  'credentials',
  'sessions',
  'sign_in_links',
  'rights',
  'address_proofs',
  'contact_groups',
  'contacts',
  'keywords',
  'phrases',
] as const

/**
 * Its numbers are given back before. Its messages stay, and so does the row that they belong to, without
 * an address that anybody has.
 */
export async function removeAccount(db: Knex, id: number, now: number): Promise<void> {
  for (const table of ofAccounts) await db(table).where({ account_id: id }).delete()
  await db('keys').where({ account_id: id }).update({ active: 0 })
  await db('group_settings').where({ scope: 'account', scope_id: id }).delete()
  await db('accounts')
    .where({ id })
    .update({ address: `removed-${id}`, active: 0, removed_at: now })
}

export interface UserRow {
  readonly id: number
  readonly address: string
  readonly name: string
  readonly group_id: number
  readonly active: number
  readonly number: string | null
}

/** Users of some groups or of all by their addresses, from after one on. accounts_address_unique. */
export function usersOf(
  db: Knex,
  dialect: Dialect,
  wish: {
    readonly groups: readonly number[] | undefined
    readonly filter: string
    readonly after: string
    readonly most: number
  },
): Promise<UserRow[]> {
  const { groups, filter, after, most } = wish
  const inGroups =
    groups === undefined ? '' : `and a.group_id in (select v from ${dialect.rows({ v: 'bigint' })})`
  const like = `%${literally(filter)}%`
  return all<UserRow>(
    db,
    `select a.id, a.address, a.name, a.group_id, a.active,
       (select min(n.number) from numbers n where n.account_id = a.id) as number
     from accounts a where a.address > ? and a.removed_at is null
       and (lower(a.address) like ? escape '\\' or lower(a.name) like ? escape '\\') ${inGroups}
     order by a.address limit ${most}`,
    [
      after,
      like,
      like,
      ...(groups === undefined ? [] : [JSON.stringify(groups.map((v) => ({ v })))]),
    ],
  )
}
