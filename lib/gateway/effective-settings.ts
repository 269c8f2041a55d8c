// The values that count for an account or a group, from what every level above says.
import { groupSettings, type GroupSettingName, type GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { inherit, type Inherited } from '../policy/inherit.ts'
import type { SettingRow } from '../store/group-settings.ts'

export const groupSettingNames = Object.keys(groupSettings) as readonly GroupSettingName[]

export function isGroupSetting(name: string): name is GroupSettingName {
  return Object.hasOwn(groupSettings, name)
}

export interface Levels {
  /** From Master down. */
  readonly groups: readonly number[]
  readonly accountId: number | undefined
  readonly rows: readonly SettingRow[]
}

/** What counts for one setting, and where it comes from. */
export function inheritedSetting(
  name: GroupSettingName,
  { groups, accountId, rows }: Levels,
): Inherited {
  const said = (scope: SettingRow['scope'], id: number): SettingRow | undefined =>
    rows.find((row) => row.name === name && row.scope === scope && row.scope_id === id)
  const levels = groups.map((id) => said('group', id))
  if (accountId !== undefined) levels.push(said('account', accountId))
  const openAtFirst = groupSettings[name].forUsers ? 'users' : 'subadmin'
  return inherit(levels, accountId !== undefined, openAtFirst)
}

export function effectiveValues(levels: Levels, settings: Settings): GroupValues {
  const values: Record<string, unknown> = {}
  for (const name of groupSettingNames) {
    const { type, byDefault } = groupSettings[name]
    const { value } =
      levels.rows.length === 0 ? { value: undefined } : inheritedSetting(name, levels)
    const reading = value === undefined ? undefined : type.read(value)
    values[name] = reading?.ok === true ? reading.value : byDefault(settings)
  }
  // The loop fills exactly what the table names, with the types that the table gives.
  return values as GroupValues
}
