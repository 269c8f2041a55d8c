// What the filters of the log offer: what the newest messages of a result have.
import { logFacets, logFrontier } from '../../store/log.ts'
import { groupPaths, type Desk } from './desk.ts'
import { eachOf, scanOf, type LogSearch } from './log-search.ts'

/** What can be chosen, each with how many of the newest messages have it. */
export interface LogChoices {
  readonly groups: readonly { id: number; path: string; messages: number }[]
  readonly addresses: readonly { address: string; messages: number }[]
  readonly directions: readonly { value: 'in' | 'out'; messages: number }[]
  readonly states: readonly { value: string; messages: number }[]
  readonly routes: readonly { value: string; messages: number }[]
  readonly parts: readonly { value: number; messages: number }[]
}

const counted = 5_000

/** The choices of each filter, from the newest messages of the result. */
export async function logChoices(desk: Desk, search: LogSearch): Promise<LogChoices> {
  const scan = await scanOf(desk, { ...search, order: 'time', descending: true, after: undefined })
  const { db, dialect } = desk.store
  const each = scan === undefined ? 0 : eachOf(scan.source, counted)
  const until = scan && (await logFrontier(db, dialect, scan, each))
  const facets = scan === undefined ? [] : await logFacets(db, dialect, { ...scan, until }, each)
  const paths = await groupPaths(db)
  const count = <V extends string | number>(
    value: (facet: (typeof facets)[number]) => V | null,
  ): { value: V; messages: number }[] => {
    const counts = new Map<V, number>()
    for (const facet of facets) {
      const one = value(facet)
      if (one !== null) counts.set(one, (counts.get(one) ?? 0) + facet.messages)
    }
    return [...counts].map(([value, messages]) => ({ value, messages }))
  }
  return {
    groups: count(({ group_id }) => group_id)
      .map(({ value, messages }) => ({ id: value, path: paths.get(value) ?? '', messages }))
      .sort((a, b) => a.path.localeCompare(b.path)),
    addresses: count(({ address }) => address)
      .sort((a, b) => b.messages - a.messages)
      .slice(0, mostAddresses)
      .map(({ value, messages }) => ({ address: value, messages })),
    directions: count(({ direction }) => direction),
    states: count(({ state }) => state).sort((a, b) => b.messages - a.messages),
    routes: count(({ route }) => route).sort((a, b) => a.value.localeCompare(b.value)),
    parts: count(({ parts }) => parts).sort((a, b) => a.value - b.value),
  }
}

const mostAddresses = 200
