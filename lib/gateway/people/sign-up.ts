// Somebody makes their account themselves: they write their address, get a mail with a link, and choose a
// password there. Who may: addresses of a mail domain whose group has `sign_up`, and, where sms.ini names a
// group for them (`sign_up_group`), addresses of domains that no group owns.
//
// Nothing here tells whether an address has an account: it gets another mail then, and nobody else hears.
import type { Settings } from '../../config/settings.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { isMailAddress } from '../../mail/address/mail-address.ts'
import { domainOf } from '../../mail/proof/alignment.ts'
import { findAddressProof, takeAddressProof } from '../../store/address-proofs.ts'
import { isActive } from '../../store/accounts.ts'
import { isSetAnywhere } from '../../store/group-settings.ts'
import { plainAddress } from '../directory.ts'
import { describe } from '../describe-error.ts'
import type { Log } from '../log.ts'
import { bringIn } from '../newcomers.ts'
import { askForProof } from './address-proof.ts'
import { mayTry, type Limits } from './attempts.ts'
import { digestToken, startSession, type PeopleParts } from './open-session.ts'
import { hashPassword, isPassword } from './passwords.ts'
import type { SignInOutcome, Visitor } from './person.ts'
import { writePassword } from './write-password.ts'

export type SignUpOutcome =
  | SignInOutcome
  | { readonly kind: 'too-short' }
  /** The group has enough new accounts for today. */
  | { readonly kind: 'used-up' }

export interface SignUp {
  /** Whether anybody may. */
  isOpen(): Promise<boolean>
  /** Mails a link, as mailLink does: nobody waits for it and nobody is told. */
  request(wish: {
    readonly address: string
    readonly language: Language
    readonly visitor: Visitor
  }): void
  /** The address that a link is for, while it is good. */
  find(token: string): Promise<string | undefined>
  finish(wish: {
    readonly token: string
    readonly name: string
    readonly password: string
    readonly visitor: Visitor
  }): Promise<SignUpOutcome>
}

export interface SignUpOptions extends PeopleParts {
  readonly settings: () => Settings
  readonly log: Log
  /** Mails a link that sets a password to whoever has an account already. */
  readonly mailPasswordLink: (address: string) => Promise<void>
}

const limits: Limits = { pair: 3, address: 6, network: 20 }

export function createSignUp(options: SignUpOptions): SignUp {
  const { store, directory, settings, clock, log, mailPasswordLink } = options

  /** Where the account of an address would be; undefined where there can be none. */
  async function groupFor(address: string): Promise<number | undefined> {
    const { domains, accounts } = settings()
    if (!isMailAddress(address) || domains.has(domainOf(address))) return undefined
    const owner = await directory.ownerOfDomain(address)
    if (owner !== undefined) return (await directory.groupValues(owner)).sign_up ? owner : undefined
    return accounts.sign_up_group === '' ? undefined : directory.groupAt(accounts.sign_up_group)
  }

  async function request(address: string, language: Language, ip: string): Promise<void> {
    if (!(await mayTry(store, { kind: 'sign-up', address, ip }, limits, clock()))) return
    if ((await directory.account(address)) !== undefined) return mailPasswordLink(address)
    if ((await groupFor(address)) === undefined) return
    await askForProof(store, { purpose: 'sign_up', address, language }, clock())
  }

  async function proofOf(token: string) {
    const proof = await findAddressProof(store.db, digestToken(token), clock())
    return proof?.purpose === 'sign_up' ? proof : undefined
  }

  return {
    async isOpen() {
      const { main, accounts } = settings()
      if (main.public_url === '') return false
      return accounts.sign_up_group !== '' || (await isSetAnywhere(store.db, 'sign_up', 'yes'))
    },
    request({ address, language, visitor }) {
      request(plainAddress(address), language, visitor.ip).catch((error: unknown) =>
        log.error(`a link to sign up could not be mailed: ${describe(error)}`),
      )
    },
    find: async (token) => (await proofOf(token))?.address,
    async finish({ token, name, password, visitor }) {
      if (!isPassword(password)) return { kind: 'too-short' }
      const address = (await proofOf(token))?.address
      const groupId = address === undefined ? undefined : await groupFor(address)
      if (address === undefined || groupId === undefined) return { kind: 'wrong' }
      const values = await directory.groupValues(groupId)
      const hash = await hashPassword(password)
      const outcome = await store.transaction(async (trx): Promise<SignUpOutcome> => {
        const newcomer = { address, name, groupId, keyId: undefined, proof: { kind: 'link' } }
        const { skipLocked } = store.dialect
        const now = clock()
        const world = { now, skipLocked, origin: 'sign_up' } as const
        const account = await bringIn(trx, newcomer, values, world)
        if (account === undefined) return { kind: 'used-up' }
        if (!(await takeAddressProof(trx, digestToken(token))) || !isActive(account, now))
          return { kind: 'wrong' }
        await writePassword(trx, account.id, hash, undefined)
        const owner = { accountId: account.id, stays: false, visitor }
        return { kind: 'signed-in', session: await startSession(trx, owner, now) }
      })
      directory.forgetAccount(address)
      store.wake('outbox', 'change')
      return outcome
    },
  }
}
