// Groups, accounts, keys and numbers, made and changed by whoever runs the server.
//
// What cannot be done is a Complaint: a sentence for the person at the command line or the page.
import type { Settings } from '../config/settings.ts'
import { isTimeZone } from '../config/types.ts'
import {
  findAccount,
  findGroup,
  groupAtPath,
  insertAccount,
  insertAliases,
  insertGroup,
  insertNetworks,
  listAccounts,
  listGroups,
  setAccountActive,
  type Group,
} from '../store/accounts.ts'
import { insertKey, listKeys, setKeyActive } from '../store/keys.ts'
import { findNumber, insertNumber, listNumbers } from '../store/numbers.ts'
import type { Knex, Store } from '../store/store.ts'
import { readOwnNumber } from '../sms/phone-number.ts'
import { digestKey, makeKey } from './secrets.ts'
import { isNetwork } from './trust.ts'

/** Says what is wrong and what to do; its message is for people. */
export class Complaint extends Error {}

export interface NewAccount {
  readonly address: string
  /** The path of the group, '' for Master. */
  readonly group?: string
  readonly name?: string
  readonly language?: Settings['main']['language']
  readonly timeZone?: string
  readonly aliases?: readonly string[]
  readonly networks?: readonly string[]
}

export interface ListedAccount {
  readonly address: string
  readonly name: string
  readonly group: string
  readonly number: string | null
  readonly aliases: readonly string[]
  readonly networks: readonly string[]
  readonly active: boolean
}

export interface Administration {
  /** `path` as `Office/Sales`; groups above it must be there. */
  addGroup(path: string): Promise<void>
  listGroups(): Promise<{ path: string }[]>
  addAccount(account: NewAccount): Promise<void>
  setAccountActive(address: string, active: boolean): Promise<void>
  listAccounts(): Promise<ListedAccount[]>
  /** Answers the key: it is shown this once and kept nowhere. */
  addKey(key: { group?: string; name?: string }): Promise<string>
  /** `prefix`: the first letters of the key, as in the list. */
  setKeyActive(prefix: string, active: boolean): Promise<void>
  listKeys(): Promise<
    { prefix: string; name: string; group: string; active: boolean; createdAt: number }[]
  >
  /** For one account, or for the pool of a group. */
  addNumber(number: { number: string; account?: string; group?: string }): Promise<void>
  listNumbers(): Promise<{ number: string; account: string | null; group: string }[]>
}

const addressForm = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$|^[^\s@<>"]+@localhost$/

export function createAdministration(store: Store, clock: () => number): Administration {
  return {
    addGroup: (path) => store.transaction((trx) => addGroup(trx, path, clock())),
    async listGroups() {
      return [...(await groupPaths(store.db)).values()].map((path) => ({ path }))
    },
    addAccount: (account) => store.transaction((trx) => addAccount(trx, account, clock())),
    async setAccountActive(address, active) {
      const done = await store.transaction((trx) =>
        setAccountActive(trx, address.toLowerCase(), active),
      )
      if (!done)
        throw new Complaint(
          `There is no account ${address}. See them with: haraka-sms account list`,
        )
    },
    async listAccounts() {
      const paths = await groupPaths(store.db)
      return (await listAccounts(store.db)).map(
        ({ address, name, group_id, number, aliases, networks, active }) => ({
          address,
          name,
          group: paths.get(group_id) ?? '',
          number,
          aliases,
          networks,
          active: active === 1,
        }),
      )
    },
    addKey: (key) => store.transaction((trx) => addKey(trx, key, clock())),
    async setKeyActive(prefix, active) {
      const done = await store.transaction((trx) => setKeyActive(trx, prefix.toLowerCase(), active))
      if (done === 0)
        throw new Complaint(`There is no key ${prefix}. See them with: haraka-sms key list`)
    },
    async listKeys() {
      const paths = await groupPaths(store.db)
      return (await listKeys(store.db)).map(({ prefix, name, group_id, active, created_at }) => ({
        prefix,
        name,
        group: paths.get(group_id) ?? '',
        active: active === 1,
        createdAt: created_at,
      }))
    },
    addNumber: (number) => store.transaction((trx) => addNumber(trx, number, clock())),
    async listNumbers() {
      const paths = await groupPaths(store.db)
      return (await listNumbers(store.db)).map(({ number, address, group_id }) => ({
        number,
        account: address,
        group: paths.get(group_id) ?? '',
      }))
    },
  }
}

async function addGroup(trx: Knex, path: string, now: number): Promise<void> {
  const names = path.split('/').map((name) => name.trim())
  const name = names.pop() ?? ''
  if (name === '' || name.length > 60)
    throw new Complaint('A group needs a name of 1 to 60 characters.')
  const parentId = await groupOf(trx, names.join('/'))
  if ((await findGroup(trx, parentId, name)) !== undefined)
    throw new Complaint(`The group ${path} is there already.`)
  await insertGroup(trx, { parent_id: parentId, name, created_at: now })
}

async function groupOf(trx: Knex, path: string): Promise<number> {
  const id = await groupAtPath(trx, path)
  if (id === undefined)
    throw new Complaint(
      `There is no group ${path}. Make it first with: haraka-sms group add "${path}"`,
    )
  return id
}

async function groupPaths(db: Knex): Promise<Map<number, string>> {
  const paths = new Map<number, string>()
  const add = (groups: readonly Group[], parent: number | null, prefix: string): void => {
    for (const { id, name } of groups.filter(({ parent_id }) => parent_id === parent)) {
      const path = prefix === '' || prefix === 'Master' ? name : `${prefix}/${name}`
      paths.set(id, path)
      add(groups, id, path)
    }
  }
  add(await listGroups(db), null, '')
  return paths
}

async function addAccount(trx: Knex, account: NewAccount, now: number): Promise<void> {
  const address = account.address.toLowerCase()
  const aliases = (account.aliases ?? []).map((alias) => alias.toLowerCase())
  for (const one of [address, ...aliases]) await mustBeFree(trx, one)
  const wrong = account.networks?.find((network) => !isNetwork(network))
  if (wrong !== undefined)
    throw new Complaint(
      `"${wrong}" is not a network. Write one as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7.`,
    )
  if (account.timeZone !== undefined && !isTimeZone(account.timeZone))
    throw new Complaint(`"${account.timeZone}" is not a time zone such as Europe/Copenhagen.`)
  const id = await insertAccount(trx, {
    group_id: await groupOf(trx, account.group ?? ''),
    address,
    name: account.name ?? '',
    language: account.language ?? null,
    time_zone: account.timeZone ?? null,
    created_at: now,
  })
  await insertAliases(trx, id, aliases)
  await insertNetworks(trx, id, account.networks ?? [])
}

async function mustBeFree(trx: Knex, address: string): Promise<void> {
  if (!addressForm.test(address) || address.includes('+'))
    throw new Complaint(`"${address}" is not a mail address without +, such as anna@example.org.`)
  if ((await findAccount(trx, address)) !== undefined)
    throw new Complaint(`${address} belongs to an account already.`)
}

async function addKey(
  trx: Knex,
  { group, name }: { group?: string; name?: string },
  now: number,
): Promise<string> {
  const key = makeKey()
  await insertKey(trx, {
    group_id: await groupOf(trx, group ?? ''),
    name: name ?? '',
    prefix: key.slice(0, 6),
    digest: digestKey(key),
    created_at: now,
  })
  return key
}

async function addNumber(
  trx: Knex,
  { number, account, group }: { number: string; account?: string; group?: string },
  now: number,
): Promise<void> {
  const own = readOwnNumber(number)
  if (own === undefined)
    throw new Complaint(
      `"${number}" is not a number of ours: up to 15 digits, or a short code of 3 to 6.`,
    )
  if ((await findNumber(trx, own)) !== undefined)
    throw new Complaint(`The number ${own} is there already.`)
  const owner = account === undefined ? undefined : await findAccount(trx, account.toLowerCase())
  if (account !== undefined && owner === undefined)
    throw new Complaint(`There is no account ${account}. See them with: haraka-sms account list`)
  await insertNumber(trx, {
    number: own,
    group_id: owner?.group_id ?? (await groupOf(trx, group ?? '')),
    account_id: owner?.id ?? null,
    created_at: now,
  })
}
