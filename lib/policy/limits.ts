// How many parts may still be sent: the limits along the way from an account up to Master.
//
// Time is counted in hours UTC: a limit over D days looks at the hour that runs and the 24 x D hours
// before it, so that no D days ever hold more than it says.

export type Limit =
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'none' }
  /** In the last `days` days, rolling; without days, in total. */
  | { readonly kind: 'parts'; readonly parts: number; readonly days?: number }

/** A limit, and whose parts it counts: those of one user of a group, or of a group with all below it. */
export interface ScopedLimit {
  readonly scope: 'personal' | 'group'
  readonly groupId: number
  /** 0 for the group as a whole. */
  readonly accountId: number
  /** The name of the group, for the reason. */
  readonly group: string
  readonly limit: Exclude<Limit, { kind: 'unlimited' }>
}

const hour = 3_600_000

export function hourOf(at: number): number {
  return Math.floor(at / hour)
}

/** The first hour that counts; undefined where everything ever sent does. */
export function windowStart({ days }: { readonly days?: number }, now: number): number | undefined {
  return days === undefined ? undefined : hourOf(now) - 24 * days
}

/** When what was sent in `sentHour` no longer counts. */
export function windowEnd(days: number, sentHour: number): number {
  return (sentHour + 24 * days + 1) * hour
}

/** The limit that says no to `parts` more: first those that allow nothing at all, then those used up. */
export function limitHit(
  limits: readonly ScopedLimit[],
  parts: number,
  used: (limit: ScopedLimit) => number,
): ScopedLimit | undefined {
  return (
    limits.find(({ limit }) => limit.kind === 'none') ??
    limits.find((one) => one.limit.kind === 'parts' && used(one) + parts > one.limit.parts)
  )
}

/**
 * When a rolling limit has room for `parts` again, if nothing else is sent: undefined when it never
 * has. `sent` are the hours that count, oldest first.
 */
export function freesAt(
  { parts: most, days }: { readonly parts: number; readonly days?: number },
  parts: number,
  sent: readonly { readonly hour: number; readonly parts: number }[],
): number | undefined {
  if (days === undefined || parts > most) return undefined
  let over = sent.reduce((sum, one) => sum + one.parts, 0) + parts - most
  for (const one of sent) {
    over -= one.parts
    if (over <= 0) return windowEnd(days, one.hour)
  }
  return undefined
}
