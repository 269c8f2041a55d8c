// Why a message takes the way that it takes, step by step: `haraka-sms route test NUMBER`.
import { valuesIn } from '../gateway/account-values.ts'
import { groupOf } from '../gateway/administration/desk.ts'
import { priceTo, showCost } from '../gateway/costs.ts'
import { kindOfSender, type Step, type Wish } from '../gateway/choose-route.ts'
import type { RouteTable } from '../gateway/route-table.ts'
import { holders } from '../store/leases.ts'
import { readOwnNumber } from '../sms/phone-number.ts'
import { withRoutes } from './routes.ts'
import { Sentence } from './sentence.ts'
import { wrapLine } from './table.ts'
import type { Common } from './verb.ts'

export interface TestOptions extends Common {
  readonly group?: string
  readonly sender?: string
  readonly flash?: boolean
}

interface Explained {
  readonly route: string
  /** The place in which it is tried, null where it cannot take the message. */
  readonly place: number | null
  readonly no: string | null
  readonly away: string | null
  /** Whether a process sends by it. */
  readonly held: boolean
  readonly lacks: readonly string[]
  readonly priority: number
  readonly weight: number
  /** Of one part. */
  readonly price: string | null
}

export async function testRoutes(number: string, options: TestOptions): Promise<void> {
  const wish = wishOf(number, options)
  const explained = await withRoutes(options.config, async ({ db, dialect }, routes, settings) => {
    const groupId = await groupOf(db, wish.group)
    const values = await valuesIn(db, { groupId, accountId: undefined }, settings)
    const held = await holders(db, dialect)
    return explainChoice(routes, { ...wish, answerable: values.can_receive }, held)
  })
  process.stdout.write(
    options.json === true ? `${JSON.stringify(explained)}\n` : showChoice(explained, wish),
  )
}

function wishOf(number: string, { group, sender, flash }: TestOptions) {
  const phone = readOwnNumber(number)
  if (phone === undefined)
    throw new Sentence(`"${number}" is no number. Write it with its country, as +4520643064.`)
  return {
    phone,
    group: group?.replace(/^master(\/|$)/i, '') ?? '',
    sender: sender === undefined ? undefined : (readOwnNumber(sender) ?? sender),
    flash: flash === true,
  }
}

/** The best in front. */
function explainChoice(
  routes: RouteTable,
  wish: Wish,
  held: ReadonlyMap<string, string>,
): Explained[] {
  return routes.weigh(wish).map((step, index) => ({
    ...explain(step, index + 1, wish.phone),
    held: held.has(`route:${step.entry.route.name}`),
  }))
}

function explain(
  { entry, no, away, lacks }: Step,
  place: number,
  phone: string,
): Omit<Explained, 'held'> {
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

function showChoice(explained: readonly Explained[], wish: Wish): string {
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
      : `It ${first.away === null && first.held ? 'goes by' : 'waits for'} ${first.route}.`
  return [asked, ...explained.map(line), goes].map((one) => wrapLine(one)).join('')
}

function line({ route, place, no, away, held, lacks, priority, weight, price }: Explained): string {
  if (no !== null) return `  -  ${route}: ${no}`
  const facts = [
    away ?? (held ? 'works' : 'no process holds it'),
    ...(lacks.length === 0 ? [] : [`does without ${lacks.join(', ')}`]),
    `priority ${priority}`,
    ...(weight === 1 ? [] : [`weight ${weight}`]),
    ...(price === null ? [] : [`${price} a part`]),
  ]
  return `${String(place).padStart(3)}. ${route}: ${facts.join('; ')}`
}
