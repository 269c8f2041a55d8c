// Keys: kept as the SHA-256 of their 130 random bits, so that a stolen database holds no key.
//
// A key is found by its digest in an index. How long that takes may tell how much of a digest is
// right, never of a key: nobody can choose keys by what their digests begin with.
import type { Knex } from 'knex'
import { rowsBinding, all } from './rows.ts'
import type { Dialect } from './dialect.ts'

export type KeyPurpose = 'mail' | 'api'

export interface Key {
  readonly id: number
  readonly group_id: number
  /** The only account that it proves; null: every one of its group. */
  readonly account_id: number | null
  readonly name: string
  readonly prefix: string
  /** Its own switch; whether it counts is told by isUsable. */
  readonly active: number
  readonly purpose: KeyPurpose
  /** Mail domains whose every address it proves, separated by blanks. */
  readonly domains: string
  /** The E.164 prefixes that it may write to, separated by blanks; '' is all. */
  readonly prefixes: string
  /** Whether mails that a machine wrote by itself are sent on. */
  readonly automatic: number
  /** Whether the duplicate guard counts; null as for the account. */
  readonly guard: number | null
  readonly expires_at: number | null
  readonly last_used_at: number | null
  readonly created_at: number
}

export function isUsable(key: Key | undefined, now: number): key is Key {
  return key?.active === 1 && (key.expires_at === null || key.expires_at > now)
}

/** The words of `domains` or `prefixes`. */
export function wordsOf(list: string): string[] {
  return list.split(' ').filter((word) => word !== '')
}

/** keys_digest_unique. */
export async function findKey(db: Knex, digest: string): Promise<Key | undefined> {
  const [key] = await all<Key>(db, `${keysWhere} digest = ?`, [digest])
  return key
}

export async function keyById(db: Knex, id: number): Promise<Key | undefined> {
  const [key] = await all<Key>(db, `${keysWhere} id = ?`, [id])
  return key
}

/** keys_prefix. */
export function keysByPrefix(db: Knex, prefix: string): Promise<Key[]> {
  return db('keys').where({ prefix }).select<Key[]>(keyColumns).orderBy('id')
}

export function listKeys(db: Knex): Promise<Key[]> {
  return db('keys').select<Key[]>(keyColumns).orderBy('id')
}

export async function insertKey(
  db: Knex,
  key: Omit<Key, 'id' | 'active' | 'last_used_at'> & { digest: string },
): Promise<void> {
  await db('keys').insert({ ...key, active: 1 })
}

export async function updateKey(
  db: Knex,
  id: number,
  change: Partial<Omit<Key, 'id' | 'last_used_at' | 'created_at'>>,
): Promise<void> {
  await db('keys').where({ id }).update(change)
}

/** Notes when keys were last used; a later time that is there already stays. keys_pkey. */
export async function noteKeyUse(
  db: Knex,
  dialect: Dialect,
  uses: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = [...uses].map(([id, at]) => ({ id, at })).sort((a, b) => a.id - b.id)
  await all(
    db,
    `update keys set last_used_at = r.at from ${dialect.rows({ id: 'bigint', at: 'bigint' })}
     where keys.id = r.id and coalesce(keys.last_used_at, 0) < r.at`,
    [rowsBinding(rows)],
  )
}

const keyColumns = [
  'id',
  'group_id',
  'account_id',
  'name',
  'prefix',
  'active',
  'purpose',
  'domains',
  'prefixes',
  'automatic',
  'guard',
  'expires_at',
  'last_used_at',
  'created_at',
]

const keysWhere = `select ${keyColumns.join(', ')} from keys where`
