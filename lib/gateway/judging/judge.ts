// Who may send what, decided in the transaction that stores it: opt-outs, the guard against
// duplicates, limits, credit, in this order.
//
// Counters and balances are locked, in the order of their ids, before they are read, and charged
// before the transaction ends: two mails at once cannot both take the last part. Recipients are
// judged in order, each allowed or refused alone. A few statements, however many mails.
import { moment } from '../../mail/write/moment.ts'
import { priceOf, type Prices } from '../../policy/credit.ts'
import type { Refusal } from '../../policy/errors.ts'
import { hourOf, limitHit, type ScopedLimit } from '../../policy/limits.ts'
import { atOnce } from '../../store/at-once.ts'
import { findBlocked } from '../../store/blocks.ts'
import { changeBalances, type BalanceChange } from '../../store/credit.ts'
import { countParts, type Count as PartCount } from '../../store/usage.ts'
import type { SendingRules } from '../sending-rules.ts'
import type { Court, Wish } from './court.ts'
import { keyOf, readLimitUsage, type LimitUsage } from './limit-usage.ts'
import { openPurse, type LowBalance, type Purse } from './purse.ts'

export interface Charge {
  /** Of one part. */
  readonly price: number
  readonly payer: number | null
}

export type Verdict = { readonly charge: Charge } | { readonly refusal: Refusal }

export interface Judgement {
  /** One for each wish, in order. */
  readonly verdicts: readonly Verdict[]
  readonly low: readonly LowBalance[]
  /** What charge() writes. */
  readonly counts: readonly PartCount[]
  readonly payments: readonly BalanceChange[]
}

export async function judge(court: Court, wishes: readonly Wish[]): Promise<Judgement> {
  const blocked = await blockedWishes(court, wishes)
  const usage = await readLimitUsage(court, wishes)
  const purse = await openPurse(court, wishes)
  const verdicts: Verdict[] = []
  const hits: Hit[] = []
  for (const [index, wish] of wishes.entries()) {
    const verdict = decide(wish, blocked.has(wish), usage, purse, court.prices)
    if ('hit' in verdict) hits.push({ index, wish, limit: verdict.hit })
    verdicts.push(verdict)
  }
  await sayWhen(court, usage, verdicts, hits)
  return {
    verdicts,
    low: purse.low,
    counts: countsOf(usage, wishes, verdicts),
    payments: purse.changes(),
  }
}

/** Writes what a judgement allowed: to be called in its transaction. */
export async function charge(
  { trx, dialect, now }: Court,
  { counts, payments }: Judgement,
): Promise<void> {
  await atOnce(
    countParts(trx, dialect, counts, hourOf(now)),
    changeBalances(trx, dialect, payments),
  )
}

function decide(
  wish: Wish,
  isBlocked: boolean,
  usage: LimitUsage,
  purse: Purse,
  prices: Prices,
): Verdict & { readonly hit?: ScopedLimit } {
  const { parts, phone, rules } = wish
  if (isBlocked) return { refusal: { code: 'opted_out', params: { number: phone } } }
  if (wish.isDuplicate) return { refusal: { code: 'duplicate', params: { number: phone } } }
  const hit = limitHit(rules.limits, parts, (limit) => usage.used(limit))
  if (hit !== undefined) return { refusal: limitRefusal(hit), hit }
  const price = priceOf(phone, prices)
  if (rules.payer !== undefined && !purse.pay(wish, price * parts))
    return { refusal: { code: 'credit_used', params: { group: rules.payer.name } } }
  for (const limit of rules.limits) usage.take(limit, parts)
  const payer = rules.payer?.id ?? null
  return { charge: { price: payer === null ? 0 : price, payer } }
}

function limitRefusal({ scope, limit, group }: ScopedLimit): Refusal {
  const end = limit.kind === 'none' ? 'none' : 'used'
  return { code: `limit_${scope}_${end}`, params: { group } }
}

async function blockedWishes(
  { trx, dialect }: Court,
  wishes: readonly Wish[],
): Promise<ReadonlySet<Wish>> {
  const pairs = wishes
    .filter(({ rules }) => rules.hasBlocks)
    .map(({ rules, phone }) => ({ group_id: rules.organisation, phone }))
  if (pairs.length === 0) return new Set()
  const found = await findBlocked(trx, dialect, pairs)
  const blocked = new Set(found.map(({ group_id, phone }) => `${group_id} ${phone}`))
  return new Set(wishes.filter(({ rules, phone }) => blocked.has(`${rules.organisation} ${phone}`)))
}

interface Hit {
  readonly index: number
  readonly wish: Wish
  readonly limit: ScopedLimit
}

/** Says of each refusal by a rolling limit when it frees. */
async function sayWhen(
  { trx }: Court,
  usage: LimitUsage,
  verdicts: Verdict[],
  hits: readonly Hit[],
): Promise<void> {
  for (const { index, wish, limit } of hits) {
    const at = await usage.freesAt(trx, limit, wish.parts)
    if (at === undefined) continue
    const { code, params } = limitRefusal(limit)
    const frees = moment(at, wish.rules.timeZone)
    verdicts[index] = { refusal: { code, params: { frees, ...params } } }
  }
}

/** What is allowed counts for the account and every group above it. */
function countsOf(
  usage: LimitUsage,
  wishes: readonly Wish[],
  verdicts: readonly Verdict[],
): PartCount[] {
  const senders = new Map<SendingRules, { wish: Wish; parts: number }>()
  for (const [index, wish] of wishes.entries()) {
    const verdict = verdicts[index]
    if (verdict === undefined || 'refusal' in verdict) continue
    const parts = (senders.get(wish.rules)?.parts ?? 0) + wish.parts
    senders.set(wish.rules, { wish, parts })
  }
  const counts = new Map<string, PartCount>()
  for (const { wish, parts } of senders.values()) {
    const groups = wish.rules.groups.map((group_id) => ({ group_id, account_id: 0 }))
    for (const scope of [{ group_id: wish.groupId, account_id: wish.accountId }, ...groups]) {
      const key = keyOf(scope)
      const sum = (counts.get(key)?.parts ?? 0) + parts
      counts.set(key, { parts: sum, limited: usage.has(key) ? 1 : 0, ...scope })
    }
  }
  return [...counts.values()]
}
