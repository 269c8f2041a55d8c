// What messages cost: in credits where the group pays with credit, else what the route's section of
// sms.routes.ini says that it charges, else nothing that is known.
import { priceOf, showCredits, type Prices } from '../../policy/credit.ts'
import { priceTo, showCost } from '../costs.ts'
import type { SubmittedMessage } from '../submission.ts'
import type { RouteTable } from '../route-table.ts'
import type { SendingRules } from '../sending-rules.ts'

export interface Price {
  /** As 12.5 or 0.0065. */
  readonly amount: string
  /** `credits`, or a currency of ISO 4217. */
  readonly unit: string
}

/** One for each unit. */
export function priceOfAll(
  messages: readonly Pick<SubmittedMessage, 'phone' | 'parts' | 'route'>[],
  { payer }: SendingRules,
  prices: Prices,
  routes: RouteTable,
): readonly Price[] {
  if (payer !== undefined) {
    const sum = messages.reduce((all, { phone, parts }) => all + priceOf(phone, prices) * parts, 0)
    return messages.length === 0 ? [] : [{ amount: showCredits(sum), unit: 'credits' }]
  }
  const sums = new Map<string, number>()
  for (const { phone, parts, route } of messages) {
    const rules = routes.entry(route)?.rules
    const price = rules && priceTo(rules, phone)
    if (rules === undefined || price === undefined) continue
    sums.set(rules.currency, (sums.get(rules.currency) ?? 0) + price * parts)
  }
  return [...sums].map(([unit, cost]) => ({ amount: showCost(cost), unit }))
}
