// Whose an SMS from a phone is, by the first layer that answers: the owner of the number it came to; the
// conversation whose pool number it came to; the only account that wrote to this phone within the reply
// window; a keyword, or `#anna@example.org#`, at its start. Several accounts that nothing tells apart are
// a conflict: nothing is guessed.
import type { Settings } from '../config/settings.ts'
import { accountById, findAccount, type Account } from '../store/accounts.ts'
import { masterGroup } from '../store/groups.ts'
import { conversationsWithPhone, type Conversation } from '../store/conversations.ts'
import { findKeyword } from '../store/keywords.ts'
import { findNumber, type OwnNumber } from '../store/numbers.ts'
import type { Knex } from '../store/store.ts'
import { valuesIn } from './account-values.ts'
import type { FromPhone } from './opt-out.ts'

export interface Owner {
  readonly account: Account
  readonly conversation: Conversation | undefined
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
  const talks = await conversationsWithPhone(trx, message.phone)
  const number = await findNumber(trx, message.to)
  const ownerOf = async (
    accountId: number | null | undefined,
    text = message.text,
  ): Promise<Owner | undefined> => {
    const account = accountId == null ? undefined : await accountById(trx, accountId)
    const conversation = talks.find((talk) => talk.account_id === account?.id)
    return account && { account, conversation, text }
  }
  const known = (owner: Owner | undefined): Reading => ({ owner, conflict: [] })
  // Given back: what comes to it is for nobody until it is somebody's again.
  if (number?.rests_until != null) return known(undefined)
  if (number?.account_id != null) return known(await ownerOf(number.account_id))
  const byPool = talks.filter(({ own }) => own === message.to)
  if (byPool.length === 1) return known(await ownerOf(byPool[0]?.account_id))
  const since = now - settings.delivery.reply_window
  const isRecent = ({ last_out_at }: Conversation): boolean => (last_out_at ?? 0) > since
  const here = byPool.filter(isRecent)
  const recent = here.length > 0 ? here : talks.filter(isRecent)
  if (recent.length === 1) return known(await ownerOf(recent[0]?.account_id))
  const named = await namedInText(trx, message.text, settings)
  if (named !== undefined) return known(await ownerOf(named.accountId, named.text))
  return { owner: undefined, conflict: recent }
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
  const talks = await conversationsWithPhone(trx, message.phone)
  const conversation = talks.find((talk) => talk.account_id === account.id)
  return { account, conversation, text: message.text }
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
