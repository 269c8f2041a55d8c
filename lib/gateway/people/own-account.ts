// What people see of their own account, and change there, beside settings: their number, what is left of
// their limits and credit, their mobiles, their aliases.
//
// Everything is done as the person and to the person's own account alone, and is written down.
import type { Settings } from '../../config/settings.ts'
import { showCredits } from '../../policy/credit.ts'
import { isMailAddress } from '../../mail/address/mail-address.ts'
import { domainOf } from '../../mail/proof/alignment.ts'
import { accountAliases, accountById, findAccount } from '../../store/accounts.ts'
import { findAddressProof, takeAddressProof } from '../../store/address-proofs.ts'
import { balanceOf } from '../../store/credit.ts'
import { everyMobileOf } from '../../store/senders.ts'
import type { Store } from '../../store/store.ts'
import { Complaint, type Administration } from '../administration/index.ts'
import { listUsage, type ListedUsage } from '../administration/usage.ts'
import type { Directory } from '../directory.ts'
import { askForProof } from './address-proof.ts'
import { mayTry, type Limits } from './attempts.ts'
import { digestToken } from './open-session.ts'
import type { Person } from './person.ts'

export interface OwnAccountFacts {
  /** The number that phones answer to. */
  readonly number: string | undefined
  readonly limits: readonly ListedUsage[]
  readonly credit: { readonly group: string; readonly balance: string } | undefined
  readonly mobiles: readonly { readonly phone: string; readonly isConfirmed: boolean }[]
  readonly aliases: readonly string[]
}

export interface OwnAccount {
  show(person: Person): Promise<OwnAccountFacts>
  /** Sends a code to the phone; so many in a quarter of an hour, for each is an SMS to somebody. */
  addMobile(person: Person, phone: string, ip: string): Promise<'done' | 'wrong' | 'too-many'>
  /** False when the code is wrong, or its time is over. */
  confirmMobile(
    person: Person,
    shown: { readonly phone: string; readonly code: string },
  ): Promise<boolean>
  /** False when it was not there. */
  removeMobile(person: Person, phone: string): Promise<boolean>
  removeAlias(person: Person, alias: string): Promise<boolean>
  /**
   * Mails a link to the address, unless it is somebody's already, which nobody is told; so many in a
   * quarter of an hour.
   */
  requestAlias(person: Person, alias: string, ip: string): Promise<'done' | 'wrong' | 'too-many'>
  /** The address that a link of the person is for, while it is good. */
  findAlias(person: Person, token: string): Promise<string | undefined>
  /** False when the link is none, or the address has become somebody else's. */
  confirmAlias(person: Person, token: string): Promise<boolean>
}

export interface OwnAccountOptions {
  readonly store: Store
  readonly directory: Directory
  readonly settings: () => Settings
  readonly clock: () => number
  readonly administer: (actor: string) => Administration
}

const codeLimits: Limits = { pair: 3, address: 3, network: 20 }
const aliasLimits: Limits = { pair: 5, address: 5, network: 20 }
const mostAliases = 20

export function createOwnAccount(options: OwnAccountOptions): OwnAccount {
  const { store, directory, settings, clock, administer } = options

  async function aliasProof({ accountId }: Person, token: string) {
    const proof = await findAddressProof(store.db, digestToken(token), clock())
    return proof?.purpose === 'alias' && proof.account_id === accountId ? proof : undefined
  }

  /** Free, not in an SMS domain, and not in a mail domain that another organisation owns. */
  async function mayBecomeAlias({ accountId, groupId }: Person, alias: string): Promise<boolean> {
    if (alias.includes('+') || settings().domains.has(domainOf(alias))) return false
    if ((await findAccount(store.db, alias)) !== undefined) return false
    if ((await accountAliases(store.db, accountId)).length >= mostAliases) return false
    const owner = await directory.ownerOfDomain(alias)
    return owner === undefined || directory.sameOrganisation(owner, groupId)
  }

  return {
    async show({ accountId, address }) {
      const account = await accountById(store.db, accountId)
      const payer = account && (await directory.rules(account)).payer
      const balance = payer && (await balanceOf(store.db, payer.id))
      const mobiles = await everyMobileOf(store.db, accountId)
      return {
        number: account?.number ?? undefined,
        limits: await listUsage({ store, settings, clock, actor: address }, { account: address }),
        credit:
          payer === undefined || balance === undefined
            ? undefined
            : { group: payer.name, balance: showCredits(balance) },
        mobiles: mobiles.map(({ phone, confirmed_at }) => ({
          phone,
          isConfirmed: confirmed_at !== null,
        })),
        aliases: await accountAliases(store.db, accountId),
      }
    },
    async addMobile({ accountId, address }, phone, ip) {
      const attempt = { kind: 'mobile', address: String(accountId), ip }
      if (!(await mayTry(store, attempt, codeLimits, clock()))) return 'too-many'
      return (await isDone(administer(address).addMobile(address, phone))) ? 'done' : 'wrong'
    },
    confirmMobile: ({ address }, shown) =>
      isDone(administer(address).confirmMobile(address, shown)),
    removeMobile: ({ address }, phone) => isDone(administer(address).removeMobile(address, phone)),
    async removeAlias({ address }, alias) {
      const isRemoved = await isDone(administer(address).removeAlias(address, alias))
      directory.forgetAccount(alias)
      return isRemoved
    },
    async requestAlias(person, written, ip) {
      const { accountId, address, language } = person
      const alias = written.trim().toLowerCase()
      if (!isMailAddress(alias)) return 'wrong'
      // Counted for who asks, and for whom the mail is.
      for (const counted of [String(accountId), alias]) {
        const attempt = { kind: 'alias', address: counted, ip }
        if (!(await mayTry(store, attempt, aliasLimits, clock()))) return 'too-many'
      }
      if (await mayBecomeAlias(person, alias)) {
        const account = { id: accountId, address }
        await askForProof(store, { purpose: 'alias', address: alias, language, account }, clock())
      }
      return 'done'
    },
    findAlias: async (person, token) => (await aliasProof(person, token))?.address,
    async confirmAlias(person, token) {
      const proof = await aliasProof(person, token)
      if (proof === undefined || !(await mayBecomeAlias(person, proof.address))) return false
      if (!(await store.transaction((trx) => takeAddressProof(trx, digestToken(token)))))
        return false
      const isAdded = await isDone(
        administer(person.address).addAlias(person.address, proof.address),
      )
      directory.forgetAccount(proof.address)
      return isAdded
    },
  }
}

async function isDone(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Complaint) return false
    throw error
  }
}
