// The settings that count for an account, or for a group, read inside a transaction.
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { Account } from '../store/accounts.ts'
import { groupAndAbove } from '../store/groups.ts'
import { settingsAlong } from '../store/group-settings.ts'
import type { Knex } from '../store/store.ts'
import { effectiveValues } from './effective-settings.ts'

export async function valuesIn(
  trx: Knex,
  { groupId, accountId }: { readonly groupId: number; readonly accountId: number | undefined },
  settings: Settings,
): Promise<GroupValues> {
  const groups = (await groupAndAbove(trx, groupId)).reverse()
  const rows = await settingsAlong(trx, groups, accountId)
  return effectiveValues({ groups, accountId, rows }, settings)
}

export function accountValuesIn(
  trx: Knex,
  account: Account,
  settings: Settings,
): Promise<GroupValues> {
  return valuesIn(trx, { groupId: account.group_id, accountId: account.id }, settings)
}
