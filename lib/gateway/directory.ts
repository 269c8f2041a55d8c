// Who is who, remembered for a moment: what each RCPT and each mail asks of the database.
//
// An answer is remembered as memory.ts says, so a key that is paused stops within two seconds in every
// process.
import { accountById, accountNetworks, findAccount, type Account } from '../store/accounts.ts'
import { groupAndAbove, groupAtPath, masterGroup } from '../store/groups.ts'
import type { GroupValues } from '../config/group-settings.ts'
import type { Settings } from '../config/settings.ts'
import { isContactGroup } from '../store/contact-groups.ts'
import { phonesNamed } from '../store/contacts.ts'
import { findConversationByTag, type Conversation } from '../store/conversations.ts'
import { domainOf } from '../mail/proof/alignment.ts'
import { findDomain } from '../store/domains.ts'
import { settingsAlong, settingsNamed } from '../store/group-settings.ts'
import { findKey, keyById, type Key } from '../store/keys.ts'
import { numbersOf, poolNumbers } from '../store/numbers.ts'
import { mobilesOf, namesOf } from '../store/senders.ts'
import type { Store } from '../store/store.ts'
import { listPrices } from '../store/credit.ts'
import type { Prices } from '../policy/credit.ts'
import { nameKey } from './contacts/name.ts'
import type { NumberRules } from '../sms/phone-number.ts'
import { everyNumberRules, numberSettings } from './number-rules.ts'
import {
  readGroupRules,
  sendingRules,
  type GroupRules,
  type SendingRules,
} from './sending-rules.ts'
import { effectiveValues } from './effective-settings.ts'
import { Memory } from './memory.ts'
import { digestKey } from './secrets.ts'

export class Directory {
  readonly #store: Store
  readonly #settings: () => Settings
  readonly #accounts: Memory<Account | undefined>
  readonly #accountsById: Memory<Account | undefined>
  readonly #networks: Memory<readonly string[]>
  readonly #keys: Memory<Key | undefined>
  readonly #keysById: Memory<Key | undefined>
  readonly #conversations: Memory<Conversation | undefined>
  readonly #groups: Memory<readonly number[]>
  readonly #pools: Memory<readonly string[]>
  readonly #paths: Memory<number | undefined>
  readonly #values: Memory<GroupValues>
  readonly #groupRules: Memory<GroupRules>
  readonly #prices: Memory<Prices>
  readonly #domains: Memory<number | undefined>
  readonly #numberRules: Memory<readonly NumberRules[]>

  constructor(store: Store, settings: () => Settings, clock: () => number) {
    this.#store = store
    this.#settings = settings
    this.#accounts = new Memory(clock)
    this.#accountsById = new Memory(clock)
    this.#networks = new Memory(clock)
    this.#keys = new Memory(clock)
    this.#keysById = new Memory(clock)
    this.#conversations = new Memory(clock)
    this.#groups = new Memory(clock)
    this.#pools = new Memory(clock)
    this.#paths = new Memory(clock)
    this.#values = new Memory(clock)
    this.#groupRules = new Memory(clock)
    this.#prices = new Memory(clock)
    this.#domains = new Memory(clock)
    this.#numberRules = new Memory(clock)
  }

  account(address: string): Promise<Account | undefined> {
    const plain = plainAddress(address)
    // PostgreSQL holds no text with NUL, and does not take the question either.
    if (plain.includes('\0')) return Promise.resolve(undefined)
    return this.#accounts.get(plain, () => findAccount(this.#store.db, plain))
  }

  /** It has come into being, here and now. */
  forgetAccount(address: string): void {
    this.#accounts.forget(plainAddress(address))
  }

  accountById(id: number): Promise<Account | undefined> {
    return this.#accountsById.get(String(id), () => accountById(this.#store.db, id))
  }

  networks(accountId: number): Promise<readonly string[]> {
    return this.#networks.get(String(accountId), () => accountNetworks(this.#store.db, accountId))
  }

  key(key: string): Promise<Key | undefined> {
    const digest = digestKey(key)
    return this.#keys.get(digest, () => findKey(this.#store.db, digest))
  }

  keyById(id: number): Promise<Key | undefined> {
    return this.#keysById.get(String(id), () => keyById(this.#store.db, id))
  }

  conversation(tag: string): Promise<Conversation | undefined> {
    return this.#conversations.get(tag, () => findConversationByTag(this.#store.db, tag))
  }

  /** The group and those above it, the nearest first. */
  groups(groupId: number): Promise<readonly number[]> {
    return this.#groups.get(String(groupId), () => groupAndAbove(this.#store.db, groupId))
  }

  /** The group at a path below Master, such as Office/Sales. */
  groupAt(path: string): Promise<number | undefined> {
    return this.#paths.get(path, () => groupAtPath(this.#store.db, path))
  }

  pool(groupId: number): Promise<readonly string[]> {
    return this.#pools.get(String(groupId), () => poolNumbers(this.#store.db, groupId))
  }

  /** The account's own numbers. Asked for rarely, so not remembered, as what follows. */
  numbers(accountId: number): Promise<readonly string[]> {
    return numbersOf(this.#store.db, accountId)
  }

  /** The mobiles that the account has confirmed. */
  mobiles(accountId: number): Promise<readonly string[]> {
    return mobilesOf(this.#store.db, accountId)
  }

  /** The names that are approved for a group or one above it. */
  async names(groupId: number): Promise<readonly string[]> {
    return namesOf(this.#store.db, await this.groups(groupId))
  }

  /** The phones of a contact or contact group, at most so many; undefined where nothing is called so. */
  async phonesNamed(
    accountId: number,
    name: string,
    most: number,
  ): Promise<readonly string[] | undefined> {
    const { db } = this.#store
    const key = nameKey(name)
    const phones = await phonesNamed(db, accountId, key, most)
    return phones.length > 0 || (await isContactGroup(db, accountId, key)) ? phones : undefined
  }

  /** The settings that count for an account. */
  values({ id, group_id }: Account): Promise<GroupValues> {
    return this.#values.get(`${id} ${group_id}`, async () => {
      const groups = [...(await this.groups(group_id))].reverse()
      const rows = await settingsAlong(this.#store.db, groups, id)
      return effectiveValues({ groups, accountId: id, rows }, this.#settings())
    })
  }

  /** What an account may send. */
  async rules(account: Account): Promise<SendingRules> {
    const { group_id } = account
    const group = this.#groupRules.get(String(group_id), () =>
      readGroupRules(this.#store.db, group_id),
    )
    return sendingRules(account, await this.values(account), await group)
  }

  /** To be asked anew at once: an organisation has got its first block. */
  forgetRules(): void {
    this.#groupRules.clear()
  }

  /** To be asked anew at once: somebody changed settings and looks at them. */
  forgetValues(): void {
    this.#values.clear()
    this.#groupRules.clear()
    this.#numberRules.clear()
  }

  /** What one part costs, by prefix. */
  prices(): Promise<Prices> {
    return this.#prices.get('', async () => {
      const prices = await listPrices(this.#store.db)
      return new Map(prices.map(({ prefix, price }) => [prefix, price]))
    })
  }

  /** The settings that count for a group. */
  groupValues(groupId: number): Promise<GroupValues> {
    return this.#values.get(`group ${groupId}`, async () => {
      const groups = [...(await this.groups(groupId))].reverse()
      const rows = await settingsAlong(this.#store.db, groups, undefined)
      return effectiveValues({ groups, accountId: undefined, rows }, this.#settings())
    })
  }

  /** Every way in which some group may read a number; empty where there are too many. */
  numberRules(): Promise<readonly NumberRules[]> {
    return this.#numberRules.get('', async () => {
      const master = await this.groupValues(masterGroup)
      return everyNumberRules(master, await settingsNamed(this.#store.db, numberSettings))
    })
  }

  /** The group that owns the mail domain of an address, or the nearest domain above it. */
  ownerOfDomain(address: string): Promise<number | undefined> {
    const domain = domainOf(address)
    return this.#domains.get(
      domain,
      async () => (await findDomain(this.#store.db, domain))?.group_id,
    )
  }

  /** Whether two groups are of one organisation: the group directly below Master. */
  async sameOrganisation(one: number, other: number): Promise<boolean> {
    if (one === other) return true
    const [a, b] = [(await this.groups(one)).at(-2), (await this.groups(other)).at(-2)]
    return a !== undefined && a === b
  }
}

/** `user+x@` is `user@`; case does not matter. */
export function plainAddress(address: string): string {
  return address.toLowerCase().replace(/^([^+@]+)\+[^@]*@/, '$1@')
}
