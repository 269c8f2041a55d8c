// Keys: shown once, kept as a digest, known by their first letters.
import { accountById } from '../../store/accounts.ts'
import {
  insertKey,
  isUsable,
  keysByPrefix,
  listKeys,
  updateKey,
  wordsOf,
  type Key,
  type KeyPurpose,
} from '../../store/keys.ts'
import type { Knex } from '../../store/store.ts'
import { followPauses } from '../follow-pauses.ts'
import { digestKey, makeKey } from '../secrets.ts'
import { accountOf } from './accounts.ts'
import { readDomain } from './domain-name.ts'
import {
  change,
  changeAnswering,
  Complaint,
  groupOf,
  groupPaths,
  mustBeWithin,
  type Desk,
} from './desk.ts'
import { groupsInView } from './scope.ts'

/** What can be said about a key; what is left out stays as it is. */
export interface KeyDetails {
  /** The path of the group that it proves, '' for Master. */
  readonly group?: string
  /** The only account that it proves, '' for every one of its group. */
  readonly account?: string
  readonly name?: string
  readonly purpose?: KeyPurpose
  /** Mail domains whose every address it proves; each becomes an account with its first mail. */
  readonly domains?: readonly string[]
  /** The countries or prefixes that it may write to, such as 45 or 4670; none for all. */
  readonly prefixes?: readonly string[]
  /** Whether mails that a machine wrote by itself are sent on. */
  readonly automatic?: boolean
  /** Whether the duplicate guard counts; `inherit` is as for the account. */
  readonly guard?: boolean | 'inherit'
  /** When it ends; null for never. */
  readonly expiresAt?: number | null
}

export interface ListedKey {
  readonly prefix: string
  readonly name: string
  readonly group: string
  readonly account: string | null
  readonly purpose: KeyPurpose
  readonly domains: readonly string[]
  readonly prefixes: readonly string[]
  readonly automatic: boolean
  readonly guard: boolean | null
  /** Neither paused nor expired. */
  readonly active: boolean
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
}

/** Answers the key: it is shown this once and kept nowhere. */
export function addKey(desk: Desk, details: KeyDetails): Promise<string> {
  const key = makeKey()
  const prefix = key.slice(0, 6)
  return changeAnswering(desk, async (trx, now) => {
    const columns = await columnsOf(trx, desk, { group: '', ...details })
    await insertKey(trx, { ...blank, ...columns, prefix, digest: digestKey(key), created_at: now })
    const after = JSON.stringify(details)
    return {
      change: { action: 'key add', subject: `key ${prefix}`, group: columns.group_id, after },
      result: key,
    }
  })
}

const blank = {
  group_id: 0,
  account_id: null,
  name: '',
  purpose: 'mail',
  domains: '',
  prefixes: '',
  automatic: 0,
  guard: null,
  expires_at: null,
} as const

/** `prefix`: the first letters of the key, as in the list. */
export async function changeKey(desk: Desk, prefix: string, details: KeyDetails): Promise<void> {
  await change(desk, async (trx, now) => {
    const key = await keyOf(trx, desk, prefix)
    // A paused one that has ended: it was revoked, and stays so.
    if (key.active === 0) mustNotHaveEnded(key, now)
    const columns = await columnsOf(trx, desk, details)
    await updateKey(trx, key.id, columns)
    await followPauses(trx, now)
    const before = Object.fromEntries(
      Object.keys(columns).map((name) => [name, key[name as keyof Key]]),
    )
    return {
      action: 'key set',
      subject: `key ${key.prefix}`,
      group: columns.group_id ?? key.group_id,
      before: JSON.stringify(before),
      after: JSON.stringify(columns),
    }
  })
  desk.store.wake('queue', 'outbox', 'change')
}

/** A paused key pauses the accounts that came by it, see activateAccount. */
export async function activateKey(desk: Desk, prefix: string, active: boolean): Promise<void> {
  await change(desk, async (trx, now) => {
    const key = await keyOf(trx, desk, prefix)
    if (active) mustNotHaveEnded(key, now)
    await updateKey(trx, key.id, { active: active ? 1 : 0 })
    await followPauses(trx, now)
    const action = active ? 'key resume' : 'key pause'
    const subject = `key ${key.prefix}`
    return { action, subject, group: key.group_id }
  })
  desk.store.wake('queue', 'outbox', 'change')
}

function mustNotHaveEnded({ prefix, expires_at }: Key, now: number): void {
  if (expires_at === null || expires_at > now) return
  throw new Complaint(`The key ${prefix} has ended: make a new one.`, 'key_ended', { key: prefix })
}

/** It ends now, for good; its accounts wait as with a paused one. */
export async function revokeKey(desk: Desk, prefix: string): Promise<void> {
  await change(desk, async (trx, now) => {
    const key = await keyOf(trx, desk, prefix)
    await updateKey(trx, key.id, { active: 0, expires_at: now })
    await followPauses(trx, now)
    const subject = `key ${key.prefix}`
    return { action: 'key revoke', subject, group: key.group_id }
  })
  desk.store.wake('change')
}

export async function listAllKeys(desk: Desk): Promise<ListedKey[]> {
  const { store, clock } = desk
  const inView = await groupsInView(store.db, desk, {})
  const paths = await groupPaths(store.db)
  const listed: ListedKey[] = []
  for (const key of await listKeys(store.db)) {
    if (inView?.includes(key.group_id) === false) continue
    const account =
      key.account_id === null ? undefined : await accountById(store.db, key.account_id)
    listed.push({
      prefix: key.prefix,
      name: key.name,
      group: paths.get(key.group_id) ?? '',
      account: account?.address ?? null,
      purpose: key.purpose,
      domains: wordsOf(key.domains),
      prefixes: wordsOf(key.prefixes),
      automatic: key.automatic === 1,
      guard: key.guard === null ? null : key.guard === 1,
      active: isUsable(key, clock()),
      createdAt: key.created_at,
      expiresAt: key.expires_at,
      lastUsedAt: key.last_used_at,
    })
  }
  return listed
}

async function keyOf(trx: Knex, desk: Desk, written: string): Promise<Key> {
  const prefix = written.toLowerCase().slice(0, 6)
  const [key, other] = await keysByPrefix(trx, prefix)
  if (key === undefined)
    throw new Complaint(
      `There is no key ${prefix}. See them with: haraka-sms key list`,
      'key_none',
      { key: prefix },
    )
  if (other !== undefined)
    throw new Complaint(
      `Two keys begin with ${prefix}. Pause both by their groups, or make new ones.`,
      'key_ambiguous',
      { key: prefix },
    )
  await mustBeWithin(trx, desk, key.group_id)
  return key
}

async function columnsOf(
  trx: Knex,
  desk: Desk,
  details: KeyDetails,
): Promise<Partial<Omit<Key, 'id'>>> {
  const { expiresAt: end } = details
  if (typeof end === 'number' && end <= desk.clock())
    throw new Complaint('A key cannot end in the past. To stop one now: haraka-sms key pause')
  const { group, account, name, purpose, domains, prefixes, automatic, guard, expiresAt } = details
  const owner = account === undefined || account === '' ? null : await accountOf(trx, account)
  const groupId = owner?.group_id ?? (group === undefined ? undefined : await groupOf(trx, group))
  if (groupId !== undefined) await mustBeWithin(trx, desk, groupId)
  const wrong = prefixes?.find((prefix) => !/^[1-9]\d{0,14}$/.test(prefix))
  if (wrong !== undefined)
    throw new Complaint(`"${wrong}" is not a country or prefix such as 45 or 4670.`)
  return {
    ...(groupId !== undefined && { group_id: groupId }),
    ...(account !== undefined && { account_id: owner?.id ?? null }),
    ...(name !== undefined && { name }),
    ...(purpose !== undefined && { purpose }),
    ...(domains !== undefined && { domains: domains.map(readDomain).join(' ') }),
    ...(prefixes !== undefined && { prefixes: prefixes.join(' ') }),
    ...(automatic !== undefined && { automatic: automatic ? 1 : 0 }),
    ...(guard !== undefined && { guard: guard === 'inherit' ? null : guard ? 1 : 0 }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
  }
}
