// A message in the line of a route, as those who hand it on and those who choose its route read it.
import type { Bound } from '../policy/bound.ts'

export interface QueuedMessage {
  readonly id: number
  readonly account_id: number
  readonly mail_id: number | null
  readonly phone: string
  readonly own: string | null
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly flash: number
  readonly validity: number | null
  readonly attempts: number
  readonly expires_at: number
  /** What its sender wants to hear. */
  readonly notify: string | null
  /** The routes that refused it in this round, as JSON. */
  readonly tried: string | null
  readonly bound: Bound
  readonly group_id: number | null
  readonly created_at: number
}

/** The condition of messages_under_way as it stands there: SQLite knows it by no other words. */
export const underWay = `state in ('sending', 'uncertain')`

/**
 * The condition of messages_expiring. Its first part keeps the index from whoever looks for what is next in a
 * line: as long as PostgreSQL has counted nothing that waits, it takes reading all of that for cheap.
 */
export const waiting = `expires_at is not null and state in ('held', 'queued', 'scheduled')`

/** What stands in the text of a message, wherever it is shown, for what its phone alone is to read. */
export const hidden = '••••••'

/** The text as the phone gets it. */
export const sentText = `coalesce(replace(text, '${hidden}', secret), text) as text`

export const queuedColumns = `id, account_id, group_id, mail_id, phone, own, ${sentText}, encoding, parts, flash, validity, attempts, expires_at, tried, bound, notify, created_at`
