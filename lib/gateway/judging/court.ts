// What is judged, and where.
import type { Prices } from '../../policy/credit.ts'
import type { Dialect } from '../../store/dialect.ts'
import type { Knex } from '../../store/store.ts'
import type { SendingRules } from '../sending-rules.ts'

/** A message that somebody wants to send. */
export interface Wish {
  readonly accountId: number
  readonly groupId: number
  readonly phone: string
  readonly parts: number
  readonly rules: SendingRules
  /** The same text was sent within 24 hours. */
  readonly isDuplicate: boolean
}

export interface Court {
  readonly trx: Knex
  readonly dialect: Dialect
  readonly prices: Prices
  /** Milliseconds since 1970. */
  readonly now: number
}
