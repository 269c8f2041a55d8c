// A number at which phones already answer somebody is not given to an account or a pool: all that comes to it
// would be theirs, also the answers to others.
import { replyNumbers, withoutCountries } from '../../config/reply-numbers.ts'
import { everyValue } from '../../store/group-settings.ts'
import { confirmedMobile } from '../../store/senders.ts'
import type { Knex } from '../../store/store.ts'
import { Complaint, type Desk } from './desk.ts'

/** `first` to `last`, of the same length: in no `reply_numbers`, and the confirmed mobile of none but `accountId`. */
export async function mustBeAnsweredNowhere(
  trx: Knex,
  desk: Desk,
  [first, last]: readonly [first: string, last: string],
  accountId?: number,
): Promise<void> {
  const reply = (await everyReplyNumber(trx, desk)).find(
    (number) => number.length === first.length && number >= first && number <= last,
  )
  if (reply !== undefined)
    throw new Complaint(
      `${reply} stands in reply_numbers: phones answer others there. Take it out of them first.`,
      'number_reply',
      { number: reply },
    )
  const mobile = await confirmedMobile(trx, { first, last, except: accountId ?? 0 })
  if (mobile !== undefined)
    throw new Complaint(
      `${mobile} is the mobile of an account. Remove it there first: haraka-sms mobile remove`,
      'number_mobile',
      { number: mobile },
    )
}

/** Of sms.ini, and of all groups and accounts. */
async function everyReplyNumber(trx: Knex, { settings }: Desk): Promise<string[]> {
  const pairs = [...settings().numbers.reply_numbers]
  for (const value of await everyValue(trx, 'reply_numbers')) {
    const reading = replyNumbers.read(value)
    if (reading.ok) pairs.push(...reading.value)
  }
  return withoutCountries(pairs)
}
