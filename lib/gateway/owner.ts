// Whose an SMS from a phone is, by the first layer that answers: the owner of the number it came to; the
// conversation whose pool number it came to; the only account that wrote to this phone within the reply
// window; a keyword, or `#anna@example.org#`, at its start. Several accounts that nothing tells apart are
// a conflict: nothing is guessed.
import type { Settings } from '../config/settings.ts'
import { accountById, findAccount, type Account } from '../store/accounts.ts'
import { masterGroup } from '../store/groups.ts'
import { conversationsOn, writtenSince, type Conversation } from '../store/conversations.ts'
import { findKeyword } from '../store/keywords.ts'
import { findNumber, type OwnNumber } from '../store/numbers.ts'
import type { Knex } from '../store/store.ts'
import { valuesIn } from './account-values.ts'
import type { FromPhone } from './opt-out.ts'

export interface Owner {
  readonly account: Account
  /** The SMS without what only told whose it is. */
  readonly text: string
}

export interface Reading {
  readonly owner: Owner | undefined
  /** Conversations of several accounts, the latest first, where nothing says which is meant. */
  readonly conflict: readonly Conversation[]
}

export async function findOwner(
  trx: Knex,
  message: FromPhone,
  settings: Settings,
  now: number,
): Promise<Reading> {
  const { text } = message
  const number = await findNumber(trx, message.to)
  // Given back: what comes to it is for nobody until it is somebody's again.
  if (number?.rests_until != null) return { owner: undefined, conflict: [] }
  const account = number && (await accountOr(trx, number.account_id))
  if (account !== undefined) return { owner: { account, text }, conflict: [] }
  const talks = await likelyTalks(trx, message, now - settings.delivery.reply_window)
  const writer = talks.length === 1 ? await accountOr(trx, talks[0]?.account_id) : undefined
  if (writer !== undefined) return { owner: { account: writer, text }, conflict: [] }
  const named = await namedInText(trx, text, settings)
  const other = named && (await accountOr(trx, named.accountId))
  const owner = named && other && { account: other, text: named.text }
  return owner === undefined ? { owner, conflict: talks } : { owner, conflict: [] }
}

/** The only one that stands on the number; else those in which the account wrote lately, from there or anywhere. */
async function likelyTalks(
  trx: Knex,
  { phone, to }: FromPhone,
  since: number,
): Promise<readonly Conversation[]> {
  const here = await conversationsOn(trx, phone, to)
  if (here.length === 1) return here
  const recent = here.filter(({ last_out_at }) => (last_out_at ?? 0) > since)
  return recent.length > 0 ? recent : writtenSince(trx, phone, since)
}

async function accountOr(trx: Knex, id: number | null | undefined): Promise<Account | undefined> {
  return id == null ? undefined : accountById(trx, id)
}

/** The catch-all account of the group that the number belongs to. */
export async function catchAll(
  trx: Knex,
  message: FromPhone,
  settings: Settings,
): Promise<Owner | undefined> {
  const number: OwnNumber | undefined = await findNumber(trx, message.to)
  if (number?.rests_until != null) return undefined
  const account = await catchAllOf(trx, number?.group_id ?? masterGroup, settings)
  if (account === undefined) return undefined
  return { account, text: message.text }
}

async function catchAllOf(
  trx: Knex,
  groupId: number,
  settings: Settings,
): Promise<Account | undefined> {
  const { catch_all } = await valuesIn(trx, { groupId, accountId: undefined }, settings)
  return catch_all === '' ? undefined : findAccount(trx, catch_all.toLowerCase())
}

interface Named {
  readonly accountId: number | undefined
  readonly text: string
}

async function namedInText(
  trx: Knex,
  text: string,
  settings: Settings,
): Promise<Named | undefined> {
  const [whole = '', address] = /^\s*#([^\s#@]+@[^\s#@]+)#\s*/.exec(text) ?? []
  if (address !== undefined) {
    const account = await findAccount(trx, address.toLowerCase())
    return account && { accountId: account.id, text: text.slice(whole.length) }
  }
  const word = firstWord(text)
  const keyword = word === '' ? undefined : await findKeyword(trx, word)
  if (keyword === undefined) return undefined
  const accountId =
    keyword.group_id === null
      ? keyword.account_id
      : (await catchAllOf(trx, keyword.group_id, settings))?.id
  return accountId == null ? undefined : { accountId, text }
}

/** As it is compared with keywords. */
export function firstWord(text: string): string {
  const [word = ''] = /^[\p{L}\p{N}_-]{2,30}/u.exec(text.trim().normalize('NFC')) ?? []
  return word.toLowerCase()
}
