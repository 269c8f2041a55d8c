// A point in time, written in the zone of its reader. Where nobody has said which that is (UTC), the
// page's script writes it anew in the zone of the browser, with the same options (times.js). What is to go
// out at a time that somebody chose is told with its year and zone.
import type { Language } from '../mail/language/phrases.ts'

const shapes = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  due: {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

export type MomentShape = keyof typeof shapes

export interface Reader {
  readonly language: Language
  /** The server's own where it is not known. */
  readonly timeZone?: string
}

const anybody: Reader = { language: 'en' }

export function Moment({ at, shape, reader }: { at: number; shape: MomentShape; reader?: Reader }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-shape={shape}>
      {writeMoment(at, shape, reader)}
    </time>
  )
}

export function writeMoment(at: number, shape: MomentShape, reader = anybody): string {
  const { language, timeZone } = reader
  const locale = language === 'en' ? 'en-GB' : language
  return formatOf(locale, timeZone, shape).format(at)
}

/** A formatter costs more than all that it writes. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(
  locale: string,
  timeZone: string | undefined,
  shape: MomentShape,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone ?? ''} ${shape}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, {
    ...shapes[shape],
    ...(timeZone !== undefined && { timeZone }),
  })
  formats.set(key, made)
  return made
}
