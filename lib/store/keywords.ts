// What a phone writes first to reach an account, or the catch-all address of a group.
import type { Knex } from 'knex'

export interface Keyword {
  /** In lower case. */
  readonly word: string
  readonly account_id: number | null
  readonly group_id: number | null
}

/** keywords_pkey. */
export function findKeyword(db: Knex, word: string): Promise<Keyword | undefined> {
  return db<Keyword>('keywords').where({ word }).first('word', 'account_id', 'group_id')
}

/** `owner_id`: the group that it is of, or that of its account. */
export function listKeywords(
  db: Knex,
): Promise<(Keyword & { address: string | null; owner_id: number })[]> {
  return db('keywords as k')
    .leftJoin('accounts as a', 'a.id', 'k.account_id')
    .select('k.word', 'k.account_id', 'k.group_id', 'a.address')
    .select(db.raw('coalesce(k.group_id, a.group_id) as owner_id'))
    .orderBy('k.word')
}

export async function insertKeyword(
  trx: Knex,
  keyword: Keyword & { readonly created_at: number },
): Promise<void> {
  await trx('keywords').insert(keyword)
}

/** Whether it was there. */
export async function deleteKeyword(trx: Knex, word: string): Promise<boolean> {
  return (await trx('keywords').where({ word }).delete()) > 0
}
