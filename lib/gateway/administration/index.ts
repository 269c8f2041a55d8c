// Everything that can be administered, for one actor.
import { latestAudit, type AuditRow } from '../../store/group-settings.ts'
import {
  activateAccount,
  addAlias,
  moveToGroup,
  removeAccount,
  removeAlias,
  renameAccount,
  setAutomatic,
} from './account-changes.ts'
import { addAccount, listAllAccounts, type ListedAccount, type NewAccount } from './accounts.ts'
import { addBlock, listAllBlocks, removeBlock, type ListedBlock } from './blocks.ts'
import {
  addCredit,
  changePrice,
  listAllPrices,
  listCredit,
  removeCredit,
  removePrice,
  setCreditAlert,
  transferCredit,
  type ListedBalance,
  type ListedPrice,
} from './credit.ts'
import {
  addContact,
  addContactGroup,
  exportContacts,
  importContacts,
  joinContactGroup,
  leaveContactGroup,
  listAllContactGroups,
  listAllContacts,
  removeContact,
  removeContactGroup,
  searchAllContacts,
  type ContactPage,
  type ImportedContacts,
  type ListedContact,
  type ListedContactGroup,
} from './contacts.ts'
import type { Desk } from './desk.ts'
import {
  addGroup,
  listGroupPaths,
  moveGroup,
  removeGroup,
  renameGroup,
  type ListedGroup,
} from './groups.ts'
import { listAllDomains, removeDomain, setDomain, type ListedDomain } from './domains.ts'
import {
  activateKey,
  addKey,
  changeKey,
  listAllKeys,
  type KeyDetails,
  type ListedKey,
} from './keys.ts'
import {
  addKeyword,
  listAllKeywords,
  removeKeyword,
  type KeywordTarget,
  type ListedKeyword,
} from './keywords.ts'
import {
  cancelMessage,
  giveMessage,
  holdMessage,
  releaseMessage,
  resendMessage,
} from './message-moves.ts'
import {
  listMessages,
  listWaiting,
  showMessage,
  type ListedMessage,
  type MessageFilter,
  type MessageTrace,
  type WaitingMessage,
} from './messages.ts'
import {
  addMobile,
  confirmMobile,
  listAllMobiles,
  removeMobile,
  type ListedMobile,
} from './mobiles.ts'
import {
  addNumber,
  assignNumber,
  listAllNumbers,
  releaseNumber,
  removeNumber,
  type ListedNumber,
  type NewNumber,
} from './numbers.ts'
import { approveName, listAllNames, removeName, type ListedName } from './sender-names.ts'
import {
  grantRights,
  listAllRights,
  makeLink,
  revokeRights,
  type ListedRights,
  type RightsChange,
} from './rights.ts'
import {
  listSettings,
  setSetting,
  unsetSetting,
  type ListedSetting,
  type NewSetting,
  type SettingScope,
} from './settings.ts'
import {
  allOfLog,
  logChoices,
  searchLog,
  type LogChoices,
  type LoggedMessage,
  type LogPage,
  type LogSearch,
} from './log.ts'
import { lastDays, readStatistics, type Statistics, type StatisticsChoice } from './statistics.ts'
import type { GroupChoice } from './scope.ts'
import { changeRouteMode, listRoutes, type ListedRoute } from './routes.ts'
import { listUsage, type ListedUsage } from './usage.ts'
import { addUsers, searchUsers, type AddedUsers, type UserPage, type UserSearch } from './users.ts'

import type { ContactFile } from '../contacts/import.ts'
import type { WrittenContact } from '../contacts/contacts.ts'
import type { RouteMode } from '../../store/route-states.ts'

export { Complaint } from './desk.ts'
export type { NewAccount } from './accounts.ts'
export type { KeyDetails } from './keys.ts'
export type { ListedMessage, MessageFilter, MessageTrace } from './messages.ts'
export type { LoggedMessage, LogChoices, LogPage, LogSearch } from './log.ts'
export type { Statistics } from './statistics.ts'
export type { SettingScope } from './settings.ts'

export interface Administration {
  /** Undefined: it works. */
  setRouteMode(route: string, mode: RouteMode | undefined): Promise<void>
  grantRights(wish: RightsChange): Promise<void>
  revokeRights(wish: RightsChange): Promise<void>
  listRights(): Promise<ListedRights[]>
  /** A link by which the account signs in once. */
  makeSignInLink(address: string): Promise<string>
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
  removeAccount(address: string): Promise<void>
  listAccounts(): Promise<ListedAccount[]>
  /** Answers how many accounts moved to the group. */
  setDomain(domain: { domain: string; group: string }): Promise<number>
  removeDomain(domain: string): Promise<void>
  listDomains(): Promise<ListedDomain[]>
  /** Answers the key, this once. */
  addKey(key: KeyDetails): Promise<string>
  changeKey(prefix: string, details: KeyDetails): Promise<void>
  setKeyActive(prefix: string, active: boolean): Promise<void>
  listKeys(): Promise<ListedKey[]>
  addNumber(number: NewNumber): Promise<void>
  /** To an account, one that is in a pool or a range, or rests. */
  assignNumber(number: string, address: string): Promise<void>
  releaseNumber(number: string): Promise<void>
  removeNumber(number: string): Promise<void>
  listNumbers(): Promise<ListedNumber[]>
  approveName(name: string, group: string): Promise<void>
  removeName(name: string, group: string): Promise<void>
  listNames(): Promise<ListedName[]>
  /** Sends a code to the phone. */
  addMobile(address: string, phone: string): Promise<void>
  confirmMobile(address: string, shown: { phone: string; code: string }): Promise<void>
  removeMobile(address: string, phone: string): Promise<void>
  listMobiles(): Promise<ListedMobile[]>
  setSetting(scope: SettingScope, setting: NewSetting): Promise<void>
  unsetSetting(scope: SettingScope, name: string): Promise<void>
  listSettings(scope: SettingScope): Promise<ListedSetting[]>
  /** Answers the balance. An amount is written as 500 or 0.8. */
  addCredit(group: string, amount: string): Promise<string>
  transferCredit(transfer: { from: string; to: string; amount: string }): Promise<void>
  setCreditAlert(group: string, alert: { below: string; to: string } | undefined): Promise<void>
  removeCredit(group: string): Promise<void>
  listCredit(): Promise<ListedBalance[]>
  /** `prefix`: digits, or `default`. */
  setPrice(prefix: string, price: string): Promise<void>
  removePrice(prefix: string): Promise<void>
  listPrices(): Promise<ListedPrice[]>
  /** `group`: any group of the organisation. */
  addBlock(group: string, phone: string): Promise<void>
  removeBlock(group: string, phone: string): Promise<void>
  listBlocks(group: string): Promise<ListedBlock[]>
  listUsage(scope: SettingScope): Promise<ListedUsage[]>
  /** The latest first, at most 1,000. */
  listMessages(filter: MessageFilter, most: number): Promise<ListedMessage[]>
  showMessage(id: number): Promise<MessageTrace>
  /** Sends a copy and answers its id; mails a message from a phone again. */
  resendMessage(id: number): Promise<number>
  cancelMessage(id: number): Promise<void>
  holdMessage(id: number): Promise<void>
  releaseMessage(id: number): Promise<void>
  /** A page of the log; texts only where they are asked for. */
  searchLog(search: LogSearch, page: { texts: boolean; most?: number }): Promise<LogPage>
  /** The choices of each filter, from the newest messages of the result. */
  logChoices(search: LogSearch): Promise<LogChoices>
  /** All that is found, in order of time, piece by piece. */
  allOfLog(
    search: LogSearch,
    page: { texts: boolean },
  ): AsyncGenerator<{ messages: LoggedMessage[]; reached: number }>
  /** What waits or is under way, what ends first first, at most 200. */
  listWaiting(choice: GroupChoice): Promise<WaitingMessage[]>
  searchUsers(search: UserSearch): Promise<UserPage>
  /** One address a line. */
  addUsers(group: string, pasted: string): Promise<AddedUsers>
  listRoutes(): Promise<ListedRoute[]>
  statistics(choice: StatisticsChoice): Promise<Statistics>
  /** The last days up to today, in the server's time zone. */
  lastDays(days: number): { from: string; to: string }
  /** Gives a message from a phone, which is nobody's, to an account. */
  giveMessage(id: number, address: string): Promise<void>
  addKeyword(word: string, to: KeywordTarget): Promise<void>
  removeKeyword(word: string): Promise<void>
  listKeywords(): Promise<ListedKeyword[]>
  /** One that is there gets the new phone. */
  addContact(address: string, contact: WrittenContact): Promise<void>
  removeContact(address: string, name: string): Promise<void>
  listContacts(address: string, group?: string): Promise<ListedContact[]>
  /** A page of them; `search` is in the name or the phone. */
  searchContacts(
    address: string,
    search: { search: string; group: string; after: string },
  ): Promise<ContactPage>
  /** Stores the lines with which nothing is wrong; with `dry` nothing. */
  importContacts(address: string, file: ContactFile, dry: boolean): Promise<ImportedContacts>
  /** As CSV. */
  exportContacts(address: string): Promise<string>
  addContactGroup(address: string, name: string): Promise<void>
  removeContactGroup(address: string, name: string): Promise<void>
  joinContactGroup(address: string, wish: { contact: string; group: string }): Promise<void>
  leaveContactGroup(address: string, wish: { contact: string; group: string }): Promise<void>
  listContactGroups(address: string): Promise<ListedContactGroup[]>
  /** The latest changes, newest first. */
  listAudit(most: number): Promise<AuditRow[]>
}

export function createAdministration(desk: Desk): Administration {
  return {
    setRouteMode: (route, mode) => changeRouteMode(desk, route, mode),
    addGroup: (path) => addGroup(desk, path),
    moveGroup: (path, to) => moveGroup(desk, path, to),
    renameGroup: (path, name) => renameGroup(desk, path, name),
    removeGroup: (path) => removeGroup(desk, path),
    listGroups: () => listGroupPaths(desk),
    grantRights: (wish) => grantRights(desk, wish),
    revokeRights: (wish) => revokeRights(desk, wish),
    listRights: () => listAllRights(desk),
    makeSignInLink: (address) => makeLink(desk, address, desk.settings().main.public_url),
    addAccount: (account) => addAccount(desk, account),
    setAccountActive: (address, active) => activateAccount(desk, address, active),
    moveAccount: (address, group) => moveToGroup(desk, address, group),
    renameAccount: (address, newAddress) => renameAccount(desk, address, newAddress),
    addAlias: (address, alias) => addAlias(desk, address, alias),
    removeAlias: (address, alias) => removeAlias(desk, address, alias),
    setAutomatic: (address, automatic) => setAutomatic(desk, address, automatic),
    removeAccount: (address) => removeAccount(desk, address),
    listAccounts: () => listAllAccounts(desk),
    setDomain: (domain) => setDomain(desk, domain),
    removeDomain: (domain) => removeDomain(desk, domain),
    listDomains: () => listAllDomains(desk),
    addKey: (key) => addKey(desk, key),
    changeKey: (prefix, details) => changeKey(desk, prefix, details),
    setKeyActive: (prefix, active) => activateKey(desk, prefix, active),
    listKeys: () => listAllKeys(desk),
    addNumber: (number) => addNumber(desk, number),
    assignNumber: (number, address) => assignNumber(desk, number, address),
    releaseNumber: (number) => releaseNumber(desk, number),
    removeNumber: (number) => removeNumber(desk, number),
    listNumbers: () => listAllNumbers(desk),
    approveName: (name, group) => approveName(desk, name, group),
    removeName: (name, group) => removeName(desk, name, group),
    listNames: () => listAllNames(desk),
    addMobile: (address, phone) => addMobile(desk, address, phone),
    confirmMobile: (address, shown) => confirmMobile(desk, address, shown),
    removeMobile: (address, phone) => removeMobile(desk, address, phone),
    listMobiles: () => listAllMobiles(desk),
    setSetting: (scope, setting) => setSetting(desk, scope, setting),
    unsetSetting: (scope, name) => unsetSetting(desk, scope, name),
    listSettings: (scope) => listSettings(desk, scope),
    addCredit: (group, amount) => addCredit(desk, group, amount),
    transferCredit: (transfer) => transferCredit(desk, transfer),
    setCreditAlert: (group, alert) => setCreditAlert(desk, group, alert),
    removeCredit: (group) => removeCredit(desk, group),
    listCredit: () => listCredit(desk),
    setPrice: (prefix, price) => changePrice(desk, prefix, price),
    removePrice: (prefix) => removePrice(desk, prefix),
    listPrices: () => listAllPrices(desk),
    addBlock: (group, phone) => addBlock(desk, group, phone),
    removeBlock: (group, phone) => removeBlock(desk, group, phone),
    listBlocks: (group) => listAllBlocks(desk, group),
    listUsage: (scope) => listUsage(desk, scope),
    listMessages: (filter, most) => listMessages(desk, filter, most),
    showMessage: (id) => showMessage(desk, id),
    resendMessage: (id) => resendMessage(desk, id),
    cancelMessage: (id) => cancelMessage(desk, id),
    holdMessage: (id) => holdMessage(desk, id),
    releaseMessage: (id) => releaseMessage(desk, id),
    searchLog: (search, page) => searchLog(desk, search, page),
    logChoices: (search) => logChoices(desk, search),
    allOfLog: (search, page) => allOfLog(desk, search, page),
    listWaiting: (choice) => listWaiting(desk, choice),
    searchUsers: (search) => searchUsers(desk, search),
    addUsers: (group, pasted) => addUsers(desk, group, pasted),
    listRoutes: () => listRoutes(desk),
    statistics: (choice) => readStatistics(desk, choice),
    lastDays: (days) => lastDays(desk, days),
    giveMessage: (id, address) => giveMessage(desk, id, address),
    addKeyword: (word, to) => addKeyword(desk, word, to),
    removeKeyword: (word) => removeKeyword(desk, word),
    listKeywords: () => listAllKeywords(desk),
    addContact: (address, contact) => addContact(desk, address, contact),
    removeContact: (address, name) => removeContact(desk, address, name),
    listContacts: (address, group) => listAllContacts(desk, address, group),
    searchContacts: (address, search) => searchAllContacts(desk, address, search),
    importContacts: (address, file, dry) => importContacts(desk, address, file, dry),
    exportContacts: (address) => exportContacts(desk, address),
    addContactGroup: (address, name) => addContactGroup(desk, address, name),
    removeContactGroup: (address, name) => removeContactGroup(desk, address, name),
    joinContactGroup: (address, wish) => joinContactGroup(desk, address, wish),
    leaveContactGroup: (address, wish) => leaveContactGroup(desk, address, wish),
    listContactGroups: (address) => listAllContactGroups(desk, address),
    listAudit: (most) => latestAudit(desk.store.db, most),
  }
}
