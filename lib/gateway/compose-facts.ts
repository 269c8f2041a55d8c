// What the mails that the outbox asks for have in common: what they are made of, and our side of them.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../store/accounts.ts'
import { masterGroup } from '../store/groups.ts'
import type { OutboxRow } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'
import { domainFor, groupTree } from './sms-domain.ts'

export interface ComposeContext {
  readonly db: Knex
  readonly settings: Settings
  readonly now: number
  /** The settings that count for an account. */
  readonly valuesOf: (account: Account) => Promise<GroupValues>
}

/** `reader`: the account that the mail goes to, if it is one. */
export async function ourSide(
  row: OutboxRow,
  { db, settings, now }: ComposeContext,
  reader: Account | undefined,
): Promise<{ domain: string; subjectTag: string; messageId: string; date: number }> {
  const domain = await domainFor(reader?.group_id ?? masterGroup, settings, groupTree(db))
  const subjectTag = settings.main.subject_tag
  return { domain, subjectTag, messageId: `<${row.ref}@${domain}>`, date: now }
}
