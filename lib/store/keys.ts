// Keys: kept as the SHA-256 of their 130 random bits, so that a stolen database holds no key.
import type { Knex } from 'knex'

export interface Key {
  readonly id: number
  readonly group_id: number
  readonly name: string
  readonly prefix: string
  readonly active: number
  readonly created_at: number
}

/** keys_digest_unique. */
export function findKey(db: Knex, digest: string): Promise<Key | undefined> {
  return db('keys').where({ digest }).first<Key | undefined>(keyColumns)
}

export function keyById(db: Knex, id: number): Promise<Key | undefined> {
  return db('keys').where({ id }).first<Key | undefined>(keyColumns)
}

export function listKeys(db: Knex): Promise<Key[]> {
  return db('keys').select<Key[]>(keyColumns).orderBy('id')
}

export async function insertKey(
  db: Knex,
  key: { group_id: number; name: string; prefix: string; digest: string; created_at: number },
): Promise<void> {
  await db('keys').insert({ ...key, active: 1 })
}

/** Keys whose first letters are `prefix`; answers how many there were. */
export function setKeyActive(db: Knex, prefix: string, active: boolean): Promise<number> {
  return db('keys')
    .where({ prefix })
    .update({ active: active ? 1 : 0 })
}

const keyColumns = ['id', 'group_id', 'name', 'prefix', 'active', 'created_at']
