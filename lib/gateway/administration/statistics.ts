// What was sent and what came, told from the counts by the day.
import {
  countedDays,
  countsBy,
  deliveryTimes,
  partsByDay,
  topSenders,
  type Counts,
  type PlotColumn,
  type Span,
} from '../../store/statistics.ts'
import { dayAfter, dayOf } from '../days.ts'
import { Complaint, groupPaths, type Desk } from './desk.ts'
import { groupsInView, type GroupChoice } from './scope.ts'

export interface StatisticsChoice extends GroupChoice {
  /** Days such as 2026-11-27, both inclusive. */
  readonly from: string
  readonly to: string
  /** What the plot tells apart. */
  readonly by?: PlotBy | undefined
}

export type PlotBy = 'direction' | 'group' | 'route' | 'state'

/** Parts of both directions; all series together are all parts. */
export interface Plot {
  readonly by: PlotBy
  /** The largest first, what is left of them last. */
  readonly series: readonly {
    /** A direction, the path of a group ('' for nobody's), a route or a state; undefined is all others. */
    readonly name: string | undefined
    /** One for each day of the span. */
    readonly parts: readonly number[]
    readonly total: number
  }[]
}

export interface Sums extends Counts {
  readonly direction: 'in' | 'out'
}

export interface Statistics {
  readonly from: string
  readonly to: string
  /** Every day of the span, also those without any message. */
  readonly days: readonly { day: string; sent: Counts; received: Counts }[]
  readonly plot: Plot
  readonly groups: readonly (Sums & { group: string })[]
  readonly routes: readonly (Sums & { route: string })[]
  readonly states: readonly (Sums & { state: string })[]
  /** How many were delivered, and how many of them within which time. */
  readonly delivery: {
    readonly delivered: number
    readonly within: readonly { readonly seconds: number; readonly messages: number }[]
  }
  readonly senders: readonly (Counts & { address: string; group: string })[]
  /** When the last day was counted; undefined when nothing was counted yet. */
  readonly countedAt: number | undefined
}

const mostDays = 366 * 3
const mostSenders = 20
/** Colours that an eye still tells apart, with one more for all others. */
const mostSeries = 7

/** The last days up to today, in the server's time zone. */
export function lastDays({ clock, settings }: Desk, days: number): { from: string; to: string } {
  const to = dayOf(clock(), settings().main.time_zone)
  return { from: dayAfter(to, 1 - days), to }
}

export async function readStatistics(desk: Desk, choice: StatisticsChoice): Promise<Statistics> {
  const { db, dialect } = desk.store
  const days = daysOf(choice)
  const groups = await groupsInView(db, desk, choice)
  const span: Span = { from: choice.from, to: choice.to, groups }
  const paths = await groupPaths(db)
  const byDay = await countsBy(db, dialect, span, ['day'])
  const byGroup = await countsBy(db, dialect, span, ['group_id'])
  const byRoute = await countsBy(db, dialect, span, ['route'])
  const byState = await countsBy(db, dialect, span, ['state'])
  const delivery = await deliveryTimes(db, dialect, span)
  const senders = await topSenders(db, dialect, span, mostSenders)
  const { by = 'direction' } = choice
  const rows = { direction: byDay, group: byGroup, route: byRoute, state: byState }[by]
  const plot = await readPlot(desk, span, { by, days, rows })
  const ofDay = new Map(byDay.map((row) => [`${row.day} ${row.direction}`, row]))
  return {
    from: choice.from,
    to: choice.to,
    days: days.map((day) => ({
      day,
      sent: countsOf(ofDay.get(`${day} out`)),
      received: countsOf(ofDay.get(`${day} in`)),
    })),
    plot: {
      by,
      series: plot.map((one) =>
        by === 'group' && one.name !== undefined
          ? { ...one, name: paths.get(Number(one.name)) ?? '' }
          : one,
      ),
    },
    groups: byGroup
      .map((row) => ({ ...sumsOf(row), group: paths.get(Number(row.group_id)) ?? '' }))
      .sort((a, b) => b.parts - a.parts || b.messages - a.messages),
    routes: byRoute.map((row) => ({ ...sumsOf(row), route: String(row.route) })),
    states: byState.map((row) => ({ ...sumsOf(row), state: String(row.state) })),
    delivery: {
      delivered: delivery.delivered,
      within: [
        { seconds: 10, messages: delivery.in_10s },
        { seconds: 60, messages: delivery.in_1m },
        { seconds: 600, messages: delivery.in_10m },
        { seconds: 3_600, messages: delivery.in_1h },
      ],
    },
    senders: senders.map(({ group_id, ...one }) => ({ ...one, group: paths.get(group_id) ?? '' })),
    countedAt: (await countedDays(db, choice.to)).get(choice.to),
  }
}

const plotColumns = {
  direction: 'direction',
  group: 'group_id',
  route: 'route',
  state: 'state',
} as const

async function readPlot(
  { store: { db, dialect } }: Desk,
  span: Span,
  plotted: {
    readonly by: PlotBy
    readonly days: readonly string[]
    readonly rows: readonly (Counts & Partial<Record<PlotColumn, string | number>>)[]
  },
): Promise<Plot['series']> {
  const column = plotColumns[plotted.by]
  const totals = new Map<string, number>()
  for (const row of plotted.rows) {
    const key = String(row[column])
    totals.set(key, (totals.get(key) ?? 0) + row.parts)
  }
  const keys = [...totals]
    .filter(([, parts]) => parts > 0)
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostSeries)
    .map(([key]) => key)
  const parts = new Map(
    (await partsByDay(db, dialect, span, { column, keys })).map((row) => [
      placeOf(row.day, row.key ?? undefined),
      row.parts,
    ]),
  )
  return [...keys, undefined]
    .map((name) => {
      const ofDays = plotted.days.map((day) => parts.get(placeOf(day, name)) ?? 0)
      return { name, parts: ofDays, total: ofDays.reduce((sum, one) => sum + one, 0) }
    })
    .filter(({ total }) => total > 0)
}

function placeOf(day: string, key: string | undefined): string {
  return key === undefined ? day : `${day} ${key}`
}

function daysOf({ from, to }: StatisticsChoice): string[] {
  const isDay = (text: string): boolean =>
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00:00Z`))
  if (!isDay(from) || !isDay(to) || from > to)
    throw new Complaint('Choose a first day and a last day that is not before it.', 'choose_days')
  const days: string[] = []
  for (let day = from; day <= to; day = dayAfter(day)) {
    if (days.length >= mostDays) throw new Complaint('Choose three years at most.', 'choose_years')
    days.push(day)
  }
  return days
}

function countsOf(row: Counts | undefined): Counts {
  return { messages: row?.messages ?? 0, parts: row?.parts ?? 0 }
}

function sumsOf({ direction, messages, parts }: Sums): Sums {
  return { direction, messages, parts }
}
