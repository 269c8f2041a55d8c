// STOP and START of phones, and the list of those that want no more SMS from an organisation.
//
// In the transaction that stores the SMS: the phone goes on the list, what waits for it is cancelled,
// and it is answered once. Whom a phone means that writes to nobody in particular is told by candidates.ts:
// accounts that were removed count there, and where it finds none, the organisation of the number does.
import type { Settings } from '../config/settings.ts'
import { phrases } from '../mail/language/index.ts'
import { readOptOut } from '../policy/opt-out.ts'
import { accountById, type Account } from '../store/accounts.ts'
import {
  cancelWaiting,
  deleteBlock,
  findBlocked,
  groupsAndPhones,
  insertBlocks,
  type OrganisationPhone,
} from '../store/blocks.ts'
import { leaveContactGroups } from '../store/contact-groups.ts'
import type { Dialect } from '../store/dialect.ts'
import { giveBackUnsent } from '../store/give-back.ts'
import { findNumber, type OwnNumber } from '../store/numbers.ts'
import { insertMessage } from '../store/submissions.ts'
import type { Knex } from '../store/store.ts'
import { accountValuesIn } from './account-values.ts'
import { candidatesFor, starting, stopping } from './candidates.ts'
import { answerRefusal, numberRulesOf } from './number-rules.ts'
import { answerWish, ourSms } from './our-sms.ts'
import { catchAll, type Owner } from './owner.ts'
import type { RouteTable } from './route-table.ts'
import { reportFailures } from './sender-reports.ts'
import { organisationWith } from './sending-rules.ts'

export interface OptOutWorld {
  readonly dialect: Dialect
  readonly settings: () => Settings
  readonly routes: Pick<RouteTable, 'choose'>
}

/** What a phone wrote. */
export interface FromPhone {
  readonly phone: string
  /** '' where its route does not know that. */
  readonly to: string
  readonly text: string
  /** The route that it came by. */
  readonly route?: string
}

/** What an account is told below the SMS. */
export type OptOutNote = 'stopped' | 'started'

export interface OptOut {
  readonly note: OptOutNote
  /** Those that the word was said to, of the organisations whose list it changed. */
  readonly accounts: readonly Account[]
}

/** An account that the word was said to, be it removed. */
type Meant = Pick<Account, 'id' | 'group_id'>

/** Undefined when the text is no such word, or changes nothing. */
export async function takeOptOut(
  trx: Knex,
  world: OptOutWorld,
  message: FromPhone,
  owner: Owner | undefined,
  now: number,
): Promise<OptOut | undefined> {
  const { account, text } = owner ?? { account: undefined, text: message.text }
  const wish = message.phone.startsWith('+') ? readOptOut(text) : undefined
  if (wish === undefined) return undefined
  const number = await findNumber(trx, message.to)
  // Its number, or its address in front, says that nobody else is meant.
  const isNamed = text !== message.text
  const isAlone = account !== undefined && (isNamed || number?.account_id === account.id)
  const since = now - world.settings().delivery.reply_window
  const meant = isAlone ? [account] : await meantBy(wish, trx, { message, number, account, since })
  const organisations = new Map<number, Meant[]>()
  for (const one of meant) {
    const organisation = await organisationWith(trx, one.group_id)
    organisations.set(organisation, [...(organisations.get(organisation) ?? []), one])
  }
  const isNobodys = !isAlone && number?.account_id === null
  if (isNobodys && (wish === 'start' || meant.length === 0)) {
    const organisation = await organisationWith(trx, number.group_id)
    organisations.set(organisation, organisations.get(organisation) ?? [])
  }
  const { phone } = message
  const ids = [...organisations.keys()]
  const source = message.text.trim().slice(0, 40)
  const changed =
    wish === 'start'
      ? await unblockPhone(trx, ids, phone)
      : await blockPhone(trx, world, ids, phone, source, now)
  if (changed.length === 0) return undefined
  const told = changed.flatMap((organisation) => organisations.get(organisation) ?? [])
  const accounts: Account[] = []
  for (const { id } of told) {
    const account = await accountById(trx, id)
    if (account !== undefined) accounts.push(account)
  }
  if (wish === 'start') return { note: 'started', accounts }
  const confirming = accounts[0] ?? told[0] ?? (await catchAll(trx, message))?.account
  if (confirming !== undefined) await confirm(trx, world, message, confirming, now)
  return { note: 'stopped', accounts }
}

/** Takes a phone off the lists of organisations. Answers those on whose list it was. */
async function unblockPhone(
  trx: Knex,
  organisations: readonly number[],
  phone: string,
): Promise<number[]> {
  const changed: number[] = []
  for (const group_id of organisations)
    if (await deleteBlock(trx, { group_id, phone })) changed.push(group_id)
  return changed
}

/** Those of the accounts whose organisations the phone takes SMS from. */
export async function notBlocked(
  trx: Knex,
  dialect: Dialect,
  phone: string,
  accounts: readonly Account[],
): Promise<Account[]> {
  const pairs: (OrganisationPhone & { account: Account })[] = []
  for (const account of accounts)
    pairs.push({ group_id: await organisationWith(trx, account.group_id), phone, account })
  const wished = pairs.map(({ group_id }) => ({ group_id, phone }))
  const blocked = new Set((await findBlocked(trx, dialect, wished)).map(({ group_id }) => group_id))
  return pairs.filter(({ group_id }) => !blocked.has(group_id)).map(({ account }) => account)
}

/** To whom a word is said on a number that is no account's own; where nobody wrote, to the owner of the SMS. */
async function meantBy(
  wish: 'stop' | 'start',
  trx: Knex,
  one: {
    readonly message: FromPhone
    readonly number: OwnNumber | undefined
    readonly account: Account | undefined
    readonly since: number
  },
): Promise<readonly Meant[]> {
  const { message, number, account, since } = one
  const candidates = await candidatesFor(trx, message, number)
  const said = wish === 'start' ? starting(candidates, since) : stopping(candidates, since)
  if (said.length === 0) return account === undefined ? [] : [account]
  return said.map(({ account_id: id, group_id }) => ({ id, group_id }))
}

/**
 * Puts a phone on the lists of organisations, takes it out of their contact groups and cancels what
 * waits for it. Answers those on whose list it was not.
 */
export async function blockPhone(
  trx: Knex,
  { dialect }: Pick<OptOutWorld, 'dialect'>,
  organisations: readonly number[],
  phone: string,
  source: string,
  now: number,
): Promise<number[]> {
  const rows = organisations.map((group_id) => ({ group_id, phone, source, created_at: now }))
  const added = await insertBlocks(trx, dialect, rows)
  for (const { group_id } of added) {
    await leaveContactGroups(trx, { group_id, phone })
    const cancelled = await cancelWaiting(trx, { group_id, phone }, now)
    await giveBackUnsent(
      trx,
      dialect,
      cancelled.map(({ id }) => id),
    )
    await reportFailures(trx, dialect, 'opted_out', cancelled, now)
  }
  return added.map(({ group_id }) => group_id)
}

/** Phones that a provider knows to want no more: they go on the lists of those whose messages these are. */
export async function blockByProvider(
  trx: Knex,
  dialect: Dialect,
  route: string,
  messages: readonly number[],
  now: number,
): Promise<void> {
  for (const { group_id, phone } of await groupsAndPhones(trx, dialect, messages)) {
    const organisation = await organisationWith(trx, group_id)
    await blockPhone(trx, { dialect }, [organisation], phone, `route ${route}`, now)
  }
}

async function confirm(
  trx: Knex,
  world: OptOutWorld,
  message: FromPhone,
  account: Meant,
  now: number,
): Promise<void> {
  const { phone, to } = message
  const route = world.routes.choose(answerWish(message))
  if (route === undefined) return
  const values = await accountValuesIn(trx, account, world.settings())
  // Some phones are numbers that cost whoever writes to them.
  if (answerRefusal(phone, numberRulesOf(values)) !== undefined) return
  const { language } = values
  const text = phrases[language].optOut.confirmation
  const sms = ourSms({ account, phone, own: to, text, route: route.name, now })
  await insertMessage(trx, world.dialect, sms)
}
