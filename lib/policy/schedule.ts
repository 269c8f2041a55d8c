// When something works: hours on days of the week, from one date until another, in a time zone.
//
// Hours are read as `Mon-Fri 08:00-18:00, Sat 10:00-14:00`; a span may go over midnight, and belongs to
// the day on which it begins. A date is the local one: `2026-11-01` or `2026-11-01 08:00`.
import { resolveTime } from '../mail/address/time.ts'

/** Minutes of the day; `to` is after the last one, and smaller than `from` over midnight. */
export interface Span {
  readonly days: readonly number[]
  readonly from: number
  readonly to: number
}

export interface Schedule {
  /** None is always. */
  readonly hours: readonly Span[]
  /** Local, as 2026-11-01 08:00; '' where there is no bound. */
  readonly from: string
  readonly until: string
  readonly timeZone: string
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const span =
  /^(?:(sun|mon|tue|wed|thu|fri|sat)(?:-(sun|mon|tue|wed|thu|fri|sat))?\s+)?([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)$/i

/** Undefined when it is none. Nothing is always. */
export function readHours(text: string): readonly Span[] | undefined {
  const spans: Span[] = []
  for (const written of text.split(',').map((one) => one.trim())) {
    if (written === '') continue
    const [, first, last, ...times] = span.exec(written) ?? []
    const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = times.map(Number)
    if (times.length === 0 || h1 * 60 + m1 > 1440 || h2 * 60 + m2 > 1440) return undefined
    spans.push({ days: daysFrom(first, last ?? first), from: h1 * 60 + m1, to: h2 * 60 + m2 })
  }
  return spans
}

function daysFrom(first: string | undefined, last: string | undefined): number[] {
  if (first === undefined || last === undefined) return [0, 1, 2, 3, 4, 5, 6]
  const start = days.indexOf(first.toLowerCase())
  const count = (days.indexOf(last.toLowerCase()) - start + 7) % 7
  return Array.from({ length: count + 1 }, (_, index) => (start + index) % 7)
}

/** Why nothing goes at this moment, in a few words; undefined when it does. */
export function whyClosed(
  { hours, from, until, timeZone }: Schedule,
  now: number,
): string | undefined {
  if (hours.length === 0 && from === '' && until === '') return undefined
  const { date, day, minute } = localTime(now, timeZone)
  if (from !== '' && date < from) return `it begins at ${from}`
  if (until !== '' && date >= until) return `it ended at ${until}`
  if (hours.length === 0 || hours.some((one) => covers(one, day, minute))) return undefined
  return 'it is closed at this hour'
}

const minute = 60_000
/** The hours of a week, and a day for clocks that are changed. */
const farthest = 8 * 1_440

/** The first moment from `at` on that is open; undefined where there is none within eight days of its beginning. */
export function opensAt(schedule: Schedule, at: number): number | undefined {
  const { from, until, timeZone } = schedule
  const first = Math.max(at, momentOf(from, timeZone) ?? at)
  if (first >= (momentOf(until, timeZone) ?? Infinity)) return undefined
  if (whyClosed(schedule, first) === undefined) return first
  const whole = first - (first % minute)
  for (let after = 1; after <= farthest; after++) {
    const moment = whole + after * minute
    if (whyClosed(schedule, moment) === undefined) return moment
  }
  return undefined
}

/** Of a local time; undefined for ''. */
function momentOf(local: string, timeZone: string): number | undefined {
  const reading = local === '' ? undefined : resolveTime(local, 0, timeZone)
  return reading?.kind === 'time' ? reading.at : undefined
}

function covers({ days: on, from, to }: Span, day: number, minute: number): boolean {
  if (from < to) return on.includes(day) && minute >= from && minute < to
  return (on.includes(day) && minute >= from) || (on.includes((day + 6) % 7) && minute < to)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function localTime(now: number, timeZone: string): { date: string; day: number; minute: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
  formats.set(timeZone, format)
  const part = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const of = (type: Intl.DateTimeFormatPartTypes): string => part.get(type) ?? ''
  return {
    date: `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`,
    day: days.indexOf(of('weekday').toLowerCase().slice(0, 3)),
    minute: Number(of('hour')) * 60 + Number(of('minute')),
  }
}
