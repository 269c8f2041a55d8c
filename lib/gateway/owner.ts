// Whose an SMS from a phone is, by the first layer that answers: the owner of the number it came to; the
// conversation whose pool number it came to; the only account that candidates.ts finds within the reply
// window; a keyword, or `#anna@example.org#`, at its start. Several accounts that nothing tells apart are
// a conflict: nothing is guessed.
//
// On a number of an organisation only its own keywords count. On one of Master's or an unknown one those of
// all do: Master's own before others, of others only one that no second organisation has; and where several
// accounts wrote to the phone, only a keyword that leads to one of them.
import type { Settings } from '../config/settings.ts'
import { accountById, findAccount, type Account } from '../store/accounts.ts'
import { settingsAlong } from '../store/group-settings.ts'
import { groupAndAbove, masterGroup } from '../store/groups.ts'
import { findKeyword, findKeywords, type Keyword } from '../store/keywords.ts'
import { findNumber } from '../store/numbers.ts'
import type { Knex } from '../store/store.ts'
import { candidatesFor, likely, type Candidate } from './candidates.ts'
import { plainAddress } from './directory.ts'
import { inheritedSetting } from './effective-settings.ts'
import type { FromPhone } from './opt-out.ts'
import { organisationOf, organisationWith } from './sending-rules.ts'

export interface Owner {
  readonly account: Account
  /** The SMS without what only told whose it is. */
  readonly text: string
}

export interface Reading {
  readonly owner: Owner | undefined
  /** By its beginning the SMS itself says that it is the owner's. */
  readonly isNamed: boolean
  /** Several accounts, the latest first, where nothing says which is meant. */
  readonly conflict: readonly Candidate[]
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
  if (number?.rests_until != null) return { owner: undefined, isNamed: false, conflict: [] }
  const named = await addressed(trx, text)
  const known = (account: Account): Reading => {
    const isNamed = named?.account.id === account.id
    return { owner: isNamed ? named : { account, text }, isNamed, conflict: [] }
  }
  const account = number && (await accountOr(trx, number.account_id))
  if (account !== undefined) return known(account)
  const candidates = await candidatesFor(trx, message, number)
  const talks = likely(candidates, now - settings.delivery.reply_window)
  const writer = talks.length === 1 ? await accountOr(trx, talks[0]?.account_id) : undefined
  if (writer !== undefined) return known(writer)
  const organisation = await organisationWith(trx, number?.group_id ?? masterGroup)
  const owner = named ?? (await byKeyword(trx, text, organisation, talks))
  const isNamed = owner !== undefined
  return { owner, isNamed, conflict: isNamed ? [] : talks }
}

async function accountOr(trx: Knex, id: number | null | undefined): Promise<Account | undefined> {
  return id == null ? undefined : accountById(trx, id)
}

/** The catch-all account of the group that the number belongs to. */
export async function catchAll(trx: Knex, message: FromPhone): Promise<Owner | undefined> {
  const number = await findNumber(trx, message.to)
  if (number?.rests_until != null) return undefined
  const account = await catchAllOf(trx, number?.group_id ?? masterGroup)
  return account && { account, text: message.text }
}

/** One that an organisation named, and that has left it since, gets none of its SMS. */
async function catchAllOf(trx: Knex, groupId: number): Promise<Account | undefined> {
  const above = await groupAndAbove(trx, groupId)
  const groups = [...above].reverse()
  const rows = await settingsAlong(trx, groups, undefined)
  const levels = { groups, accountId: undefined, rows }
  const { value = '', level = 0 } = inheritedSetting('catch_all', levels)
  const account = value === '' ? undefined : await findAccount(trx, value.toLowerCase())
  if (account === undefined || level === 0) return account
  const isOfIt = (await organisationWith(trx, account.group_id)) === organisationOf(above)
  return isOfIt ? account : undefined
}

/** By an address in front, `#anna@example.org#`. */
async function addressed(trx: Knex, text: string): Promise<Owner | undefined> {
  const [whole = '', address] = /^\s*#([^\s#@]+@[^\s#@]+)#\s*/.exec(text) ?? []
  const account = address === undefined ? undefined : await findAccount(trx, plainAddress(address))
  return account && { account, text: text.slice(whole.length) }
}

async function byKeyword(
  trx: Knex,
  text: string,
  organisation: number,
  talks: readonly Candidate[],
): Promise<Owner | undefined> {
  const word = firstWord(text)
  if (word === '') return undefined
  if (organisation !== masterGroup) {
    const keyword = await findKeyword(trx, word, organisation)
    const account = keyword && (await accountOfKeyword(trx, keyword))
    return account && { account, text }
  }
  const found: { account: Account; isMasters: boolean }[] = []
  for (const keyword of await findKeywords(trx, word)) {
    const account = await accountOfKeyword(trx, keyword)
    const isMeant = talks.length === 0 || talks.some((talk) => talk.account_id === account?.id)
    if (account !== undefined && isMeant)
      found.push({ account, isMasters: keyword.organisation === masterGroup })
  }
  const only = found.length === 1 ? found[0] : undefined
  const account = (found.find(({ isMasters }) => isMasters) ?? only)?.account
  return account && { account, text }
}

function accountOfKeyword(
  trx: Knex,
  { account_id, group_id }: Keyword,
): Promise<Account | undefined> {
  return group_id === null ? accountOr(trx, account_id) : catchAllOf(trx, group_id)
}

/** As it is compared with keywords. */
export function firstWord(text: string): string {
  const [word = ''] = /^[\p{L}\p{N}_-]{2,30}/u.exec(text.trim().normalize('NFC')) ?? []
  return word.toLowerCase()
}
