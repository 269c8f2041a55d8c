// What stands as the sender of an SMS: a number that can be answered before anything else, and a name only
// where no answers are wanted.
//
// The account's own number; else one of its group's pool, always the same for one conversation; else the
// reply number for the phone's country; else nothing, which leaves it to the route. Where the phone wrote to
// another number that the account may send from, that one stands in its place: same-number.ts.
import type { GroupValues } from '../config/group-settings.ts'
import { isReplyNumber, replyNumberFor } from '../config/reply-numbers.ts'
import type { Refusal } from '../policy/errors.ts'
import { countryOf, readOwnNumber, readPhone } from '../sms/phone-number.ts'
import type { Account } from '../store/accounts.ts'
import type { Directory } from './directory.ts'

export interface ChosenSender {
  /** The account's own number, or a name; undefined where a pool number is to stand for it. */
  readonly own: string | undefined
  readonly poolNumber: string | undefined
  /** Nobody asked for another one: the number that the phone wrote to last may stand in its place. */
  readonly isUsual: boolean
}

/** What accounts may send from. */
export type SenderLists = Pick<Directory, 'pool' | 'numbers' | 'mobiles' | 'names'>

export type ChooseSender = (
  phone: string,
  /** As it was written behind sender=. */
  wished: string | undefined,
) => Promise<ChosenSender | Refusal>

export async function senderFor(
  account: Account,
  values: GroupValues,
  directory: SenderLists,
): Promise<ChooseSender> {
  // A name cannot get answers: it stands only where none are wanted.
  const ownName = values.can_receive ? undefined : values.sender_name || undefined
  const own = ownName ?? account.number ?? undefined
  const pool = own === undefined ? await directory.pool(account.group_id) : []
  const reply = (phone: string): string | undefined =>
    values.reply_numbers.length === 0
      ? undefined
      : replyNumberFor(countryOf(phone), values.reply_numbers)
  const usual = (phone: string): ChosenSender => {
    const poolNumber = pool[(endOf(phone) + account.id) % Math.max(1, pool.length)]
    return {
      own: own ?? (poolNumber === undefined ? reply(phone) : undefined),
      poolNumber,
      isUsual: ownName === undefined,
    }
  }
  return async (phone, wished) => {
    if (wished === undefined) return usual(phone)
    const asked = await findWished(wished, { account, values, directory })
    if (asked === undefined) return { code: 'sender_name_not_allowed', params: { sender: wished } }
    const from = asked === 'reply' ? reply(phone) : asked
    return { own: from, poolNumber: undefined, isUsual: false }
  }
}

/** Spreads phones over pool numbers; accounts that write to the same phone get different ones. */
function endOf(phone: string): number {
  return Number(phone.slice(-6))
}

interface Asking {
  readonly account: Account
  readonly values: GroupValues
  readonly directory: SenderLists
}

/** What may be asked for with sender=, `reply` for the reply number of the phone's country. */
async function findWished(wished: string, asking: Asking): Promise<string | undefined> {
  const { account, values, directory } = asking
  const spelled = numbersMeant(wished, values)
  const among = (own: readonly string[]): string | undefined =>
    spelled.find((number) => own.includes(number))
  const own = among(await directory.numbers(account.id))
  if (own !== undefined) return own
  if (spelled.some((number) => isReplyNumber(number, values.reply_numbers))) return 'reply'
  return among(await directory.mobiles(account.id)) ?? findName(wished, asking)
}

/** As written in full, and as one of the account's country, be it a mobile's or not. */
function numbersMeant(wished: string, { country }: GroupValues): string[] {
  const own = readOwnNumber(wished)
  const reading = readPhone(wished, { country, bareNumbers: 'national', allowedPrefixes: [] })
  if (reading.kind === 'not-a-number') return []
  const national = reading.kind === 'phone' ? reading.phone : reading.detail
  return own === undefined ? [national] : [own, national]
}

/** One that is approved for the account's group or one above it, as it is written there. */
async function findName(
  wished: string,
  { account, values, directory }: Asking,
): Promise<string | undefined> {
  if (values.can_receive) return undefined
  const names = [...(await directory.names(account.group_id)), values.sender_name]
  const folded = wished.trim().toLowerCase()
  return folded === '' ? undefined : names.find((name) => name.toLowerCase() === folded)
}
