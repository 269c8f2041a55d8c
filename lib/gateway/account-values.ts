// The settings that count for an account, or for a group, read inside a transaction.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../store/accounts.ts'
import { groupAndAbove } from '../store/groups.ts'
import { settingsAlong, type SettingRow } from '../store/group-settings.ts'
import { rightsOf } from '../store/rights.ts'
import type { Knex } from '../store/store.ts'
import { effectiveValues } from './effective-settings.ts'

export async function valuesIn(
  trx: Knex,
  { groupId, accountId }: { readonly groupId: number; readonly accountId: number | undefined },
  settings: Settings,
): Promise<GroupValues> {
  const groups = (await groupAndAbove(trx, groupId)).reverse()
  const rows = await settingsFor(trx, groups, accountId)
  return effectiveValues({ groups, accountId, rows }, settings)
}

/**
 * What the groups and the account say. Where a group forwards SMS to does not count for an account with
 * rights beyond that group: those who administer the group alone would get what phones write to it.
 */
export async function settingsFor(
  trx: Knex,
  groups: readonly number[],
  accountId: number | undefined,
): Promise<SettingRow[]> {
  const rows = await settingsAlong(trx, groups, accountId)
  const isGroups = ({ name, scope }: SettingRow): boolean =>
    name === 'forward_to' && scope === 'group'
  if (accountId === undefined || !rows.some(isGroups)) return rows
  const reached = await Promise.all(
    (await rightsOf(trx, accountId)).map(({ group_id }) => groupAndAbove(trx, group_id)),
  )
  return rows.filter(
    (row) => !isGroups(row) || reached.every((above) => above.includes(row.scope_id)),
  )
}

export function accountValuesIn(
  trx: Knex,
  account: Pick<Account, 'id' | 'group_id'>,
  settings: Settings,
): Promise<GroupValues> {
  return valuesIn(trx, { groupId: account.group_id, accountId: account.id }, settings)
}
