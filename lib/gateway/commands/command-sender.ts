// Who sent a command, and whether a mail of ours may go there: only an address that is proved, or one that
// a right key was shown for, which then gets a link and nothing else.
//
// A key alone proves no address: anybody who knows one could have mails sent to others. So DKIM, SPF, a
// login or a network has to prove From; DKIM must cover the command's own address. Beside a right key
// DKIM and SPF count whatever the group's list of proofs says.
import { isMailAddress } from '../../mail/address/mail-address.ts'
import type { Refusal } from '../../policy/errors.ts'
import { isInside } from '../../policy/networks.ts'
import { isActive, type Account } from '../../store/accounts.ts'
import type { Key } from '../../store/keys.ts'
import type { GroupValues } from '../../config/group-settings.ts'
import { plainAddress, type Directory } from '../directory.ts'
import {
  isAuthenticated,
  provesAccount,
  shownKey,
  type Claims,
  type Newcomer,
  type Proof,
} from '../trust.ts'

export type CommandReading =
  | { readonly kind: 'account'; readonly account: Account; readonly proof: Proof }
  | { readonly kind: 'newcomer'; readonly newcomer: Newcomer }
  | {
      readonly kind: 'to-confirm'
      readonly address: string
      readonly name: string
      readonly key: Key
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface CommandClaims extends Claims {
  /** The command's address as the client wrote it, in lower case. */
  readonly written: string
  /** subscribe and unsubscribe: a key may bring anybody in, after a click. */
  readonly isMembership: boolean
}

export async function readCommandSender(
  claims: CommandClaims,
  directory: Directory,
  now: number,
): Promise<CommandReading> {
  const [from, second] = claims.from
  if (from === undefined || second !== undefined) return no('sender_several')
  const key = await shownKey(claims.keys, directory, now)
  if (key === 'wrong') return no('key_unknown')
  const address = plainAddress(from.address)
  const stranger = no(claims.authUser === undefined ? 'sender_not_trusted' : 'sender_unknown', {
    sender: from.address,
  })
  if (!isMailAddress(address) || plainAddress(claims.envelopeFrom) === '') return stranger
  const account = await directory.account(address)
  const isOwn =
    account === undefined
      ? plainAddress(claims.envelopeFrom) === address
      : (await directory.account(claims.envelopeFrom))?.id === account.id
  if (!isOwn) return stranger
  const groupId =
    account?.group_id ?? key?.group_id ?? (await directory.ownerOfDomain(address)) ?? undefined
  if (groupId === undefined) return stranger
  const values =
    account === undefined ? await directory.groupValues(groupId) : await directory.values(account)
  const mayKey = key !== undefined && (await fits(key, account, directory))
  const proof = await proofOf(
    claims,
    mayKey ? key : undefined,
    { account, values, address },
    directory,
  )
  if (proof === undefined) {
    const isAsked = claims.isMembership && key !== undefined && key.account_id === null
    return isAsked ? { kind: 'to-confirm', address, name: from.name, key } : stranger
  }
  if (key !== undefined && !mayKey) return no('sender_unknown', { sender: from.address })
  if (account !== undefined)
    return isActive(account, now)
      ? { kind: 'account', account, proof }
      : no('account_paused', { sender: from.address })
  if (key !== undefined && !claims.isMembership) return stranger
  const newcomer = { address, name: from.name, groupId, keyId: key?.id, proof }
  return { kind: 'newcomer', newcomer }
}

/** A key brings in whoever has no account, unless it is bound to one. */
async function fits(
  key: Key,
  account: Account | undefined,
  directory: Directory,
): Promise<boolean> {
  return account === undefined ? key.account_id === null : provesAccount(key, account, directory)
}

interface Place {
  readonly account: Account | undefined
  readonly values: GroupValues
  readonly address: string
}

async function proofOf(
  claims: CommandClaims,
  key: Key | undefined,
  { account, values, address }: Place,
  directory: Directory,
): Promise<Proof | undefined> {
  const { trust, networks } = values
  const { authUser, remoteIp, evidence } = claims
  const isUser =
    account === undefined
      ? authUser !== undefined && plainAddress(authUser) === address
      : await isAuthenticated(authUser, account, directory)
  if (trust.includes('auth') && isUser) return { kind: 'auth' }
  const own = account === undefined ? [] : await directory.networks(account.id)
  if (trust.includes('ip') && isInside(remoteIp, [...own, ...networks])) return { kind: 'ip' }
  const counts = (kind: 'dkim' | 'spf'): boolean => key !== undefined || trust.includes(kind)
  if (counts('spf') && evidence.spf) return { kind: 'spf' }
  const { dkim } = evidence
  return counts('dkim') && dkim?.addresses.has(claims.written) === true
    ? { kind: 'dkim', coverage: dkim }
    : undefined
}

function no(
  code: Refusal['code'],
  params: Readonly<Record<string, string>> = {},
): Extract<CommandReading, { kind: 'refused' }> {
  return { kind: 'refused', refusal: { code, params } }
}
