// When an address was last answered by itself, and links that wait for somebody to confirm a command.
import type { Knex } from 'knex'
import { all } from './rows.ts'

const between = 60_000

/**
 * Whether the address may be answered now; then it is noted. At most once a minute, and strangers who write in
 * its name keep nobody from an answer who has proved to be it.
 */
export async function takeAnswerTurn(
  trx: Knex,
  { address, isProved }: { readonly address: string; readonly isProved: boolean },
  now: number,
): Promise<boolean> {
  const rows = await all<{ address: string }>(
    trx,
    `insert into auto_answers (address, proved, at) values (?, ?, ?)
     on conflict (address, proved) do update set at = excluded.at where auto_answers.at <= ?
     returning address`,
    [address, isProved ? 1 : 0, now, now - between],
  )
  return rows.length > 0
}

export interface Confirmation {
  readonly command: 'subscribe' | 'unsubscribe'
  readonly address: string
  readonly name: string
  /** The SMS domain that was written to. */
  readonly domain: string
  readonly key_id: number
  readonly expires_at: number
  readonly used_at: number | null
}

export async function insertConfirmation(
  trx: Knex,
  confirmation: Omit<Confirmation, 'used_at'> & { token_digest: string; created_at: number },
): Promise<void> {
  await trx('confirmations').insert(confirmation)
}

/** How many links a key has caused since a time. confirmations_key. */
export async function countConfirmations(trx: Knex, keyId: number, since: number): Promise<number> {
  const [row] = await all<{ n: number }>(
    trx,
    'select count(*) as n from confirmations where key_id = ? and created_at > ?',
    [keyId, since],
  )
  return row?.n ?? 0
}

/** confirmations_pkey. */
export function findConfirmation(
  db: Knex,
  digest: string,
  now: number,
): Promise<Confirmation | undefined> {
  return db<Confirmation & { token_digest: string }>('confirmations')
    .where({ token_digest: digest })
    .andWhere('expires_at', '>', now)
    .first()
}

/** True for the first who uses it. */
export async function useConfirmation(trx: Knex, digest: string, now: number): Promise<boolean> {
  const used = await trx('confirmations')
    .where({ token_digest: digest })
    .whereNull('used_at')
    .update({ used_at: now })
  return used > 0
}

/** confirmations_expires. Answers are remembered no longer than they matter. */
export async function forgetCommands(trx: Knex, now: number): Promise<void> {
  await trx('confirmations').where('expires_at', '<=', now).delete()
  await trx('auto_answers')
    .where('at', '<=', now - between)
    .delete()
}
