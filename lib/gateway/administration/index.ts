// Everything that can be administered, for one actor.
import { latestAudit, type AuditRow } from '../../store/group-settings.ts'
import {
  activateAccount,
  addAccount,
  listAllAccounts,
  type ListedAccount,
  type NewAccount,
} from './accounts.ts'
import type { Desk } from './desk.ts'
import { addGroup, listGroupPaths } from './groups.ts'
import { activateKey, addKey, listAllKeys, type ListedKey } from './keys.ts'
import { addNumber, listAllNumbers, type ListedNumber, type NewNumber } from './numbers.ts'
import {
  listSettings,
  setSetting,
  unsetSetting,
  type ListedSetting,
  type NewSetting,
  type SettingScope,
} from './settings.ts'

export { Complaint } from './desk.ts'
export type { NewAccount } from './accounts.ts'
export type { SettingScope } from './settings.ts'

export interface Administration {
  addGroup(path: string): Promise<void>
  listGroups(): Promise<{ path: string }[]>
  addAccount(account: NewAccount): Promise<void>
  setAccountActive(address: string, active: boolean): Promise<void>
  listAccounts(): Promise<ListedAccount[]>
  addKey(key: { group?: string; name?: string }): Promise<string>
  setKeyActive(prefix: string, active: boolean): Promise<void>
  listKeys(): Promise<ListedKey[]>
  addNumber(number: NewNumber): Promise<void>
  listNumbers(): Promise<ListedNumber[]>
  setSetting(scope: SettingScope, setting: NewSetting): Promise<void>
  unsetSetting(scope: SettingScope, name: string): Promise<void>
  listSettings(scope: SettingScope): Promise<ListedSetting[]>
  /** The latest changes, newest first. */
  listAudit(most: number): Promise<AuditRow[]>
}

export function createAdministration(desk: Desk): Administration {
  return {
    addGroup: (path) => addGroup(desk, path),
    listGroups: () => listGroupPaths(desk),
    addAccount: (account) => addAccount(desk, account),
    setAccountActive: (address, active) => activateAccount(desk, address, active),
    listAccounts: () => listAllAccounts(desk),
    addKey: (key) => addKey(desk, key),
    setKeyActive: (prefix, active) => activateKey(desk, prefix, active),
    listKeys: () => listAllKeys(desk),
    addNumber: (number) => addNumber(desk, number),
    listNumbers: () => listAllNumbers(desk),
    setSetting: (scope, setting) => setSetting(desk, scope, setting),
    unsetSetting: (scope, name) => unsetSetting(desk, scope, name),
    listSettings: (scope) => listSettings(desk, scope),
    listAudit: (most) => latestAudit(desk.store.db, most),
  }
}
