// Whether a mail comes from whom it says. Decided at the end of data, from proofs, never from From alone.
//
// auth: SMTP AUTH as the account. ip: one of the account's networks. key: an active key of the
// account's group. A TAG proves its own conversation only, see mayAnswer.
import { BlockList, isIP } from 'node:net'
import type { MailAddress } from '../mail/read-mail.ts'
import type { Refusal } from '../policy/errors.ts'
import type { Account } from '../store/accounts.ts'
import type { Conversation } from '../store/conversations.ts'
import type { Key } from '../store/keys.ts'
import type { Directory } from './directory.ts'

export interface Claims {
  readonly from: readonly MailAddress[]
  readonly envelopeFrom: string
  readonly authUser: string | undefined
  readonly remoteIp: string
  /** Keys that stand in addresses or in the Subject. */
  readonly keys: readonly string[]
}

export type Proof = { readonly kind: 'auth' | 'ip' } | { readonly kind: 'key'; readonly key: Key }

export interface Sender {
  readonly account: Account
  /** Undefined when only a TAG may still prove what it belongs to. */
  readonly proof: Proof | undefined
  /** The envelope sender is the account's own, not merely one of its organisation. */
  readonly envelopeIsOwn: boolean
}

export type SenderReading =
  | { readonly kind: 'sender'; readonly sender: Sender }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Who sent it, and by which of the proofs that its group takes that is proved. */
export async function identifySender(claims: Claims, directory: Directory): Promise<SenderReading> {
  const [from, second] = claims.from
  if (from === undefined || second !== undefined) return refused('sender_several')
  const account = await directory.account(from.address)
  if (account?.active !== 1) return noAccount(claims, from.address, account, directory)
  const envelope = await directory.account(claims.envelopeFrom)
  const envelopeIsOwn = envelope?.id === account.id
  const sameOrganisation =
    envelope !== undefined &&
    (await directory.sameOrganisation(envelope.group_id, account.group_id))
  if (!envelopeIsOwn && !sameOrganisation) return refused('sender_mismatch')
  const proof = await findProof(claims, account, directory)
  if (proof === 'wrong-key') return refused('key_unknown')
  return { kind: 'sender', sender: { account, proof, envelopeIsOwn } }
}

/** A stranger hears nothing that tells whether the address has an account. */
async function noAccount(
  claims: Claims,
  address: string,
  account: Account | undefined,
  directory: Directory,
): Promise<SenderReading> {
  const sender = { sender: address }
  if (account !== undefined)
    return (await isAuthenticated(claims.authUser, account, directory))
      ? refused('account_paused', sender)
      : refused('sender_not_trusted', sender)
  const keys = await Promise.all(claims.keys.map((key) => directory.key(key)))
  const isKnownHere = claims.authUser !== undefined || keys.some((key) => key?.active === 1)
  return refused(isKnownHere ? 'sender_unknown' : 'sender_not_trusted', sender)
}

async function findProof(
  claims: Claims,
  account: Account,
  directory: Directory,
): Promise<Proof | 'wrong-key' | undefined> {
  const { trust } = await directory.values(account)
  // A key that is shown must be right, whatever else proves the sender.
  const key = await rightKey(claims.keys, account, directory)
  if (key === 'wrong-key') return key
  if (trust.includes('auth') && (await isAuthenticated(claims.authUser, account, directory)))
    return { kind: 'auth' }
  if (trust.includes('key') && key !== undefined) return { kind: 'key', key }
  if (trust.includes('ip') && isInside(claims.remoteIp, await directory.networks(account.id)))
    return { kind: 'ip' }
  return undefined
}

async function isAuthenticated(
  user: string | undefined,
  account: Account,
  directory: Directory,
): Promise<boolean> {
  return user !== undefined && (await directory.account(user))?.id === account.id
}

/** A key proves its group: the account must be of that group or below it. */
async function rightKey(
  keys: readonly string[],
  account: Account,
  directory: Directory,
): Promise<Key | 'wrong-key' | undefined> {
  let right: Key | undefined
  for (const spelled of keys) {
    const key = await directory.key(spelled)
    if (key?.active !== 1) return 'wrong-key'
    if (!(await directory.groups(account.group_id)).includes(key.group_id)) return 'wrong-key'
    right = key
  }
  return right
}

/**
 * A TAG proves its conversation when From and envelope sender are its account's, and the key that it
 * came by, if any, is still active.
 */
export async function mayAnswer(
  conversation: Conversation,
  sender: Sender,
  directory: Directory,
): Promise<boolean> {
  if (conversation.account_id !== sender.account.id || !sender.envelopeIsOwn) return false
  if (conversation.key_id === null) return true
  return (await directory.keyById(conversation.key_id))?.active === 1
}

/** Whether an address lies in one of the networks, written as 192.0.2.0/24, 2001:db8::/32 or one address. */
export function isInside(ip: string, networks: readonly string[]): boolean {
  const family = familyOf(ip)
  if (family === undefined) return false
  const list = new BlockList()
  for (const network of networks) addNetwork(list, network)
  return list.check(ip, family)
}

/** Whether a text is a network that isInside understands. */
export function isNetwork(text: string): boolean {
  return addNetwork(new BlockList(), text)
}

function addNetwork(list: BlockList, text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const family = familyOf(address)
  if (family === undefined || rest.length > 0) return false
  const widest = family === 'ipv4' ? 32 : 128
  const bits = length === undefined ? widest : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (bits < 0 || bits > widest) return false
  list.addSubnet(address, bits, family)
  return true
}

function familyOf(ip: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(ip)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined
}

function refused(
  code: Refusal['code'],
  params: Readonly<Record<string, string>> = {},
): SenderReading {
  return { kind: 'refused', refusal: { code, params } }
}
