// What a phone writes first to reach an account, or the catch-all account of a group. Each organisation has
// its own: two may have the same word.
import type { Knex } from 'knex'

export interface Keyword {
  /** In lower case. */
  readonly word: string
  /** That of the account or the group. */
  readonly organisation: number
  readonly account_id: number | null
  readonly group_id: number | null
}

const columns = ['word', 'organisation', 'account_id', 'group_id'] as const

/** keywords_pkey. */
export function findKeyword(
  db: Knex,
  word: string,
  organisation: number,
): Promise<Keyword | undefined> {
  return db<Keyword>('keywords')
    .where({ word, organisation })
    .first(...columns)
}

/** Of every organisation. keywords_pkey. */
export function findKeywords(db: Knex, word: string): Promise<Keyword[]> {
  return db<Keyword>('keywords')
    .where({ word })
    .select(...columns)
}

/** `owner_id`: the group that it is of, or that of its account. */
export function listKeywords(
  db: Knex,
): Promise<(Keyword & { address: string | null; owner_id: number })[]> {
  return db('keywords as k')
    .leftJoin('accounts as a', 'a.id', 'k.account_id')
    .select('k.word', 'k.organisation', 'k.account_id', 'k.group_id', 'a.address')
    .select(db.raw('coalesce(k.group_id, a.group_id) as owner_id'))
    .orderBy(['k.word', 'k.organisation'])
}

export async function insertKeyword(
  trx: Knex,
  keyword: Keyword & { readonly created_at: number },
): Promise<void> {
  await trx('keywords').insert(keyword)
}

/** Whether it was there. */
export async function deleteKeyword(
  trx: Knex,
  { word, organisation }: Pick<Keyword, 'word' | 'organisation'>,
): Promise<boolean> {
  return (await trx('keywords').where({ word, organisation }).delete()) > 0
}

/**
 * Those of some accounts, or of some groups and the accounts in them, come into another organisation. A word
 * that is there already is left out.
 */
export async function moveKeywords(
  trx: Knex,
  moved: { readonly column: 'id' | 'group_id'; readonly ids: readonly number[] },
  to: number,
): Promise<void> {
  const ids = moved.ids.map(Number).join(', ')
  const ofAccounts = `account_id in (select id from accounts where ${moved.column} in (${ids}))`
  const theirs = moved.column === 'id' ? ofAccounts : `(group_id in (${ids}) or ${ofAccounts})`
  await trx.raw(
    `delete from keywords where ${theirs} and organisation <> ?
     and exists (select 1 from keywords k where k.word = keywords.word and k.organisation = ?)`,
    [to, to],
  )
  await trx.raw(`update keywords set organisation = ? where ${theirs}`, [to])
}
