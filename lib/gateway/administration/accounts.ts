// Accounts: who may send, by mail address.
import { isMailAddress } from '../../mail/address/mail-address.ts'
import { domainOf } from '../../mail/proof/alignment.ts'
import { isTimeZone } from '../../config/types.ts'
import {
  findAccount,
  insertAccount,
  insertAliases,
  insertNetworks,
  isActive,
  listAccounts,
  type Account,
} from '../../store/accounts.ts'
import { writeSetting } from '../../store/group-settings.ts'
import type { Knex } from '../../store/store.ts'
import { isNetwork } from '../../policy/networks.ts'
import { change, Complaint, groupOf, groupPaths, mustBeWithin, type Desk } from './desk.ts'

export interface NewAccount {
  readonly address: string
  /** The path of the group, '' for Master. */
  readonly group?: string
  readonly name?: string
  readonly language?: 'da' | 'sv' | 'nb' | 'de' | 'fr' | 'en'
  readonly timeZone?: string
  readonly aliases?: readonly string[]
  readonly networks?: readonly string[]
  /** Whether mails that a machine wrote by itself are sent on. */
  readonly automatic?: boolean
}

export interface ListedAccount {
  readonly address: string
  readonly name: string
  readonly group: string
  readonly number: string | null
  readonly aliases: readonly string[]
  readonly networks: readonly string[]
  readonly automatic: boolean
  /** Neither paused itself nor by its key. */
  readonly active: boolean
}

export async function addAccount(desk: Desk, account: NewAccount): Promise<void> {
  const address = account.address.toLowerCase()
  const wrong = account.networks?.find((network) => !isNetwork(network))
  if (wrong !== undefined)
    throw new Complaint(
      `"${wrong}" is not a network. Write one as 192.0.2.0/24, 2001:db8::/32 or 192.0.2.7.`,
    )
  if (account.timeZone !== undefined && !isTimeZone(account.timeZone))
    throw new Complaint(`"${account.timeZone}" is not a time zone such as Europe/Copenhagen.`)
  await change(desk, async (trx, now) => {
    const group = await insert(trx, desk, { ...account, address }, now)
    const after = JSON.stringify({ ...account, address })
    return { action: 'account add', subject: `account ${address}`, after, group }
  })
}

/** Answers the group that it is in. */
async function insert(trx: Knex, desk: Desk, account: NewAccount, now: number): Promise<number> {
  const { address, group, name, language, timeZone, networks = [] } = account
  const aliases = new Set(account.aliases?.map((alias) => alias.toLowerCase()))
  aliases.delete(address)
  for (const one of [address, ...aliases]) await mustBeFree(trx, desk, one)
  const groupId = await groupOf(trx, group ?? '')
  await mustBeWithin(trx, desk, groupId)
  const id = await insertAccount(trx, {
    group_id: groupId,
    address,
    name: name ?? '',
    automatic: account.automatic === true ? 1 : 0,
    created_at: now,
  })
  await insertAliases(trx, id, [...aliases])
  await insertNetworks(trx, id, [...new Set(networks)])
  for (const [setting, value] of Object.entries({ language, time_zone: timeZone })) {
    if (value === undefined) continue
    const row = { scope: 'account', scope_id: id, open: null, from_above: 0 } as const
    await writeSetting(trx, { ...row, name: setting, value })
  }
  return groupId
}

export async function mustBeFree(
  trx: Knex,
  { settings }: Pick<Desk, 'settings'>,
  address: string,
): Promise<void> {
  if (!isMailAddress(address) || address.includes('+'))
    throw new Complaint(
      `"${address}" is not a mail address without +, such as anna@example.org.`,
      'address_invalid',
      { address },
    )
  if (settings().domains.has(domainOf(address)))
    throw new Complaint(
      `${address} is in an SMS domain: mail to it becomes an SMS, so answers would never reach it.`,
      'address_sms',
      { address },
    )
  if ((await findAccount(trx, address)) !== undefined)
    throw new Complaint(`${address} belongs to an account already.`, 'address_taken', { address })
}

/** The account of an address or alias. */
export async function accountOf(db: Knex, address: string): Promise<Account> {
  const account = await findAccount(db, address.toLowerCase())
  if (account === undefined)
    throw new Complaint(
      `There is no account ${address}. See them with: haraka-sms account list`,
      'account_unknown',
      { address },
    )
  return account
}

export async function listAllAccounts({ store, clock }: Desk): Promise<ListedAccount[]> {
  const paths = await groupPaths(store.db)
  return (await listAccounts(store.db)).map((account) => ({
    address: account.address,
    name: account.name,
    group: paths.get(account.group_id) ?? '',
    number: account.number,
    aliases: account.aliases,
    networks: account.networks,
    automatic: account.automatic === 1,
    active: isActive(account, clock()),
  }))
}
