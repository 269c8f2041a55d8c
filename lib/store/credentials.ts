// What proves a person: the password, the secret of the second step, links by mail; and how often it
// was tried.
import type { Knex } from 'knex'
import type { Dialect } from './dialect.ts'
import { insertRows } from './rows.ts'

export interface Credentials {
  readonly password: string | null
  readonly totp: string | null
  readonly totp_new: string | null
}

export function findCredentials(db: Knex, accountId: number): Promise<Credentials | undefined> {
  return db<Credentials & { account_id: number }>('credentials')
    .where({ account_id: accountId })
    .first('password', 'totp', 'totp_new')
}

export async function writeCredentials(
  db: Knex,
  accountId: number,
  change: Partial<Credentials>,
): Promise<void> {
  await db('credentials')
    .insert({ account_id: accountId, ...change })
    .onConflict('account_id')
    .merge(change)
}

/** False when this step, or a later one, was used before. */
export async function takeTotpStep(db: Knex, accountId: number, step: number): Promise<boolean> {
  const taken = await db('credentials')
    .where({ account_id: accountId })
    .where('totp_step', '<', step)
    .update({ totp_step: step })
  return taken === 1
}

export type LinkPurpose = 'sign-in' | 'password'

export interface SignInLink {
  readonly account_id: number
  readonly purpose: LinkPurpose
  readonly expires_at: number
}

export async function insertSignInLink(
  db: Knex,
  link: SignInLink & { readonly digest: string },
): Promise<void> {
  await db('sign_in_links').insert(link)
}

/** sign_in_links_pkey. */
export function findSignInLink(
  db: Knex,
  digest: string,
  now: number,
): Promise<SignInLink | undefined> {
  return db<SignInLink & { digest: string }>('sign_in_links')
    .where({ digest })
    .where('expires_at', '>', now)
    .first('account_id', 'purpose', 'expires_at')
}

/** Takes it, so that it is good for one time only. False where another was faster. */
export async function takeSignInLink(db: Knex, digest: string): Promise<boolean> {
  return (await db('sign_in_links').where({ digest }).delete()) === 1
}

/** The account has a new password: what was mailed before is of no use. sign_in_links_account. */
export async function deleteSignInLinks(db: Knex, accountId: number): Promise<void> {
  await db('sign_in_links').where({ account_id: accountId }).delete()
}

export async function forgetSignInLinks(db: Knex, now: number): Promise<void> {
  await db('sign_in_links').where('expires_at', '<=', now).delete()
}

const attempt = { subject: 'text', period: 'bigint', count: 'int' } as const

/** Counts one attempt for each subject; answers how many each has had in the period. sign_in_attempts_pkey. */
export async function countAttempts(
  db: Knex,
  dialect: Dialect,
  subjects: readonly string[],
  period: number,
): Promise<Map<string, number>> {
  const rows = await insertRows<typeof attempt, { subject: string; count: number }>(
    db,
    dialect,
    'sign_in_attempts',
    attempt,
    // In one order everywhere, lest two transactions wait for each other.
    [...subjects].sort().map((subject) => ({ subject, period, count: 1 })),
    `on conflict (subject, period) do update set count = sign_in_attempts.count + 1
     returning subject, count`,
  )
  return new Map(rows.map(({ subject, count }) => [subject, count]))
}

/** It was who it said it was. */
export async function forgiveAttempts(db: Knex, subject: string): Promise<void> {
  await db('sign_in_attempts').where({ subject }).delete()
}

/** sign_in_attempts_period. */
export async function forgetAttempts(db: Knex, period: number): Promise<void> {
  await db('sign_in_attempts').where('period', '<', period).delete()
}
