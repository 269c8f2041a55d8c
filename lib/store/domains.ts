// Mail domains that groups own: whose addresses become accounts with their first trusted mail.
import type { Knex } from 'knex'
import { all, literally } from './rows.ts'

export interface Domain {
  readonly domain: string
  readonly group_id: number
}

/** The domain itself or the nearest above it that a group owns. domains_pkey. */
export async function findDomain(db: Knex, domain: string): Promise<Domain | undefined> {
  const above = domain.split('.').map((_, index, labels) => labels.slice(index).join('.'))
  const rows = await db<Domain>('domains').whereIn('domain', above).select('domain', 'group_id')
  return rows.sort((a, b) => b.domain.length - a.domain.length)[0]
}

export function listDomains(db: Knex): Promise<Domain[]> {
  return db<Domain>('domains').select('domain', 'group_id').orderBy('domain')
}

export async function writeDomain(
  db: Knex,
  row: Domain & { readonly created_at: number },
): Promise<void> {
  await db('domains').insert(row).onConflict('domain').merge(['group_id'])
}

export async function deleteDomain(db: Knex, domain: string): Promise<void> {
  await db('domains').where({ domain }).delete()
}

/** The accounts with an address in the domain or below it. Reads all accounts: for rare changes. */
export function accountsInDomain(
  db: Knex,
  domain: string,
): Promise<{ id: number; address: string; group_id: number }[]> {
  const plain = literally(domain)
  return all(
    db,
    `select id, address, group_id from accounts
     where removed_at is null and (address like ? escape '\\' or address like ? escape '\\')`,
    [`%@${plain}`, `%@%.${plain}`],
  )
}
