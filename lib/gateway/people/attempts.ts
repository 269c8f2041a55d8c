// Limits how often somebody may try to sign in, counted in the database for all workers together: by
// the address and the network it is tried from, by each of them alone.
//
// The address alone has the widest limit that still stops guessing, so that a stranger can hardly shut
// somebody out. What is counted is kept as a digest: people mistype, passwords among it.
import { createHash } from 'node:crypto'
import { countAttempts, forgiveAttempts } from '../../store/credentials.ts'
import type { Store } from '../../store/store.ts'
import { clientNetwork } from '../key-guesses.ts'

export const attemptPeriod = 15 * 60_000

export interface Limits {
  readonly pair: number
  readonly address: number
  readonly network: number
}

export interface Attempt {
  /** What is tried, such as `password`. */
  readonly kind: string
  readonly address: string
  readonly ip: string
}

/** Counts an attempt; false when it is one too many. */
export async function mayTry(
  store: Store,
  attempt: Attempt,
  limits: Limits,
  now: number,
): Promise<boolean> {
  const subjects = subjectsOf(attempt)
  const period = Math.floor(now / attemptPeriod)
  const counts = await store.transaction((trx) =>
    countAttempts(trx, store.dialect, Object.values(subjects), period),
  )
  return (['pair', 'address', 'network'] as const).every(
    (name) => (counts.get(subjects[name]) ?? 0) <= limits[name],
  )
}

export function forgive(store: Store, attempt: Attempt): Promise<void> {
  return store.transaction((trx) => forgiveAttempts(trx, subjectsOf(attempt).pair))
}

function subjectsOf({ kind, address, ip }: Attempt): Record<keyof Limits, string> {
  const network = clientNetwork(ip)
  const digest = (...parts: string[]): string =>
    createHash('sha256')
      .update(JSON.stringify([kind, ...parts]))
      .digest('hex')
  return {
    pair: digest('pair', address, network),
    address: digest('address', address),
    network: digest('network', network),
  }
}
