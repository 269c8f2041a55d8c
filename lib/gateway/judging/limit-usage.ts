// How much of each limit is used, in a transaction: locked before it is read, and taken from as messages
// are allowed.
import { freesAt, hourOf, windowStart, type ScopedLimit } from '../../policy/limits.ts'
import { hoursSince, lockCounters, readUsage, type Scope } from '../../store/usage.ts'
import type { Knex } from '../../store/store.ts'
import type { Court, Wish } from './court.ts'

interface Count {
  readonly scope: Scope
  /** The first hour that counts; -1 for ever. */
  readonly since: number
  used: number
  /** How much of it in this transaction. */
  taken: number
}

type Hours = { hour: number; parts: number }[]

/** As one word, to find it by. */
export function keyOf({ group_id, account_id }: Scope): string {
  return `${group_id} ${account_id}`
}

function keyOfLimit({ groupId, accountId }: ScopedLimit): string {
  return keyOf({ group_id: groupId, account_id: accountId })
}

/** Locks and reads the counters of all limits of the wishes. */
export async function readLimitUsage(
  { trx, dialect, now }: Court,
  wishes: readonly Wish[],
): Promise<LimitUsage> {
  const counts = new Map<string, Count>()
  for (const { rules } of wishes) {
    for (const limited of rules.limits) {
      if (limited.limit.kind === 'none') continue
      const scope = { group_id: limited.groupId, account_id: limited.accountId }
      const since = windowStart(limited.limit, now) ?? -1
      counts.set(keyOf(scope), { scope, since, used: 0, taken: 0 })
    }
  }
  const all = [...counts.values()]
  await lockCounters(
    trx,
    dialect,
    all.map(({ scope }) => scope),
  )
  const since = all.map(({ scope, since }) => ({ ...scope, since }))
  const rows = since.length === 0 ? [] : await readUsage(trx, dialect, since)
  for (const one of rows) {
    const count = counts.get(keyOf(one))
    if (count !== undefined) count.used = one.used
  }
  return new LimitUsage(counts, now)
}

/** Of the limits that count something. */
export class LimitUsage {
  readonly #counts: ReadonlyMap<string, Count>
  readonly #hours = new Map<Count, Hours>()
  readonly #now: number

  constructor(counts: ReadonlyMap<string, Count>, now: number) {
    this.#counts = counts
    this.#now = now
  }

  has(key: string): boolean {
    return this.#counts.has(key)
  }

  used(limit: ScopedLimit): number {
    return this.#counts.get(keyOfLimit(limit))?.used ?? 0
  }

  take(limit: ScopedLimit, parts: number): void {
    const count = this.#counts.get(keyOfLimit(limit))
    if (count === undefined) return
    count.used += parts
    count.taken += parts
  }

  /** When so many parts are free of a rolling limit; undefined for never, and of other limits. */
  async freesAt(trx: Knex, hit: ScopedLimit, parts: number): Promise<number | undefined> {
    const { limit } = hit
    const count = this.#counts.get(keyOfLimit(hit))
    if (limit.kind !== 'parts' || limit.days === undefined || count === undefined) return undefined
    return freesAt(limit, parts, await this.#hoursOf(trx, count))
  }

  /** What counts by the hour, with what is being taken now. Read once, when all is judged. */
  async #hoursOf(trx: Knex, count: Count): Promise<Hours> {
    const { scope, since, taken } = count
    const hours = this.#hours.get(count) ?? [
      ...(await hoursSince(trx, scope, since)),
      { hour: hourOf(this.#now), parts: taken },
    ]
    this.#hours.set(count, hours)
    return hours
  }
}
