// What the mails that the outbox asks for have in common: what they are made of, and our side of them.
import type { GroupValues } from '../config/group-settings.ts'
import { firstDomain, type Settings } from '../config/settings.ts'
import type { Account } from '../store/accounts.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'

export interface ComposeContext {
  readonly db: Knex
  readonly settings: Settings
  readonly now: number
  /** The settings that count for an account. */
  readonly valuesOf: (account: Account) => Promise<GroupValues>
}

export function ourSide(
  row: OutboxRow,
  settings: Settings,
  now: number,
): { domain: string; subjectTag: string; messageId: string; date: number } {
  const domain = firstDomain(settings)
  const subjectTag = settings.main.subject_tag
  return { domain, subjectTag, messageId: `<${row.ref}@${domain}>`, date: now }
}
