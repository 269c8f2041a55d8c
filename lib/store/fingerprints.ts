// What has been taken in already: digests that last for a while.
import type { Knex } from 'knex'
import { guardFor, guardMark } from '../policy/fingerprint.ts'
import type { Dialect } from './dialect.ts'
import { all, insertRows } from './rows.ts'

const fingerprintColumns = { digest: 'text', expires_at: 'bigint' } as const

export interface Fingerprint {
  readonly digest: string
  readonly expires_at: number
}

/** Whether `known` is in nobody's way: it has expired, or is the guard's and 24 hours or more from `wanted`. */
function isFree(known: string, wanted: string): string {
  const { at, letter } = guardMark
  return `(${known}.expires_at <= ? or (substr(${known}.digest, ${at + 1}, 1) = '${letter}'
    and abs(${known}.expires_at - ${wanted}.expires_at) >= ${guardFor}))`
}

/**
 * Takes the digests that nobody took before (or so long ago that it has expired) and answers them; of the
 * guard's the latest that was taken stays. fingerprints_pkey. No digest may stand twice in `rows`.
 */
export async function takeFingerprints(
  trx: Knex,
  dialect: Dialect,
  rows: readonly Fingerprint[],
  now: number,
): Promise<Set<string>> {
  const taken = await insertRows<typeof fingerprintColumns, { digest: string }>(
    trx,
    dialect,
    'fingerprints',
    fingerprintColumns,
    rows,
    `on conflict (digest) do update set expires_at = excluded.expires_at
       where ${isFree('fingerprints', 'excluded')}
     returning digest`,
    [now],
  )
  return new Set(taken.map((row) => row.digest))
}

/** One order everywhere, so that two transactions never wait for each other in a ring. */
export function byDigest(a: { digest: string }, b: { digest: string }): number {
  return a.digest < b.digest ? -1 : 1
}

/** Which of the digests nobody could take now. fingerprints_pkey. */
export async function takenFingerprints(
  db: Knex,
  dialect: Dialect,
  wanted: readonly Fingerprint[],
  now: number,
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set()
  const rows = await all<{ digest: string }>(
    db,
    `select f.digest from ${dialect.rows(fingerprintColumns)}
     join fingerprints f on f.digest = r.digest where not ${isFree('f', 'r')}`,
    [JSON.stringify(wanted), now],
  )
  return new Set(rows.map((row) => row.digest))
}

/** Of the guard's digests that are taken, those whose phone has answered since. fingerprints_pkey. */
export async function answeredSince(
  db: Knex,
  dialect: Dialect,
  guards: readonly { digest: string; account_id: number; phone: string }[],
): Promise<string[]> {
  const rows = await all<{ digest: string }>(
    db,
    `select f.digest from ${dialect.rows({ digest: 'text', account_id: 'bigint', phone: 'text' })}
     join fingerprints f on f.digest = r.digest
     join conversations c on c.account_id = r.account_id and c.phone = r.phone
     where c.last_in_at > f.expires_at - ${guardFor}`,
    [JSON.stringify(guards)],
  )
  return rows.map(({ digest }) => digest)
}

/** fingerprints_pkey. */
export async function forgetDigests(
  trx: Knex,
  dialect: Dialect,
  digests: readonly string[],
): Promise<void> {
  if (digests.length === 0) return
  await all(
    trx,
    `delete from fingerprints where digest in (select digest from ${dialect.rows({ digest: 'text' })})`,
    [JSON.stringify(digests.map((digest) => ({ digest })))],
  )
}

/** So many are looked at in one transaction. */
const slice = 2_000

/**
 * Forgets what has expired among the next that follow `after`, and answers where to go on; undefined at the end.
 * An index of when they expire would be written with every mail. fingerprints_pkey.
 */
export async function forgetFingerprints(
  trx: Knex,
  after: string,
  now: number,
): Promise<string | undefined> {
  const [last] = await all<{ digest: string }>(
    trx,
    'select digest from fingerprints where digest > ? order by digest limit 1 offset ?',
    [after, slice - 1],
  )
  const expired = trx('fingerprints').where('digest', '>', after).where('expires_at', '<=', now)
  await (last === undefined ? expired : expired.where('digest', '<=', last.digest)).delete()
  return last?.digest
}
