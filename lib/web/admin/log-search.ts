// A search of the log as the address of its page says it.
import type { LogSearch } from '../../gateway/administration/index.ts'
import { dayAfter, startOfDay } from '../../gateway/days.ts'
import type { PersonVisit } from '../visit.ts'
import { asked, askedNumber } from './desk.ts'

export const orders = ['time', 'group', 'address', 'phone', 'direction', 'state', 'parts'] as const

type Asking = Pick<PersonVisit, 'query' | 'person'>

export function logSearchOf(visit: Asking): LogSearch {
  const direction = asked(visit, 'direction')
  return {
    group: askedNumber(visit, 'group'),
    alone: asked(visit, 'alone') !== undefined,
    address: asked(visit, 'address')?.toLowerCase(),
    phone: asked(visit, 'phone'),
    direction: direction === 'in' || direction === 'out' ? direction : undefined,
    state: asked(visit, 'state'),
    route: asked(visit, 'route'),
    parts: askedNumber(visit, 'parts'),
    from: startOf(visit, 'from', 0),
    to: startOf(visit, 'to', 1),
    order: orders.find((one) => one === asked(visit, 'order')),
    descending: asked(visit, 'up') === undefined,
    after: asked(visit, 'after'),
  }
}

/** Where a day that a form sends, or one some days later, begins for whoever asks. */
function startOf(visit: Asking, name: 'from' | 'to', later: number): number | undefined {
  const day = asked(visit, name) ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return undefined
  return startOfDay(dayAfter(day, later), visit.person.timeZone)
}

/** The same search with some of it changed; '' takes it away. */
export function changedQuery(query: URLSearchParams, changes: Record<string, string>): string {
  const changed = new URLSearchParams(query)
  for (const [name, value] of Object.entries(changes))
    if (value === '') changed.delete(name)
    else changed.set(name, value)
  return `?${changed.toString()}`
}
