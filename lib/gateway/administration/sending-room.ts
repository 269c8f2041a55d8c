// What is administered about sending: keys, numbers, sender names, keywords, stock phrases, blocked phones,
// credit, routes.
import type { RouteMode } from '../../store/route-states.ts'
import {
  addBlock,
  type BlockPage,
  listAllBlocks,
  type ListedBlock,
  removeBlock,
  searchAllBlocks,
} from './blocks.ts'
import {
  addCredit,
  listCredit,
  type ListedBalance,
  removeCredit,
  setCreditAlert,
  transferCredit,
} from './credit.ts'
import type { Desk } from './desk.ts'
import {
  activateKey,
  addKey,
  changeKey,
  type KeyDetails,
  listAllKeys,
  revokeKey,
  type ListedKey,
} from './keys.ts'
import {
  addKeyword,
  type KeywordTarget,
  listAllKeywords,
  type ListedKeyword,
  removeKeyword,
} from './keywords.ts'
import {
  addNumber,
  assignNumber,
  listAllNumbers,
  type ListedNumber,
  type NewNumber,
  releaseNumber,
  removeNumber,
} from './numbers.ts'
import { type DeskPhrase, listPhrases, removePhrase, setPhrase } from './phrases.ts'
import { changePrice, listAllPrices, type ListedPrice, removePrice } from './prices.ts'
import { changeRouteMode, type ListedRoute, listRoutes } from './routes.ts'
import { forgetUnread, listUnread, type UnreadSms } from './unread.ts'
import { approveName, listAllNames, type ListedName, removeName } from './sender-names.ts'
import type { SettingScope } from './settings.ts'
import { type ListedUsage, listUsage } from './usage.ts'

export interface SendingRoom {
  /** Answers the key, this once. */
  addKey(key: KeyDetails): Promise<string>
  changeKey(prefix: string, details: KeyDetails): Promise<void>
  setKeyActive(prefix: string, active: boolean): Promise<void>
  /** It ends, and cannot be resumed. */
  revokeKey(prefix: string): Promise<void>
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
  addKeyword(word: string, to: KeywordTarget): Promise<void>
  /** `group`: any group of the organisation whose keyword is meant, where several have it. */
  removeKeyword(word: string, group?: string): Promise<void>
  listKeywords(): Promise<ListedKeyword[]>
  /** One of that name gets the new text. */
  setPhrase(scope: SettingScope, phrase: DeskPhrase): Promise<void>
  removePhrase(scope: SettingScope, name: string): Promise<void>
  /** Those of the account or the group alone. */
  listPhrases(scope: SettingScope): Promise<DeskPhrase[]>
  /** `group`: any group of the organisation. */
  addBlock(group: string, phone: string): Promise<void>
  removeBlock(group: string, phone: string): Promise<void>
  listBlocks(group: string): Promise<ListedBlock[]>
  /** A page of them; `search`: digits in the phone. */
  searchBlocks(group: string, search: { search: string; after: string }): Promise<BlockPage>
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
  listUsage(scope: SettingScope): Promise<ListedUsage[]>
  /** Undefined: it works. */
  setRouteMode(route: string, mode: RouteMode | undefined): Promise<void>
  listRoutes(): Promise<ListedRoute[]>
  /** What a route could not read, the oldest first. */
  listUnread(route: string): Promise<UnreadSms[]>
  /** Answers what is forgotten. */
  forgetUnread(route: string): Promise<UnreadSms[]>
}

export function sendingRoom(desk: Desk): SendingRoom {
  return {
    addKey: (key) => addKey(desk, key),
    changeKey: (prefix, details) => changeKey(desk, prefix, details),
    setKeyActive: (prefix, active) => activateKey(desk, prefix, active),
    revokeKey: (prefix) => revokeKey(desk, prefix),
    listKeys: () => listAllKeys(desk),
    addNumber: (number) => addNumber(desk, number),
    assignNumber: (number, address) => assignNumber(desk, number, address),
    releaseNumber: (number) => releaseNumber(desk, number),
    removeNumber: (number) => removeNumber(desk, number),
    listNumbers: () => listAllNumbers(desk),
    approveName: (name, group) => approveName(desk, name, group),
    removeName: (name, group) => removeName(desk, name, group),
    listNames: () => listAllNames(desk),
    addKeyword: (word, to) => addKeyword(desk, word, to),
    removeKeyword: (word, group) => removeKeyword(desk, word, group),
    listKeywords: () => listAllKeywords(desk),
    setPhrase: (scope, phrase) => setPhrase(desk, scope, phrase),
    removePhrase: (scope, name) => removePhrase(desk, scope, name),
    listPhrases: (scope) => listPhrases(desk, scope),
    addBlock: (group, phone) => addBlock(desk, group, phone),
    removeBlock: (group, phone) => removeBlock(desk, group, phone),
    listBlocks: (group) => listAllBlocks(desk, group),
    searchBlocks: (group, search) => searchAllBlocks(desk, group, search),
    addCredit: (group, amount) => addCredit(desk, group, amount),
    transferCredit: (transfer) => transferCredit(desk, transfer),
    setCreditAlert: (group, alert) => setCreditAlert(desk, group, alert),
    removeCredit: (group) => removeCredit(desk, group),
    listCredit: () => listCredit(desk),
    setPrice: (prefix, price) => changePrice(desk, prefix, price),
    removePrice: (prefix) => removePrice(desk, prefix),
    listPrices: () => listAllPrices(desk),
    listUsage: (scope) => listUsage(desk, scope),
    setRouteMode: (route, mode) => changeRouteMode(desk, route, mode),
    listRoutes: () => listRoutes(desk),
    listUnread: (route) => listUnread(desk, route),
    forgetUnread: (route) => forgetUnread(desk, route),
  }
}
