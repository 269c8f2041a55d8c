// Stock phrases of accounts and of groups.
import type { Knex } from 'knex'
import { all, storable } from './rows.ts'

export interface Phrase {
  readonly id: number
  readonly account_id: number | null
  readonly group_id: number | null
  readonly key: string
  readonly name: string
  readonly text: string
}

export type PhraseOwner =
  | { readonly account_id: number; readonly group_id: null }
  | { readonly account_id: null; readonly group_id: number }

const columns = 'id, account_id, group_id, key, name, text'

/** Those of an account and of its groups, in order of their keys. phrases_account, phrases_group. */
export function phrasesFor(
  db: Knex,
  accountId: number,
  groups: readonly number[],
): Promise<Phrase[]> {
  const places = groups.map(() => '?').join(', ')
  return all<Phrase>(
    db,
    `select ${columns} from phrases where account_id = ? or group_id in (${places}) order by key, id`,
    [accountId, ...groups],
  )
}

/** Those of one account or one group alone, in order of their keys. phrases_account, phrases_group. */
export function phrasesOf(db: Knex, owner: PhraseOwner): Promise<Phrase[]> {
  const [where, binding] = ownedBy(owner)
  return all<Phrase>(db, `select ${columns} from phrases where ${where} order by key`, [binding])
}

function ownedBy({ account_id, group_id }: PhraseOwner): [where: string, binding: number] {
  return account_id === null ? ['group_id = ?', group_id] : ['account_id = ?', account_id]
}

/** One of that name gets the new text. */
export async function writePhrase(
  trx: Knex,
  owner: PhraseOwner,
  phrase: {
    readonly key: string
    readonly name: string
    readonly text: string
    created_at: number
  },
): Promise<void> {
  const { key, name, text, created_at } = phrase
  await all(
    trx,
    `insert into phrases (account_id, group_id, key, name, text, created_at) values (?, ?, ?, ?, ?, ?)
     on conflict (${owner.account_id === null ? 'group_id' : 'account_id'}, key)
     do update set name = excluded.name, text = excluded.text`,
    [owner.account_id, owner.group_id, storable(key), storable(name), storable(text), created_at],
  )
}

/** Its name and text, where it was there. */
export async function deletePhrase(
  trx: Knex,
  owner: PhraseOwner,
  key: string,
): Promise<Phrase | undefined> {
  const [where, binding] = ownedBy(owner)
  const rows = await all<Phrase>(
    trx,
    `delete from phrases where ${where} and key = ? returning ${columns}`,
    [binding, key],
  )
  return rows[0]
}

/** Those of another name. */
export async function countPhrases(trx: Knex, owner: PhraseOwner, key: string): Promise<number> {
  const [where, binding] = ownedBy(owner)
  const rows = await all<{ n: number }>(
    trx,
    `select count(*) as n from phrases where ${where} and key <> ?`,
    [binding, key],
  )
  return rows[0]?.n ?? 0
}
