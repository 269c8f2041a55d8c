// Who may send what, decided in the transaction that stores it: opt-outs, the guard against
// duplicates, limits, credit, in this order.
//
// Counters and balances are locked, in the order of their ids, before they are read, and charged
// before the transaction ends: two mails at once cannot both take the last part. Recipients are
// judged in order, each allowed or refused alone. A few statements, however many mails.
import { priceOf, type Prices } from '../policy/credit.ts'
import type { Refusal } from '../policy/errors.ts'
import { freesAt, hourOf, limitHit, windowStart, type ScopedLimit } from '../policy/limits.ts'
import { atOnce } from '../store/at-once.ts'
import { findBlocked } from '../store/blocks.ts'
import { changeBalances, lockBalances, type Balance, type BalanceChange } from '../store/credit.ts'
import type { Dialect } from '../store/dialect.ts'
import {
  countParts,
  hoursSince,
  lockCounters,
  readUsage,
  type Count as PartCount,
  type Scope,
} from '../store/usage.ts'
import type { Knex } from '../store/store.ts'
import type { SendingRules } from './sending-rules.ts'

/** A message that somebody wants to send. */
export interface Wish {
  readonly accountId: number
  readonly groupId: number
  readonly phone: string
  readonly parts: number
  readonly rules: SendingRules
  /** The same text was sent within 24 hours. */
  readonly isDuplicate: boolean
}

export interface Charge {
  /** Of one part. */
  readonly price: number
  readonly payer: number | null
}

export type Verdict = { readonly charge: Charge } | { readonly refusal: Refusal }

/** A balance that fell through its level. */
export interface LowBalance {
  readonly balance: Balance
  readonly amount: number
  /** The message by which it fell. */
  readonly wish: Wish
}

export interface Judgement {
  /** One for each wish, in order. */
  readonly verdicts: readonly Verdict[]
  readonly low: readonly LowBalance[]
  /** What charge() writes. */
  readonly counts: readonly PartCount[]
  readonly payments: readonly BalanceChange[]
}

export interface Court {
  readonly trx: Knex
  readonly dialect: Dialect
  readonly prices: Prices
  readonly now: number
}

export async function judge(court: Court, wishes: readonly Wish[]): Promise<Judgement> {
  const blocked = await blockedWishes(court, wishes)
  const usage = await lockLimits(court, wishes)
  await readUsed(court, usage)
  const purse = new Purse(await payingBalances(court, wishes))
  const verdicts: Verdict[] = []
  const hits: { index: number; hit: ScopedLimit }[] = []
  for (const [index, wish] of wishes.entries()) {
    const verdict = decide(wish, blocked.has(wish), usage, purse, court.prices)
    if ('hit' in verdict) hits.push({ index, hit: verdict.hit })
    verdicts.push(verdict)
  }
  await sayWhen(court, usage, wishes, verdicts, hits)
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

interface Count {
  readonly scope: Scope
  /** The first hour that counts; -1 for ever. */
  readonly since: number
  used: number
  /** How much of it in this transaction. */
  taken: number
}

/** The limits that count something. */
type Used = Map<string, Count>

function keyOf({ group_id, account_id }: Scope): string {
  return `${group_id} ${account_id}`
}

function scopeOf({ groupId, accountId }: ScopedLimit): Scope {
  return { group_id: groupId, account_id: accountId }
}

function take(usage: Used, limit: ScopedLimit, parts: number): void {
  const count = usage.get(keyOf(scopeOf(limit)))
  if (count === undefined) return
  count.used += parts
  count.taken += parts
}

function decide(
  wish: Wish,
  isBlocked: boolean,
  usage: Used,
  purse: Purse,
  prices: Prices,
): Verdict & { readonly hit?: ScopedLimit } {
  const { parts, phone, rules } = wish
  if (isBlocked) return { refusal: { code: 'opted_out', params: { number: phone } } }
  if (wish.isDuplicate) return { refusal: { code: 'duplicate', params: { number: phone } } }
  const hit = limitHit(rules.limits, parts, (limit) => usage.get(keyOf(scopeOf(limit)))?.used ?? 0)
  if (hit !== undefined) return { refusal: limitRefusal(hit), hit }
  const price = priceOf(phone, prices)
  if (rules.payer !== undefined && !purse.pay(wish, price * parts))
    return { refusal: { code: 'credit_used', params: { group: rules.payer.name } } }
  for (const limit of rules.limits) take(usage, limit, parts)
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

async function lockLimits({ trx, dialect, now }: Court, wishes: readonly Wish[]): Promise<Used> {
  const usage: Used = new Map()
  for (const { rules } of wishes) {
    for (const limited of rules.limits) {
      if (limited.limit.kind === 'none') continue
      const scope = scopeOf(limited)
      const since = windowStart(limited.limit, now) ?? -1
      usage.set(keyOf(scope), { scope, since, used: 0, taken: 0 })
    }
  }
  await lockCounters(
    trx,
    dialect,
    [...usage.values()].map(({ scope }) => scope),
  )
  return usage
}

async function readUsed({ trx, dialect }: Court, usage: Used): Promise<void> {
  if (usage.size === 0) return
  const scopes = [...usage.values()].map(({ scope, since }) => ({ ...scope, since }))
  for (const one of await readUsage(trx, dialect, scopes)) {
    const count = usage.get(keyOf(one))
    if (count !== undefined) count.used = one.used
  }
}

async function payingBalances(
  { trx, dialect }: Court,
  wishes: readonly Wish[],
): Promise<Balance[]> {
  const payers = new Set(wishes.flatMap(({ rules }) => rules.payer?.id ?? []))
  return payers.size === 0 ? [] : lockBalances(trx, dialect, [...payers])
}

/** Says of each refusal by a rolling limit when it frees. */
async function sayWhen(
  { trx, now }: Court,
  usage: Used,
  wishes: readonly Wish[],
  verdicts: Verdict[],
  hits: readonly { index: number; hit: ScopedLimit }[],
): Promise<void> {
  const hours = new Map<string, Hours>()
  for (const { index, hit } of hits) {
    const { limit } = hit
    const wish = wishes[index]
    const count = usage.get(keyOf(scopeOf(hit)))
    if (limit.kind !== 'parts' || limit.days === undefined || !wish || !count) continue
    const sent = hours.get(keyOf(count.scope)) ?? (await hoursOf(trx, count, now))
    hours.set(keyOf(count.scope), sent)
    const at = freesAt(limit, wish.parts, sent)
    if (at === undefined) continue
    const refusal = limitRefusal(hit)
    const frees = moment(at, wish.rules.timeZone)
    verdicts[index] = { refusal: { ...refusal, params: { ...refusal.params, frees } } }
  }
}

type Hours = { hour: number; parts: number }[]

/** What counts by the hour, with what is being taken now. */
async function hoursOf(trx: Knex, { scope, since, taken }: Count, now: number): Promise<Hours> {
  return [...(await hoursSince(trx, scope, since)), { hour: hourOf(now), parts: taken }]
}

function moment(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone,
  }).format(at)
}

/** What is allowed counts for the account and every group above it. */
function countsOf(usage: Used, wishes: readonly Wish[], verdicts: readonly Verdict[]): PartCount[] {
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
      counts.set(key, { ...scope, parts: sum, limited: usage.has(key) ? 1 : 0 })
    }
  }
  return [...counts.values()]
}

/** The balances while they are being spent. */
class Purse {
  readonly low: LowBalance[] = []
  readonly #balances: ReadonlyMap<number, Balance>
  readonly #spent = new Map<number, number>()

  constructor(balances: readonly Balance[]) {
    this.#balances = new Map(balances.map((balance) => [balance.group_id, balance]))
  }

  /** False when there is not enough. A balance that was just taken away asks for nothing. */
  pay(wish: Wish, cost: number): boolean {
    const balance = this.#balances.get(wish.rules.payer?.id ?? 0)
    if (balance === undefined) return true
    const before = this.#spent.get(balance.group_id) ?? 0
    const amount = balance.amount - before - cost
    if (cost > 0 && amount < 0) return false
    this.#spent.set(balance.group_id, before + cost)
    const { level, alerted } = balance
    const isTold = alerted === 1 || this.low.some((one) => one.balance === balance)
    if (level !== null && amount < level && !isTold) this.low.push({ balance, amount, wish })
    return true
  }

  changes(): BalanceChange[] {
    return [...this.#spent].map(([group_id, spent]) => ({
      group_id,
      by: -spent,
      alerted: this.low.some(({ balance }) => balance.group_id === group_id) ? 1 : null,
    }))
  }
}
