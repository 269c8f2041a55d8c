// What a route charges: as the other side says, else by the prices that its section gives.
import { priceOf } from '../policy/credit.ts'
import type { RouteCost } from '../store/route-costs.ts'
import type { RouteRules } from './route-table.ts'
import type { Settled } from './settlement.ts'

const millionths = 1_000_000

export type Tariff = Pick<RouteRules, 'prices' | 'currency'>

export const noTariff: Tariff = { prices: new Map(), currency: '' }

/** Of one part to a phone, in millionths; undefined where the section does not say. */
export function priceTo({ prices }: Tariff, phone: string): number | undefined {
  const price = priceOf(phone, prices, NaN)
  return Number.isNaN(price) ? undefined : price
}

/** What accepted messages add to the counters of their route: one row for each currency. */
export function costsOf(
  settled: readonly Settled[],
  tariff: Tariff,
  route: string,
  now: number,
): RouteCost[] {
  const day = Math.floor(now / 86_400_000)
  const sums = new Map<string, RouteCost>()
  for (const one of settled) {
    if (one.outcome.kind !== 'accepted') continue
    const { currency, parts, cost } = costOf(one, tariff)
    const before = sums.get(currency)
    sums.set(currency, {
      route,
      day,
      currency,
      messages: (before?.messages ?? 0) + 1,
      parts: (before?.parts ?? 0) + parts,
      cost: (before?.cost ?? 0) + cost,
    })
  }
  return [...sums.values()]
}

function costOf(
  { message, outcome }: Settled,
  tariff: Tariff,
): Pick<RouteCost, 'currency' | 'parts' | 'cost'> {
  const charged = outcome.kind === 'accepted' ? outcome.charged : undefined
  const parts = isCount(charged?.parts) ? charged.parts : message.parts
  // What a provider says need be no number.
  if (charged?.price !== undefined && Number.isSafeInteger(Math.round(charged.price * millionths)))
    return { currency: charged.currency ?? '', parts, cost: Math.round(charged.price * millionths) }
  const price = priceTo(tariff, message.phone)
  return price === undefined
    ? { currency: '', parts, cost: 0 }
    : { currency: tariff.currency, parts, cost: price * parts }
}

function isCount(parts: number | undefined): parts is number {
  return parts !== undefined && Number.isSafeInteger(parts) && parts > 0
}

/** As 12.5 or 0.0065. */
export function showCost(cost: number): string {
  return (cost / millionths).toFixed(6).replace(/\.?0+$/, '')
}
