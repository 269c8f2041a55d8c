// Days of a time zone: where each begins and ends in milliseconds, also where clocks are changed.
import type { Day } from '../store/statistics.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  })
  formats.set(timeZone, format)
  return format
}

/** The day of a time, as 2026-11-27. */
export function dayOf(at: number, timeZone: string): string {
  return formatOf(timeZone).format(at)
}

/** A day some days later, or earlier. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Where a day begins: found by halving, to the millisecond. */
export function startOfDay(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`)
  let [before, at] = [noon - 2 * 86_400_000, noon + 86_400_000]
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2)
    if (dayOf(middle, timeZone) < day) before = middle
    else at = middle
  }
  return at
}

export function wholeDay(day: string, timeZone: string): Day {
  return { day, from: startOfDay(day, timeZone), to: startOfDay(dayAfter(day), timeZone) }
}
