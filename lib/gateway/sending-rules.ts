// What an account may send, from what the groups above it say.
import type { GroupValues } from '../config/group-settings.ts'
import type { ReportWish } from '../mail/dsn/notify.ts'
import type { Language } from '../mail/language/phrases.ts'
import type { Limit, ScopedLimit } from '../policy/limits.ts'
import { groupSettings } from '../config/group-settings.ts'
import type { Account } from '../store/accounts.ts'
import { groupAndAbove, masterGroup, namedGroupsAbove, type Group } from '../store/groups.ts'
import { listBlocks } from '../store/blocks.ts'
import { groupsWithBalance } from '../store/credit.ts'
import { settingsAlong, type SettingRow } from '../store/group-settings.ts'
import type { Knex } from '../store/store.ts'
import { inheritedSetting } from './effective-settings.ts'

export interface SendingRules {
  /** The account's group and those above it, the nearest first. */
  readonly groups: readonly number[]
  /** The path of its group below Master. */
  readonly path: string
  /** The group directly below Master; accounts directly in Master share Master's lists. */
  readonly organisation: number
  /** Whether any phone wants no more of the organisation. */
  readonly hasBlocks: boolean
  /** In the order in which they are asked. */
  readonly limits: readonly ScopedLimit[]
  /** The nearest group with a balance. */
  readonly payer: { readonly id: number; readonly name: string } | undefined
  /** E.164 prefixes without plus; empty: every destination is allowed. */
  readonly allowedPrefixes: readonly string[]
  /** Whether the same text is refused within 24 hours. */
  readonly guard: boolean
  readonly reports: ReportWish
  readonly language: Language
  readonly timeZone: string
}

/** What is the same for all accounts of a group. */
export type GroupRules = Pick<
  SendingRules,
  'groups' | 'path' | 'organisation' | 'hasBlocks' | 'limits' | 'payer'
> & {
  /** The name of the group itself. */
  readonly name: string
}

export async function readGroupRules(db: Knex, groupId: number): Promise<GroupRules> {
  const groups = await namedGroupsAbove(db, groupId)
  const ids = groups.map(({ id }) => id)
  const withBalance = new Set(await groupsWithBalance(db, ids))
  const organisation = organisationOf(ids)
  const payer = groups.find(({ id }) => withBalance.has(id))
  return {
    name: groups[0]?.name ?? '',
    groups: ids,
    path: groups
      .map(({ name }) => name)
      .slice(0, -1)
      .reverse()
      .join('/'),
    organisation,
    hasBlocks: (await listBlocks(db, organisation, 1)).length > 0,
    limits: groupLimits(groups, await settingsAlong(db, ids, undefined)),
    payer: payer && { id: payer.id, name: payer.name },
  }
}

/** Field by field: an object that begins with a spread takes four times the memory, and each mail has one. */
export function sendingRules(
  account: Account,
  values: GroupValues,
  group: GroupRules,
): SendingRules {
  return {
    groups: group.groups,
    path: group.path,
    organisation: group.organisation,
    hasBlocks: group.hasBlocks,
    payer: group.payer,
    limits: [...personalLimit(account, group.name, values.limit_user), ...group.limits],
    allowedPrefixes: values.allowed_prefixes,
    guard: values.duplicate_guard,
    reports: values.reports,
    language: values.language,
    timeZone: values.time_zone,
  }
}

export async function readSendingRules(
  db: Knex,
  account: Account,
  values: GroupValues,
): Promise<SendingRules> {
  return sendingRules(account, values, await readGroupRules(db, account.group_id))
}

/** The group directly below Master; Master itself for what is directly in it. `groups`: the nearest first. */
export function organisationOf(groups: readonly number[]): number {
  return groups.at(-2) ?? masterGroup
}

/** The same of one group. */
export async function organisationWith(db: Knex, groupId: number): Promise<number> {
  return organisationOf(await groupAndAbove(db, groupId))
}

function personalLimit(account: Account, group: string, limit: Limit): ScopedLimit[] {
  if (limit.kind === 'unlimited') return []
  return [{ scope: 'personal', groupId: account.group_id, accountId: account.id, group, limit }]
}

/** Those of the groups that set one. What a group inherits, the group above keeps for both. */
export function groupLimits(groups: readonly Group[], rows: readonly SettingRow[]): ScopedLimit[] {
  const fromMaster = [...groups].reverse()
  const limits = fromMaster.flatMap((group, level): ScopedLimit[] => {
    const along = fromMaster.slice(0, level + 1).map(({ id }) => id)
    const inherited = inheritedSetting('limit_group', { groups: along, accountId: undefined, rows })
    if (inherited.level !== level || inherited.value === undefined) return []
    const reading = groupSettings.limit_group.type.read(inherited.value)
    if (!reading.ok || reading.value.kind === 'unlimited') return []
    return [
      { scope: 'group', groupId: group.id, accountId: 0, group: group.name, limit: reading.value },
    ]
  })
  return limits.reverse()
}
