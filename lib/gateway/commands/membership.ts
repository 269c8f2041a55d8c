// What subscribe and unsubscribe do, in the transaction that also stores the answer.
import type { GroupValues } from '../../config/group-settings.ts'
import type { Refusal } from '../../policy/errors.ts'
import { accountById, isActive, lockAccount, type Account } from '../../store/accounts.ts'
import { writeAudit } from '../../store/group-settings.ts'
import { takeFreeNumber } from '../../store/free-number.ts'
import { restNumbers } from '../../store/numbers.ts'
import type { Knex } from '../../store/store.ts'
import { bringIn } from '../newcomers.ts'
import type { AnswerContent } from '../outbox-content.ts'
import { pickBetween } from '../secrets.ts'
import type { Newcomer } from '../trust.ts'

/** What stops a command: everything of its transaction is undone. */
export class CommandRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

export interface MembershipWorld {
  readonly now: number
  readonly skipLocked: string
  /** Of the account's group. */
  readonly values: GroupValues
  readonly quarantine: number
}

/** Who wants it: one with an account, or one who comes by it. */
export type Member = { readonly account: Account } | { readonly newcomer: Newcomer }

/** An account with a number of its own, the same one however often it asks. */
export async function subscribe(
  trx: Knex.Transaction,
  member: Member,
  world: MembershipWorld,
): Promise<AnswerContent['answer']> {
  const { values, now, skipLocked } = world
  const account =
    'account' in member
      ? member.account
      : await bringIn(trx, member.newcomer, values, { now, skipLocked, origin: 'subscribe' })
  if (account === undefined)
    throw new CommandRefused({ code: 'accounts_used_up', params: { sender: addressOf(member) } })
  await lockAccount(trx, account.id)
  const there = await accountById(trx, account.id)
  if (there === undefined || !isActive(there, now))
    throw new CommandRefused({ code: 'account_paused', params: { sender: account.address } })
  if (there.number !== null || values.assign_number === 'none')
    return { kind: 'subscribed', number: there.number }
  const wish = { groupId: there.group_id, accountId: there.id, now, pick: pickBetween, skipLocked }
  const number = await takeFreeNumber(trx, wish)
  if (number === undefined) throw new CommandRefused({ code: 'numbers_used_up', params: {} })
  await note(trx, there, 'number taken', number, now)
  return { kind: 'subscribed', number }
}

/** Its numbers rest, and what comes to them is for nobody. */
export async function unsubscribe(
  trx: Knex.Transaction,
  account: Account | undefined,
  { now, quarantine }: MembershipWorld,
): Promise<AnswerContent['answer']> {
  if (account === undefined) return { kind: 'unsubscribed', numbers: [] }
  const numbers = await restNumbers(trx, account.id, now + quarantine)
  if (numbers.length > 0) await note(trx, account, 'number given back', numbers.join(' '), now)
  return { kind: 'unsubscribed', numbers }
}

function addressOf(member: Member): string {
  return 'account' in member ? member.account.address : member.newcomer.address
}

async function note(
  trx: Knex,
  { address, group_id }: Account,
  action: string,
  after: string,
  at: number,
): Promise<void> {
  await writeAudit(trx, {
    at,
    actor: address,
    action,
    subject: `account ${address}`,
    group_id,
    before: null,
    after,
  })
}
