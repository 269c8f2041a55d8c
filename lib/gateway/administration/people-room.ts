// What is administered about people: groups, accounts, domains, rights, settings, and who changed what.
import {
  activateAccount,
  addAlias,
  endSecondStep,
  moveToGroup,
  removeAccount,
  removeAlias,
  renameAccount,
  setAutomatic,
} from './account-changes.ts'
import { addAccount, listAllAccounts, type ListedAccount, type NewAccount } from './accounts.ts'
import { searchAudit, type AuditEntry, type AuditPage, type AuditSearch } from './audit.ts'
import type { Desk } from './desk.ts'
import { listAllDomains, type ListedDomain, removeDomain, setDomain } from './domains.ts'
import {
  addGroup,
  type ListedGroup,
  listGroupPaths,
  moveGroup,
  removeGroup,
  renameGroup,
} from './groups.ts'
import {
  addMobile,
  confirmMobile,
  listAllMobiles,
  type ListedMobile,
  removeMobile,
} from './mobiles.ts'
import {
  grantRights,
  listAllRights,
  mustAdminister,
  type ListedRights,
  makeLink,
  revokeRights,
  type RightsChange,
} from './rights.ts'
import {
  type ListedSetting,
  listSettings,
  type NewSetting,
  setSetting,
  type SettingScope,
  unsetSetting,
} from './settings.ts'
import { type AddedUsers, addUsers, searchUsers, type UserPage, type UserSearch } from './users.ts'

export interface PeopleRoom {
  addGroup(path: string): Promise<void>
  /** `to`: the path of the group that it is to be below. */
  moveGroup(path: string, to: string): Promise<void>
  renameGroup(path: string, name: string): Promise<void>
  removeGroup(path: string): Promise<void>
  listGroups(): Promise<ListedGroup[]>
  addAccount(account: NewAccount): Promise<void>
  setAccountActive(address: string, active: boolean): Promise<void>
  moveAccount(address: string, group: string): Promise<void>
  renameAccount(address: string, newAddress: string): Promise<void>
  addAlias(address: string, alias: string): Promise<void>
  removeAlias(address: string, alias: string): Promise<void>
  setAutomatic(address: string, automatic: boolean): Promise<void>
  /** It asks for no codes any more, until its owner switches the second step on again. */
  endSecondStep(address: string): Promise<void>
  removeAccount(address: string): Promise<void>
  listAccounts(): Promise<ListedAccount[]>
  searchUsers(search: UserSearch): Promise<UserPage>
  /** One address a line. */
  addUsers(group: string, pasted: string): Promise<AddedUsers>
  /** Answers how many accounts moved to the group. */
  setDomain(domain: { domain: string; group: string }): Promise<number>
  removeDomain(domain: string): Promise<void>
  listDomains(): Promise<ListedDomain[]>
  grantRights(wish: RightsChange): Promise<void>
  revokeRights(wish: RightsChange): Promise<void>
  listRights(): Promise<ListedRights[]>
  /** A Complaint unless both the account and the group are in the actor's part of the tree. */
  mustAdminister(address: string, group: string): Promise<void>
  /** A link by which the account signs in once. */
  makeSignInLink(address: string): Promise<string>
  setSetting(scope: SettingScope, setting: NewSetting): Promise<void>
  unsetSetting(scope: SettingScope, name: string): Promise<void>
  listSettings(scope: SettingScope): Promise<ListedSetting[]>
  /** Sends a code to the phone. */
  addMobile(address: string, phone: string): Promise<void>
  confirmMobile(address: string, shown: { phone: string; code: string }): Promise<void>
  removeMobile(address: string, phone: string): Promise<void>
  listMobiles(): Promise<ListedMobile[]>
  /** The latest changes, newest first. */
  listAudit(most: number): Promise<AuditEntry[]>
  /** A page of them, of the groups in view. */
  searchAudit(search: AuditSearch): Promise<AuditPage>
}

export function peopleRoom(desk: Desk): PeopleRoom {
  return {
    addGroup: (path) => addGroup(desk, path),
    moveGroup: (path, to) => moveGroup(desk, path, to),
    renameGroup: (path, name) => renameGroup(desk, path, name),
    removeGroup: (path) => removeGroup(desk, path),
    listGroups: () => listGroupPaths(desk),
    addAccount: (account) => addAccount(desk, account),
    setAccountActive: (address, active) => activateAccount(desk, address, active),
    moveAccount: (address, group) => moveToGroup(desk, address, group),
    renameAccount: (address, newAddress) => renameAccount(desk, address, newAddress),
    addAlias: (address, alias) => addAlias(desk, address, alias),
    removeAlias: (address, alias) => removeAlias(desk, address, alias),
    setAutomatic: (address, automatic) => setAutomatic(desk, address, automatic),
    endSecondStep: (address) => endSecondStep(desk, address),
    removeAccount: (address) => removeAccount(desk, address),
    listAccounts: () => listAllAccounts(desk),
    searchUsers: (search) => searchUsers(desk, search),
    addUsers: (group, pasted) => addUsers(desk, group, pasted),
    setDomain: (domain) => setDomain(desk, domain),
    removeDomain: (domain) => removeDomain(desk, domain),
    listDomains: () => listAllDomains(desk),
    grantRights: (wish) => grantRights(desk, wish),
    revokeRights: (wish) => revokeRights(desk, wish),
    listRights: () => listAllRights(desk),
    mustAdminister: (address, group) => mustAdminister(desk, address, group),
    makeSignInLink: (address) => makeLink(desk, address, desk.settings().main.public_url),
    setSetting: (scope, setting) => setSetting(desk, scope, setting),
    unsetSetting: (scope, name) => unsetSetting(desk, scope, name),
    listSettings: (scope) => listSettings(desk, scope),
    addMobile: (address, phone) => addMobile(desk, address, phone),
    confirmMobile: (address, shown) => confirmMobile(desk, address, shown),
    removeMobile: (address, phone) => removeMobile(desk, address, phone),
    listMobiles: () => listAllMobiles(desk),
    listAudit: async (most) => [...(await searchAudit(desk, { most })).entries],
    searchAudit: (search) => searchAudit(desk, search),
  }
}
