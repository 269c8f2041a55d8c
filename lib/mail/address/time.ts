// The times at which a message may be asked to go out: SMStoB's `hhmmddmmyyyy`, `2026-12-24 18:00`,
// `18:00` (today) and `+2h`. What is written is a time on the wall of the account, in its zone.

export type TimeReading =
  | { kind: 'time'; at: number }
  | { kind: 'refused'; code: 'time_invalid' | 'time_past'; detail: string }

type Written =
  | { kind: 'wall'; day: readonly [year: number, month: number, day: number]; minutes: number }
  | { kind: 'today'; minutes: number }
  | { kind: 'after'; milliseconds: number }

/** Whether a text has one of the forms of a time, with a day and an hour that exist. */
export function isTime(text: string): boolean {
  return readForm(text) !== undefined
}

// How people write a day and a clock, whether we read it or not: 24.12.2026, 18.00, 18h30, 18:00:00.
const day = String.raw`(?:20\d\d[-./]\d\d?[-./]\d\d?|[0-3]?\d[-./][01]?\d[-./]20\d\d)`
const clock = String.raw`\d{1,2}[:.h]\d\d(?:[:.]\d\d)?`
// Without its century a day could be part of a number, but for a clock beside it: 24/12 18:00.
const shortDay = String.raw`[0-3]?\d[-./][01]?\d(?:[-./]\d\d)?\.?`
const hour = String.raw`(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:[:.]\d\d)?`
const later = String.raw`\+\d{1,9} ?\p{L}{1,7}`
const timeLike = `(?:${day}(?:[ T]${clock})?|${shortDay},? ${hour}|${hour} ${shortDay}|${clock}(?: ${day})?|${later})`
const likeTime = new RegExp(`^${timeLike}$`, 'iu')
const endsLikeTime = new RegExp(`(?:^|[ ,;])(${timeLike})$`, 'iu')
const likeDay = new RegExp(`^${day}$`)

/** Whether a text can only be meant as a time: one that isTime() does not know is mistyped. */
export function isLikeTime(text: string): boolean {
  return likeTime.test(text)
}

/** What can only be meant as a time at the end of a text, after a blank, a comma or a semicolon. */
export function likeTimeAtEnd(text: string): string | undefined {
  return endsLikeTime.exec(text.slice(-40))?.[1]
}

/** Whether a text is a day, which without this could be read as a number. */
export function isLikeDay(text: string): boolean {
  return likeDay.test(text)
}

/**
 * The moment that a time means, in milliseconds since 1970. `zone` is an IANA name that exists. An
 * hour that comes twice in autumn is the earlier one, one that is left out in spring is moved ahead.
 */
export function resolveTime(text: string, now: number, zone: string): TimeReading {
  const form = readForm(text)
  if (form === undefined) return { kind: 'refused', code: 'time_invalid', detail: text }
  const at = form.kind === 'after' ? now + form.milliseconds : onTheWall(form, now, zone)
  if (at < now) return { kind: 'refused', code: 'time_past', detail: text }
  return { kind: 'time', at }
}

function readForm(text: string): Written | undefined {
  const packed = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d{4})$/.exec(text)
  if (packed) {
    const [hour, minute, day, month, year] = packed.slice(1).map(Number)
    return wall(year, month, day, hour, minute)
  }
  const iso = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d?):(\d\d)(?::\d\d)?$/i.exec(text)
  if (iso) {
    const [year, month, day, hour, minute] = iso.slice(1).map(Number)
    return wall(year, month, day, hour, minute)
  }
  const clock = /^(\d\d?):(\d\d)$/.exec(text)
  if (clock) {
    const minutes = minutesOfDay(Number(clock[1]), Number(clock[2]))
    return minutes === undefined ? undefined : { kind: 'today', minutes }
  }
  const milliseconds = text.startsWith('+') ? readDuration(text.slice(1)) : undefined
  return milliseconds === undefined ? undefined : { kind: 'after', milliseconds }
}

const unit: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90m`, `2h` or `3d` in milliseconds. */
export function readDuration(text: string): number | undefined {
  const match = /^(\d{1,4})([mhd])$/i.exec(text)
  return match ? Number(match[1]) * (unit[match[2]?.toLowerCase() ?? ''] ?? 0) : undefined
}

function wall(year = 0, month = 0, day = 0, hour = 0, minute = 0): Written | undefined {
  const minutes = minutesOfDay(hour, minute)
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!exists || minutes === undefined || year < 2000 || year > 2099) return undefined
  return { kind: 'wall', day: [year, month, day], minutes }
}

function minutesOfDay(hour: number, minute: number): number | undefined {
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}

const oneDay = 86_400_000

function onTheWall(form: Exclude<Written, { kind: 'after' }>, now: number, zone: string): number {
  const offset = offsets(zone)
  const [year, month, date] = form.kind === 'wall' ? form.day : today(now + offset(now))
  const asUtc = Date.UTC(year, month - 1, date) + form.minutes * 60_000
  const before = asUtc - offset(asUtc - oneDay)
  const after = asUtc - offset(asUtc + oneDay)
  const fits = [before, after].filter((moment) => moment + offset(moment) === asUtc)
  // In the hour that is left out neither fits; the offset of the day before moves it ahead.
  return fits.length > 0 ? Math.min(...fits) : before
}

function today(wallNow: number): [year: number, month: number, day: number] {
  const date = new Date(wallNow)
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
}

/** How far the zone's wall is ahead of UTC at a moment, in milliseconds. */
function offsets(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (moment) => {
    const seconds = Math.floor(moment / 1000) * 1000
    const part = Object.fromEntries(
      format.formatToParts(seconds).map(({ type, value }) => [type, Number(value)]),
    )
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
    return Date.UTC(year, month - 1, day, hour, minute, second) - seconds
  }
}
