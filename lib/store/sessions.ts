// Sessions of the pages. Only the digest of a token is kept.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { isPaused } from './pausing.ts'
import { all } from './rows.ts'

export interface SessionRow {
  readonly id: number
  readonly account_id: number
  /** The password was right, the code of the second step is still missing. */
  readonly needs_code: number
  /** It outlives the browser. */
  readonly stays: number
  readonly ip: string
  readonly agent: string
  readonly created_at: number
  readonly seen_at: number
  readonly expires_at: number
}

const columns = 'id, account_id, needs_code, stays, ip, agent, created_at, seen_at, expires_at'

export async function insertSession(
  db: Knex,
  session: Omit<SessionRow, 'id'> & { readonly digest: string },
): Promise<void> {
  await db('sessions').insert(session)
}

/** sessions_digest_unique. */
export async function findSession(
  db: Knex,
  digest: string,
  now: number,
): Promise<SessionRow | undefined> {
  const rows = await all<SessionRow>(
    db,
    `select ${columns} from sessions where digest = ? and expires_at > ?`,
    [digest, now],
  )
  return rows[0]
}

/** Which of these sessions have not ended, and are of accounts that are not paused. sessions_pkey. */
export async function openSessions(
  db: Knex,
  dialect: Dialect,
  ids: readonly number[],
  now: number,
): Promise<number[]> {
  const rows = await all<{ id: number }>(
    db,
    `select s.id from ${dialect.rows({ id: 'bigint' })} join sessions s on s.id = r.id
     where s.expires_at > ? and not ${isPaused('s', '?')}`,
    [JSON.stringify(ids.map((id) => ({ id }))), now, now],
  )
  return rows.map(({ id }) => id)
}

export async function touchSession(
  db: Knex,
  id: number,
  change: { seen_at: number; expires_at: number },
): Promise<void> {
  await db('sessions').where({ id }).update(change)
}

/** sessions_account. The latest seen first. */
export function sessionsOf(db: Knex, accountId: number, now: number): Promise<SessionRow[]> {
  return all<SessionRow>(
    db,
    `select ${columns} from sessions
     where account_id = ? and needs_code = 0 and expires_at > ? order by seen_at desc, id desc`,
    [accountId, now],
  )
}

export async function deleteSession(db: Knex, accountId: number, id: number): Promise<void> {
  await db('sessions').where({ account_id: accountId, id }).delete()
}

/** All of an account but one. */
export async function deleteOtherSessions(
  db: Knex,
  accountId: number,
  kept: number | undefined,
): Promise<void> {
  await db('sessions')
    .where({ account_id: accountId })
    .whereNot({ id: kept ?? -1 })
    .delete()
}

/** sessions_expiring. */
export async function forgetSessions(db: Knex, now: number): Promise<void> {
  await db('sessions').where('expires_at', '<=', now).delete()
}
