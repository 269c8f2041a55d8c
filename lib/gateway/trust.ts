// Whether a mail comes from whom it says. Decided at the end of data, from proofs, never from From alone.
//
// auth: SMTP AUTH as the account. ip: a network of the account or its group. spf, dkim: see evidence.ts;
// DKIM proves the sender only for the recipients that the signed header names. key: a usable key of the
// account's group. A TAG proves its own conversation only, see mayAnswer.
// A stranger hears one sentence, whether the address that they wrote has an account or not.
import type { GroupValues } from '../config/group-settings.ts'
import { isMailAddress } from '../mail/address/mail-address.ts'
import type { ReadMail } from '../mail/read-mail.ts'
import { domainOf } from '../mail/proof/alignment.ts'
import type { Coverage } from '../mail/proof/signature-coverage.ts'
import type { Refusal } from '../policy/errors.ts'
import { isInside } from '../policy/networks.ts'
import { isActive, type Account } from '../store/accounts.ts'
import type { Conversation } from '../store/conversations.ts'
import { isUsable, wordsOf, type Key } from '../store/keys.ts'
import { plainAddress, type Directory } from './directory.ts'
import type { Evidence } from './evidence.ts'

export interface Claims {
  readonly from: ReadMail['from']
  /** Without the tag of BATV. */
  readonly envelopeFrom: string
  readonly authUser: string | undefined
  readonly remoteIp: string
  /** Keys that stand in addresses or in the Subject. */
  readonly keys: readonly string[]
  readonly evidence: Evidence
}

export type Proof =
  | { readonly kind: 'auth' | 'ip' | 'spf' }
  | { readonly kind: 'dkim'; readonly coverage: Coverage }
  /** `coverage`: what a key that needs DKIM is good for; undefined for everything. */
  | { readonly kind: 'key'; readonly key: Key; readonly coverage: Coverage | undefined }

export interface Sender {
  readonly account: Account
  /** Undefined when only a TAG may still prove what it belongs to. */
  readonly proof: Proof | undefined
  /** The envelope sender is the account's own, not merely one of its organisation. */
  readonly envelopeIsOwn: boolean
}

/** Somebody with a proof and without an account, who is to have one. */
export interface Newcomer {
  readonly address: string
  readonly name: string
  readonly groupId: number
  /** The key that it comes by. */
  readonly keyId: number | undefined
  readonly proof: Proof
}

export type SenderReading =
  | { readonly kind: 'sender'; readonly sender: Sender }
  | { readonly kind: 'newcomer'; readonly newcomer: Newcomer }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Who sent it, and by which of the proofs that its group takes that is proved. */
export async function identifySender(
  claims: Claims,
  directory: Directory,
  now: number,
): Promise<SenderReading> {
  const [from, second] = claims.from
  if (from === undefined || second !== undefined) return refused('sender_several')
  // A key that is shown must be right, whatever else proves the sender.
  const key = await shownKey(claims.keys, directory, now)
  if (key === 'wrong') return refused('key_unknown')
  const account = await directory.account(from.address)
  return account === undefined
    ? identifyNewcomer({ claims, from, key }, directory)
    : identifyAccount({ claims, from, key }, account, directory, now)
}

interface Shown {
  readonly claims: Claims
  readonly from: ReadMail['from'][number]
  readonly key: Key | undefined
}

async function identifyAccount(
  { claims, from, key }: Shown,
  account: Account,
  directory: Directory,
  now: number,
): Promise<SenderReading> {
  const sender = { sender: from.address }
  const isThere = await isAuthenticated(claims.authUser, account, directory)
  // Who only holds a key hears the same of an address without an account and of another's.
  const stranger = key === undefined ? 'sender_not_trusted' : 'sender_unknown'
  if (key !== undefined && !(await provesAccount(key, account, directory)))
    return refused(isThere ? 'key_unknown' : stranger, sender)
  if (!isActive(account, now)) return refused(isThere ? 'account_paused' : stranger, sender)
  const proof = await findProof(claims, key, account, directory)
  const envelope = await envelopeOf(claims, account, directory)
  if (envelope === 'foreign')
    return refused(proof === undefined ? 'sender_not_trusted' : 'sender_mismatch', sender)
  return { kind: 'sender', sender: { account, proof, envelopeIsOwn: envelope === 'own' } }
}

async function identifyNewcomer(
  { claims, from, key }: Shown,
  directory: Directory,
): Promise<SenderReading> {
  const address = plainAddress(from.address)
  const known = claims.authUser !== undefined || key !== undefined
  const unknown = refused(known ? 'sender_unknown' : 'sender_not_trusted', { sender: from.address })
  if (!isMailAddress(address) || plainAddress(claims.envelopeFrom) !== address) return unknown
  const byKey = key !== undefined && coversDomain(key, address)
  const groupId = byKey ? key.group_id : await directory.ownerOfDomain(address)
  if (groupId === undefined) return unknown
  if (key !== undefined && !(await directory.groups(groupId)).includes(key.group_id)) return unknown
  const values = await directory.groupValues(groupId)
  const proof = byKey
    ? keyProof(key, claims.evidence, values)
    : domainProof(claims, address, values)
  if (proof === undefined) return unknown
  const keyId = byKey ? key.id : undefined
  return { kind: 'newcomer', newcomer: { address, name: from.name, groupId, keyId, proof } }
}

/** The key of a mail, `wrong` when one of those it shows is none or counts no more. */
export async function shownKey(
  keys: readonly string[],
  directory: Directory,
  now: number,
): Promise<Key | 'wrong' | undefined> {
  const found = await Promise.all(keys.map((key) => directory.key(key)))
  const usable = found.filter((key) => isUsable(key, now) && key.purpose === 'mail')
  if (usable.length < keys.length) return 'wrong'
  const [key, other] = usable
  return other === undefined ? key : 'wrong'
}

/** A key proves its group with all below it, or the one account that it is bound to. */
export async function provesAccount(
  key: Key,
  account: Account,
  directory: Directory,
): Promise<boolean> {
  if (key.account_id !== null) return key.account_id === account.id
  return (await directory.groups(account.group_id)).includes(key.group_id)
}

function coversDomain(key: Key, address: string): boolean {
  return key.account_id === null && wordsOf(key.domains).includes(domainOf(address))
}

/** The strongest first: what DKIM proves is bound to the phones that it covers. */
async function findProof(
  claims: Claims,
  key: Key | undefined,
  account: Account,
  directory: Directory,
): Promise<Proof | undefined> {
  const values = await directory.values(account)
  const { trust } = values
  if (trust.includes('auth') && (await isAuthenticated(claims.authUser, account, directory)))
    return { kind: 'auth' }
  const byKey = key && keyProof(key, claims.evidence, values)
  if (byKey !== undefined) return byKey
  if (trust.includes('ip')) {
    const own = await directory.networks(account.id)
    if (isInside(claims.remoteIp, [...own, ...values.networks])) return { kind: 'ip' }
  }
  return mailProof(claims.evidence, values)
}

/** What proves an address that has no account yet. */
function domainProof(
  { authUser, remoteIp, evidence }: Claims,
  address: string,
  values: GroupValues,
): Proof | undefined {
  const { trust, networks } = values
  if (trust.includes('auth') && authUser !== undefined && plainAddress(authUser) === address)
    return { kind: 'auth' }
  if (trust.includes('ip') && isInside(remoteIp, networks)) return { kind: 'ip' }
  return mailProof(evidence, values)
}

function mailProof({ spf, dkim }: Evidence, { trust }: GroupValues): Proof | undefined {
  if (trust.includes('spf') && spf) return { kind: 'spf' }
  return trust.includes('dkim') && dkim !== undefined ? { kind: 'dkim', coverage: dkim } : undefined
}

function keyProof(key: Key, { spf, dkim }: Evidence, values: GroupValues): Proof | undefined {
  const { trust, key_needs: needs } = values
  if (!trust.includes('key')) return undefined
  if (needs.length === 0 || (needs.includes('spf') && spf))
    return { kind: 'key', key, coverage: undefined }
  return needs.includes('dkim') && dkim !== undefined
    ? { kind: 'key', key, coverage: dkim }
    : undefined
}

export async function isAuthenticated(
  user: string | undefined,
  account: Account,
  directory: Directory,
): Promise<boolean> {
  return user !== undefined && (await directory.account(user))?.id === account.id
}

/** Whose the envelope sender is, seen from the account in From. */
async function envelopeOf(
  { envelopeFrom }: Claims,
  account: Account,
  directory: Directory,
): Promise<'own' | 'organisation' | 'foreign'> {
  const envelope = await directory.account(envelopeFrom)
  if (envelope === undefined) return 'foreign'
  if (envelope.id === account.id) return 'own'
  const together = await directory.sameOrganisation(envelope.group_id, account.group_id)
  return together ? 'organisation' : 'foreign'
}

/** Where a phone stands that is to get the text: in its own address, in the Subject, in an attached list. */
export type NamedIn = 'address' | 'subject' | 'list'

/** Whether a proof holds for a phone; `address` is the recipient as the client wrote it. */
export function provesFor(
  proof: Proof | undefined,
  { address, namedIn }: { address: string; namedIn: NamedIn },
): boolean {
  if (proof === undefined) return false
  const coverage = 'coverage' in proof ? proof.coverage : undefined
  if (coverage === undefined) return true
  // A signed mail with phones in its Subject or a list may be for somebody else. Where no To is signed, as by
  // Microsoft 365, nothing tells that of a Subject.
  const isMeant = coverage.addresses.has(address.toLowerCase())
  return namedIn === 'subject' ? coverage.subject && (isMeant || !coverage.isAddressed) : isMeant
}

/** Whether a key, if it was one, may write to a phone. */
export function reaches(proof: Proof | undefined, phone: string): boolean {
  return proof?.kind !== 'key' || mayReach(proof.key, phone)
}

function mayReach(key: Key, phone: string): boolean {
  const prefixes = wordsOf(key.prefixes)
  return prefixes.length === 0 || prefixes.some((prefix) => phone.startsWith(`+${prefix}`))
}

/**
 * A TAG proves its conversation when From and envelope sender are its account's, and the key that it
 * came by, if any, still counts for that account and that phone.
 */
export async function mayAnswer(
  conversation: Conversation,
  sender: Sender,
  directory: Directory,
  now: number,
): Promise<boolean> {
  if (conversation.account_id !== sender.account.id || !sender.envelopeIsOwn) return false
  if (conversation.key_id === null) return true
  const key = await directory.keyById(conversation.key_id)
  return (
    isUsable(key, now) &&
    key.purpose === 'mail' &&
    mayReach(key, conversation.phone) &&
    (await provesAccount(key, sender.account, directory))
  )
}

function refused(
  code: Refusal['code'],
  params: Readonly<Record<string, string>> = {},
): SenderReading {
  return { kind: 'refused', refusal: { code, params } }
}
