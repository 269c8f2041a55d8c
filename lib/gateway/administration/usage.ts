// What has been used of the limits that count for a group or an account.
import { showLimit } from '../../config/limit.ts'
import { freesAt, windowStart, type ScopedLimit } from '../../policy/limits.ts'
import { namedGroupsAbove } from '../../store/groups.ts'
import { settingsAlong } from '../../store/group-settings.ts'
import { hoursSince, readUsage } from '../../store/usage.ts'
import { effectiveValues } from '../effective-settings.ts'
import { groupLimits, readSendingRules } from '../sending-rules.ts'
import { accountOf } from './accounts.ts'
import { groupOf, mustBeWithin, type Desk } from './desk.ts'
import type { SettingScope } from './settings.ts'

export interface ListedUsage {
  /** As in the refusal: Personal:GROUP or Group:GROUP. */
  readonly limit: string
  /** As it is set. */
  readonly allowed: string
  /** Parts, in the days of the limit. */
  readonly used: number
  readonly left: number | null
  /** When a rolling limit that is used up has room for one part again. */
  readonly freesAt: number | null
}

/** For a group the limits of the groups from it up to Master; for an account its own, too. */
export async function listUsage(desk: Desk, scope: SettingScope): Promise<ListedUsage[]> {
  const limits = await limitsOf(desk, scope)
  const now = desk.clock()
  return Promise.all(limits.map((limit) => usageOf(desk, limit, now)))
}

async function limitsOf(desk: Desk, scope: SettingScope): Promise<readonly ScopedLimit[]> {
  const { db } = desk.store
  const account = 'account' in scope ? await accountOf(db, scope.account) : undefined
  const groupId = account?.group_id ?? (await groupOf(db, 'group' in scope ? scope.group : ''))
  await mustBeWithin(db, desk, groupId)
  const groups = await namedGroupsAbove(db, groupId)
  const ids = groups.map(({ id }) => id).reverse()
  const rows = await settingsAlong(db, ids, account?.id)
  const own = groupLimits(groups, rows)
  if (account === undefined) return own
  const values = effectiveValues({ groups: ids, accountId: account.id, rows }, desk.settings())
  return (await readSendingRules(db, account, values)).limits
}

async function usageOf(desk: Desk, one: ScopedLimit, now: number): Promise<ListedUsage> {
  const { store } = desk
  const { limit, groupId: group_id, accountId: account_id } = one
  const scope = { group_id, account_id }
  const since = limit.kind === 'parts' ? windowStart(limit, now) : undefined
  const [usage] = await readUsage(store.db, store.dialect, [{ ...scope, since: since ?? -1 }])
  const used = usage?.used ?? 0
  const left = limit.kind === 'parts' ? Math.max(0, limit.parts - used) : 0
  const isFull = limit.kind === 'parts' && left === 0 && since !== undefined
  const sent = isFull ? await hoursSince(store.db, scope, since) : []
  return {
    limit: `${one.scope === 'personal' ? 'Personal' : 'Group'}:${one.group}`,
    allowed: showLimit(limit),
    used,
    left,
    freesAt: (limit.kind === 'parts' ? freesAt(limit, 1, sent) : undefined) ?? null,
  }
}
