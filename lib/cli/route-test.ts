// Why a message takes the way that it takes, step by step: `haraka-sms route test NUMBER`.
import { priceTo, showCost } from '../gateway/costs.ts'
import { kindOfSender, type Step, type Wish } from '../gateway/choose-route.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { wrapLine } from './table.ts'

export interface Explained {
  readonly route: string
  /** The place in which it is tried, null where it cannot take the message. */
  readonly place: number | null
  readonly no: string | null
  readonly away: string | null
  readonly lacks: readonly string[]
  readonly priority: number
  readonly weight: number
  /** Of one part. */
  readonly price: string | null
}

/** The best in front. */
export function explainChoice(routes: RouteTable, wish: Wish): Explained[] {
  return routes.weigh(wish).map((step, index) => explain(step, index + 1, wish.phone))
}

function explain({ entry, no, away, lacks }: Step, place: number, phone: string): Explained {
  const { route, rules } = entry
  const price = priceTo(rules, phone)
  return {
    route: route.name,
    place: no === undefined ? place : null,
    no: no ?? null,
    away: away ?? null,
    lacks,
    priority: rules.priority,
    weight: rules.weight,
    price: price === undefined ? null : `${showCost(price)} ${rules.currency}`.trim(),
  }
}

export function showChoice(explained: readonly Explained[], wish: Wish): string {
  const asked = [
    wish.phone,
    `sender: ${wish.sender ?? kindOfSender(undefined)}`,
    `group: ${wish.group === undefined || wish.group === '' ? 'Master' : wish.group}`,
    ...(wish.flash === true ? ['flash'] : []),
  ].join(', ')
  const first = explained.find(({ place }) => place !== null)
  const goes =
    first === undefined
      ? 'No route takes it.'
      : `It ${first.away === null ? 'goes by' : 'waits for'} ${first.route}.`
  return [asked, ...explained.map(line), goes].map((one) => wrapLine(one)).join('')
}

function line({ route, place, no, away, lacks, priority, weight, price }: Explained): string {
  if (no !== null) return `  -  ${route}: ${no}`
  const facts = [
    away ?? 'works',
    ...(lacks.length === 0 ? [] : [`does without ${lacks.join(', ')}`]),
    `priority ${priority}`,
    ...(weight === 1 ? [] : [`weight ${weight}`]),
    ...(price === null ? [] : [`${price} a part`]),
  ]
  return `${String(place).padStart(3)}. ${route}: ${facts.join('; ')}`
}
