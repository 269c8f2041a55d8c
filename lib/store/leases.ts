// Leases: who holds what. They run by the database's clock, so that hosts need not agree on the time.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { all } from './rows.ts'

export interface Lease {
  readonly name: string
  readonly holder: string
  readonly token: string
  readonly ttl: number
}

/** Takes a free or expired lease, or prolongs one's own. Answers whether it is held now. leases_pkey. */
export async function takeLease(db: Knex, dialect: Dialect, lease: Lease): Promise<boolean> {
  const rows = await all<{ token: string }>(
    db,
    `insert into leases (name, holder, token, expires_at) values (?, ?, ?, ${dialect.now} + ${lease.ttl})
     on conflict (name) do update set
       holder = excluded.holder, token = excluded.token, expires_at = excluded.expires_at
       where leases.token = excluded.token or leases.expires_at <= ${dialect.now}
     returning token`,
    [lease.name, lease.holder, lease.token],
  )
  return rows.length > 0
}

export async function releaseLease(db: Knex, name: string, token: string): Promise<void> {
  await db('leases').where({ name, token }).delete()
}

/** Who holds what now, by name. leases_pkey. */
export async function holders(db: Knex, dialect: Dialect): Promise<Map<string, string>> {
  const rows = await all<{ name: string; holder: string }>(
    db,
    `select name, holder from leases where expires_at > ${dialect.now}`,
  )
  return new Map(rows.map(({ name, holder }) => [name, holder]))
}
