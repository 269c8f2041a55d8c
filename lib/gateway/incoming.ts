// Takes in messages from phones: stored, given to an account, and noted as a mail to write, in one
// transaction. Fulfilled only after the commit, so that a route may then acknowledge.
//
// Who gets it is told by owner.ts; several that nothing tells apart are asked for by conflict.ts; then
// the catch-all account of the number's group, as also where the phone never answers. Nobody: it is kept
// and the operator is told. STOP is mailed to each account that it was said to.
//
// A part of a long message waits for the others; what came is given on when join_wait is over.
import type { Settings } from '../config/settings.ts'
import type { Account } from '../store/accounts.ts'
import { insertIncoming } from '../store/incoming.ts'
import { closeJoin } from '../store/joins.ts'
import { storable } from '../store/rows.ts'
import { storedReference } from '../store/stored-reference.ts'
import type { Knex, Store } from '../store/store.ts'
import type { Incoming } from '../routes/route.ts'
import { segment } from '../sms/parts.ts'
import { readPhone } from '../sms/phone-number.ts'
import type { Candidate } from './candidates.ts'
import {
  giveUpWaiting,
  settleByName,
  takeAnswer,
  takeConflict,
  type WaitingSms,
} from './conflict.ts'
import { giveIncoming, tellOfIncoming } from './give-incoming.ts'
import { giveToRest, tellOperator } from './give-to-rest.ts'
import { giveOverdue, giveWhole, type Give, type Whole } from './joining.ts'
import type { Log } from './log.ts'
import { takeOptOut, type FromPhone, type OptOutNote, type OptOutWorld } from './opt-out.ts'
import { catchAll, findOwner, type Owner } from './owner.ts'
import type { RouteTable } from './route-table.ts'

export interface IncomingOptions {
  readonly store: Store
  readonly settings: () => Settings
  readonly routes: Pick<RouteTable, 'choose'>
  /** A phone was put on a list, or taken off it. */
  readonly blocksChanged: () => void
  readonly clock: () => number
  readonly log: Log
}

export type IncomingIntake = (route: string, message: Incoming) => Promise<void>

export interface IncomingServices {
  readonly take: IncomingIntake
  /** Gives on the long messages whose missing parts have been waited for long enough. */
  joinOverdue(): Promise<void>
  /** Gives on what has waited too long for a phone to say whom it means. */
  giveUpWaiting(): Promise<void>
}

export function createIncomingIntake(options: IncomingOptions): IncomingServices {
  const { store, settings, routes, clock, log } = options
  const world = { dialect: store.dialect, settings, routes }

  async function storeWhole(
    find: (trx: Knex.Transaction, now: number, give: Give) => Promise<void>,
  ): Promise<void> {
    const now = clock()
    const unowned: Whole[] = []
    const notes: OptOutNote[] = []
    let stored = 0
    await store.transaction((trx) =>
      find(trx, now, async (whole) => {
        const message = { ...whole, text: storable(whole.text) }
        const { id, owned, note } = await take(trx, message, world, now)
        if (message.join !== undefined) await closeJoin(trx, message.join, message)
        if (id === undefined) return
        stored++
        if (note !== undefined) notes.push(note)
        if (!owned) unowned.push(message)
      }),
    )
    warnOf(unowned)
    if (stored === 0) return
    if (notes.length > 0) options.blocksChanged()
    wake()
  }

  function warnOf(unowned: readonly FromPhone[]): void {
    for (const { phone, to } of unowned)
      log.warn(`an SMS from ${phone}${to === '' ? '' : ` to ${to}`} belongs to nobody; it is kept`)
  }

  const wake = (): void => store.wake('queue', 'outbox', 'change')

  return {
    take: (route, message) =>
      storeWhole((trx, now, give) =>
        giveWhole(
          trx,
          route,
          mended(message, settings()),
          now + settings().delivery.join_wait,
          give,
        ),
      ),
    joinOverdue: () =>
      storeWhole((trx, now, give) => giveOverdue(trx, now, store.dialect.skipLocked, give)),
    async giveUpWaiting() {
      const now = clock()
      const unowned: FromPhone[] = []
      const given = await store.transaction(async (trx) => {
        const given = await giveUpWaiting(trx, now, store.dialect.skipLocked)
        for (const { phone, to, waited } of given)
          for (const sms of waited) {
            const message = { ...sms, phone, to }
            if (!(await giveToRest(trx, world, message, now))) unowned.push(message)
          }
        return given
      })
      warnOf(unowned)
      if (given.length > 0) wake()
    },
  }
}

/** Phones and networks send what no database can hold. Of the text halves may still find each other. */
function mended(message: Incoming, { main }: Settings): Incoming {
  const { reference, phone, to } = message
  return {
    ...message,
    reference: storedReference(reference),
    phone: nameOrNumber(storable(phone), main.country),
    to: storable(to),
  }
}

/**
 * A plus in front is how everybody tells a number: one of a name, such as +SALE, is left out, and a mobile of
 * the country that came without gets its own. Some services put one before a number of the country, too.
 */
function nameOrNumber(phone: string, country: string): string {
  const digits = phone.replace(/^\++/, '')
  if (!/^\d{7,15}$/.test(digits)) return /^\+\d{3,6}$/.test(phone) ? phone : digits
  const rules = { country, bareNumbers: 'ask', allowedPrefixes: [] } as const
  const abroad = readPhone(`+${digits}`, rules)
  const isSo = abroad.kind !== 'refused' || abroad.code !== 'number_invalid'
  if (phone.startsWith('+') && isSo) return phone
  const reading = readPhone(digits, rules)
  return reading.kind === 'phone' ? reading.phone : phone
}

interface TakenSms {
  /** Undefined for a repeat. */
  readonly id: number | undefined
  readonly owned: boolean
  readonly note?: OptOutNote | undefined
}

async function take(
  trx: Knex.Transaction,
  message: Whole,
  world: OptOutWorld,
  now: number,
): Promise<TakenSms> {
  const { encoding, parts } = segment(message.text)
  const id = await insertIncoming(trx, {
    route: message.route,
    route_reference: message.reference,
    phone: message.phone,
    own: message.to,
    text: message.text,
    encoding,
    parts: message.total ?? parts.length,
    missing: message.missing,
    created_at: now,
  })
  if (id === undefined) return { id, owned: false }
  const { phone, to } = message
  const window = world.settings().delivery.reply_window
  const giveWaited = async (waited: readonly WaitingSms[], account: Account): Promise<void> => {
    for (const sms of waited) await giveIncoming(trx, world, { ...sms, phone, to }, account, now)
  }
  const answer = await takeAnswer(trx, id, message, window, now)
  if (answer !== undefined) {
    await giveWaited(answer.waited, answer.account)
    return { id, owned: true }
  }
  const { owner, isNamed, conflict } = await findOwner(trx, message, world.settings(), now)
  if (owner !== undefined && isNamed)
    await giveWaited(await settleByName(trx, message, owner.account, window, now), owner.account)
  const optOut = await takeOptOut(trx, world, message, owner, now)
  const { note, accounts = [] } = optOut ?? {}
  const given =
    toldOwner(owner, accounts, message.text) ??
    (await ownerAfterAll(trx, world, { id, message, conflict, note }, now))
  if (given === 'waits') return { id, owned: true, note }
  if (given === undefined) {
    await tellOperator(trx, message, world.settings(), now)
    return { id, owned: false, note }
  }
  const isTold = owner === undefined || accounts.length > 0
  const sms = { id, phone, to, text: given.text, note: isTold ? note : undefined }
  await giveIncoming(trx, world, sms, given.account, now)
  for (const account of accounts)
    if (account.id !== given.account.id) await tellOfIncoming(trx, sms, account, now)
  return { id, owned: true, note }
}

/** STOP goes to those that it was said to, though another one may have been taken for its owner. */
function toldOwner(
  owner: Owner | undefined,
  accounts: readonly Account[],
  text: string,
): Owner | undefined {
  const [account] = accounts
  if (account === undefined || accounts.some(({ id }) => id === owner?.account.id)) return owner
  return { account, text }
}

/** Where no layer knows it at once: what the phone answers, then the catch-all account. */
async function ownerAfterAll(
  trx: Knex,
  world: OptOutWorld,
  one: {
    id: number
    message: Whole
    conflict: readonly Candidate[]
    note: OptOutNote | undefined
  },
  now: number,
): Promise<Pick<Owner, 'account' | 'text'> | 'waits' | undefined> {
  const { id, message, conflict: talks, note } = one
  if (talks.length > 1 && note === undefined) {
    const outcome = await takeConflict(trx, world, { id, message, talks }, now)
    if (outcome.kind === 'waits') return 'waits'
    if (outcome.kind === 'owner') return { account: outcome.account, text: message.text }
  }
  return catchAll(trx, message)
}
