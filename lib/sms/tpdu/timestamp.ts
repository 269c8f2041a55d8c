// TP-SCTS, TP-DT and the absolute TP-VP: seven octets of swapped digits, the last one quarters of an
// hour from GMT with a sign (3GPP TS 23.040 9.2.3.11).
// Guarantees: a digit that is none counts as 0, as the standard asks; octets that are no time on the
// calendar even so are read as undefined.

export interface Timestamp {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Minutes east of Greenwich, a multiple of 15. */
  readonly offset: number
}

export const timestampOctets = 7

export function timestampOf(octets: Uint8Array): Timestamp | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = Array.from(
    octets.subarray(0, 6),
    decimal,
  )
  const offset = offsetOf(octets[6] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(Date.UTC(fullYear(year), month - 1, day, hour, minute, second))
  // Date.UTC turns 31 February into March; such a day is no day.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return { time: date.getTime() - offset * 60_000, offset }
}

/** The standard has two digits; POSIX reads 69 to 99 as the last century, and so do phones. */
const fullYear = (year: number): number => (year < 69 ? 2000 + year : 1900 + year)

function decimal(octet: number): number {
  return digit(octet & 0xf) * 10 + digit(octet >> 4)
}

const digit = (code: number): number => (code > 9 ? 0 : code)

function offsetOf(octet: number): number {
  const quarters = decimal(octet & ~0x08)
  return (octet & 0x08) === 0 || quarters === 0 ? 15 * quarters : -15 * quarters
}

export function octetsOfTimestamp({ time, offset }: Timestamp): Uint8Array {
  const local = new Date(time + offset * 60_000)
  const fields = [
    local.getUTCFullYear() % 100,
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
  ]
  const zone = swapped(Math.round(Math.abs(offset) / 15)) | (offset < 0 ? 0x08 : 0)
  return Uint8Array.from([...fields.map(swapped), zone])
}

const swapped = (value: number): number => ((value % 10) << 4) | Math.floor(value / 10)

/** ISO 8601 with the offset: `2026-12-24T18:00:00+01:00`. */
export function isoOf({ time, offset }: Timestamp): string {
  const local = new Date(time + offset * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/**
 * Reads what isoOf writes, and `Z`; undefined for anything else, and for what seven octets cannot say:
 * years outside 1969 to 2068, more than 79 quarters of an hour. An offset is rounded to quarters.
 */
export function parseIso(text: string): Timestamp | undefined {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(
    text,
  )
  const time = Date.parse(text)
  if (match === null || Number.isNaN(time)) return undefined
  const quarters = Math.round((60 * Number(match[2] ?? 0) + Number(match[3] ?? 0)) / 15)
  const offset = match[1] === '-' && quarters > 0 ? -15 * quarters : 15 * quarters
  const year = new Date(time + offset * 60_000).getUTCFullYear()
  return quarters > 79 || year < 1969 || year > 2068 ? undefined : { time, offset }
}
