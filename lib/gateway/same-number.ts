// What an account writes goes out from the number that the phone wrote to last, while the account may send from
// it and a route does. Nothing is asked of the database where that is the usual number, or none of ours.
import { standOn, type Conversation } from '../store/conversations.ts'
import { numbersOf, poolNumbers } from '../store/numbers.ts'
import type { Account } from '../store/accounts.ts'
import type { Knex } from '../store/store.ts'
import { sendsFrom } from './choose-route.ts'
import type { Commit } from './commit.ts'
import type { Fresh } from './fresh.ts'

interface Numbers {
  readonly own: readonly string[]
  readonly pool: readonly string[]
}

/** For each message that is to come from another number than the usual one: which. */
export async function sameNumbers(
  { trx, store, routes }: Commit,
  fresh: readonly Fresh[],
  talkOf: (one: Fresh) => Conversation | undefined,
): Promise<Map<Fresh, string>> {
  const numbers = new Map<number, Numbers>()
  const found = new Map<Fresh, string>()
  const moved = new Set<number>()
  for (const one of fresh) {
    const { message, from } = one
    const talk = talkOf(one)
    const number = talk?.last_in_own ?? undefined
    const usual = message.own ?? talk?.own
    if (talk === undefined || number === undefined || number === usual || !message.isUsual) continue
    const { account } = from.submission
    const { own, pool } = numbers.get(account.id) ?? (await numbersFor(trx, account))
    numbers.set(account.id, { own, pool })
    if (!own.includes(number) && !pool.includes(number)) continue
    if (!sendsFrom(routes, { ...message.wish, sender: number })) continue
    found.set(one, number)
    if (talk.own !== number && !own.includes(number)) moved.add(talk.id)
  }
  await standOn(trx, store.dialect, [...moved])
  return found
}

async function numbersFor(trx: Knex, { id, group_id }: Account): Promise<Numbers> {
  return { own: await numbersOf(trx, id), pool: await poolNumbers(trx, group_id) }
}
