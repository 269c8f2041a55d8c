// Who changed what: for an administrator what was changed in their part of the tree, for the operator all.
import { latestAudit, type AuditRow } from '../../store/group-settings.ts'
import type { Desk } from './desk.ts'
import { groupsInView } from './scope.ts'

export interface AuditSearch {
  /** A part of who did it or of what it was done to. */
  readonly filter?: string | undefined
  /** Where the last page told to go on. */
  readonly before?: number | undefined
  readonly most?: number
}

export type AuditEntry = AuditRow

export interface AuditPage {
  /** The latest first. */
  readonly entries: readonly AuditEntry[]
  readonly next: number | undefined
}

const pageSize = 100

export async function searchAudit(
  desk: Desk,
  { filter = '', before, most = pageSize }: AuditSearch,
): Promise<AuditPage> {
  const { db, dialect } = desk.store
  const rows = await latestAudit(db, dialect, {
    groups: await groupsInView(db, desk, {}),
    filter: filter.trim(),
    before: before ?? Number.MAX_SAFE_INTEGER,
    most: most + 1,
  })
  return {
    entries: rows.slice(0, most).map(({ at, actor, action, subject, before, after }) => ({
      ...{ at, actor, action, subject, before, after },
    })),
    next: rows.length > most ? rows[most - 1]?.id : undefined,
  }
}
