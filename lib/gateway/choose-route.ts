// Which way a message takes: pure, so that it can be tried as a table and explained step by step.
//
// What a route cannot or may not take rules it out: prefix, group, kind of sender, a number that lives
// elsewhere, parts, alphabet. Of the others those that meet more of the wishes come first (the route
// that is answered by before its own number, that before an answer, an answer before a name, a name before
// flash), then the lower priority; routes of one priority share phones by weight, the same phone always by the
// same route. A route that does not work at this moment stands behind all that do.
import { createHash } from 'node:crypto'
import type { Route } from '../routes/route.ts'
import type { RouteEntry } from './route-table.ts'

export interface Wish {
  readonly phone: string
  /** The path of its group below Master; undefined where that is not known. */
  readonly group?: string | undefined
  /** A number of ours, a name, or undefined for whatever the route sends as. */
  readonly sender?: string | undefined
  readonly flash?: boolean
  readonly unicode?: boolean
  readonly parts?: number
  /** The phone must be able to answer. */
  readonly answerable?: boolean
  /** The route that is answered by, before all others. */
  readonly route?: string | undefined
}

/** What is to be known of a route to choose it. */
export interface Candidate extends Pick<RouteEntry, 'rules' | 'numbers'> {
  readonly route: Pick<Route, 'name' | 'capabilities'>
}

export interface Step<E extends Candidate = RouteEntry> {
  readonly entry: E
  /** Why it cannot take the message; then there is no more to say. */
  readonly no?: string
  /** Wishes that it does not meet. */
  readonly lacks: readonly string[]
  /** Why it does not work at this moment. */
  readonly away?: string | undefined
}

/** Why a route does not work now, undefined when it does. */
export type Away<E extends Candidate = RouteEntry> = (entry: E) => string | undefined

/** Every route with what is to be said of it, those that can take the message first, the best in front. */
export function weighRoutes<E extends Candidate>(
  entries: readonly E[],
  wish: Wish,
  away: Away<E>,
): Step<E>[] {
  const kind = kindOfSender(wish.sender)
  const owned =
    kind === 'number' && entries.some(({ numbers }) => numbers.includes(wish.sender ?? ''))
  const ranked = entries.map((entry) => {
    const no = reasonAgainst(entry, wish, kind, owned)
    const lacks = no === undefined ? lacking(entry, wish, kind) : []
    return { step: { entry, lacks, away: away(entry), ...(no !== undefined && { no }) }, entry }
  })
  return ranked
    .sort(
      (a, b) =>
        Number(a.step.no !== undefined) - Number(b.step.no !== undefined) ||
        Number(a.step.away !== undefined) - Number(b.step.away !== undefined) ||
        burden(a.step.lacks) - burden(b.step.lacks) ||
        a.entry.rules.priority - b.entry.rules.priority ||
        share(b.entry, wish.phone) - share(a.entry, wish.phone),
    )
    .map(({ step }) => step)
}

/** The best route that was not `tried`; one that does not work now only where none else can take it. */
export function chooseRoute<E extends Candidate>(
  entries: readonly E[],
  wish: Wish,
  away: Away<E>,
  tried: readonly string[] = [],
): Step<E> | undefined {
  const steps = weighRoutes(entries, wish, away)
  return steps.find(({ entry, no }) => no === undefined && !tried.includes(entry.route.name))
}

/** The routes of one moment as data, for whoever chooses where the database is. */
export interface RouteChoice {
  readonly candidates: readonly Candidate[]
  /** Why routes do not work now, by their names. */
  readonly away: ReadonlyMap<string, string>
}

/** The name of the route by which a message goes. */
export function routeOf({ candidates, away }: RouteChoice, wish: Wish): string | undefined {
  return chooseRoute(candidates, wish, ({ route }) => away.get(route.name))?.entry.route.name
}

/** Whether the route by which a message goes has it come from the number that is wished for. */
export function sendsFrom(choice: RouteChoice, wish: Wish): boolean {
  const name = routeOf(choice, wish)
  const chosen = choice.candidates.find(({ route }) => route.name === name)
  if (chosen === undefined) return false
  return chosen.route.capabilities.senderNumber || chosen.numbers.includes(wish.sender ?? '')
}

export type SenderKind = 'number' | 'name' | 'none'

export function kindOfSender(sender: string | undefined): SenderKind {
  if (sender === undefined) return 'none'
  return /^\+?\d+$/.test(sender) ? 'number' : 'name'
}

function reasonAgainst(
  { route, rules, numbers }: Candidate,
  wish: Wish,
  kind: SenderKind,
  owned: boolean,
): string | undefined {
  const { capabilities } = route
  const { phone, group, parts = 1 } = wish
  if (!isFor(rules, phone)) return `not for ${phone} (prefixes)`
  if (
    rules.groups.length > 0 &&
    group !== undefined &&
    !rules.groups.some((one) => lies(group, one))
  )
    return `not for the group ${group === '' ? 'Master' : group} (groups)`
  if (rules.senders.length > 0 && !rules.senders.includes(kind))
    return `not for a sender of the kind ${kind} (senders)`
  if (owned && !numbers.includes(wish.sender ?? '') && !capabilities.senderNumber)
    return `the number ${wish.sender ?? ''} lives on another route`
  if (parts > capabilities.maxParts) return `takes ${capabilities.maxParts} parts at most`
  if (wish.unicode === true && !capabilities.unicode) return 'takes the GSM alphabet only'
  return undefined
}

/** Whether a route is for a phone, as far as its number tells. */
export function isFor({ prefixes }: Candidate['rules'], phone: string): boolean {
  return prefixes.length === 0 || prefixes.some((one) => phone.startsWith(`+${one}`))
}

function lies(group: string, within: string): boolean {
  const [path, top] = [group.toLowerCase(), within.toLowerCase()]
  return top === 'master' || path === top || path.startsWith(`${top}/`)
}

const burdens = {
  'its route': 16,
  'its number': 8,
  answers: 4,
  'sender names': 2,
  flash: 1,
} as const

function lacking({ route, numbers }: Candidate, wish: Wish, kind: SenderKind): string[] {
  const { receive, senderName, senderNumber, flash } = route.capabilities
  const holds = numbers.includes(wish.sender ?? '')
  const meets: Record<keyof typeof burdens, boolean> = {
    'its route': wish.route === undefined || route.name === wish.route,
    'its number': kind !== 'number' || holds || senderNumber,
    answers: wish.answerable !== true || receive,
    'sender names': kind !== 'name' || senderName,
    flash: wish.flash !== true || flash,
  }
  return Object.entries(meets).flatMap(([name, isMet]) => (isMet ? [] : [name]))
}

function burden(lacks: readonly string[]): number {
  return lacks.reduce((sum, one) => sum + burdens[one as keyof typeof burdens], 0)
}

/** Rendezvous hashing by weight: a phone keeps its route, whatever other routes come and go. */
function share({ route, rules }: Candidate, phone: string): number {
  const digest = createHash('sha256').update(`${phone} ${route.name}`).digest()
  const even = (digest.readUInt32BE(0) + 1) / 2 ** 32
  return even >= 1 ? Infinity : rules.weight / -Math.log(even)
}
