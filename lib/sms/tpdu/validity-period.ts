// TP-VP in its three forms, told apart by TP-VPF (3GPP TS 23.040 9.2.3.3 and 9.2.3.12): how long the
// service centre keeps trying.
import type { Reader } from './reader.ts'
import { octetsOfTimestamp, timestampOctets, timestampOf, type Timestamp } from './timestamp.ts'
import type { Writer } from './writer.ts'

export type ValidityPeriod =
  | { readonly form: 'relative'; readonly tp: number }
  /** `until` is undefined when the octets are no time. */
  | { readonly form: 'absolute'; readonly until: Timestamp | undefined }
  /** Seven octets; kept as they are, since most of them may be reserved. */
  | { readonly form: 'enhanced'; readonly octets: Uint8Array }

/** The bits of TP-VPF in the first octet. */
const formatMask = 0x18
const enhancedBits = 0x08
const relativeBits = 0x10
const absoluteBits = 0x18

export function formatBits(validity: ValidityPeriod | undefined): number {
  if (validity === undefined) return 0
  switch (validity.form) {
    case 'relative':
      return relativeBits
    case 'absolute':
      return absoluteBits
    case 'enhanced':
      return enhancedBits
  }
}

export function readValidityPeriod(reader: Reader, firstOctet: number): ValidityPeriod | undefined {
  switch (firstOctet & formatMask) {
    case relativeBits:
      return { form: 'relative', tp: reader.octet('vp') }
    case absoluteBits:
      return { form: 'absolute', until: timestampOf(reader.octets(timestampOctets, 'vp')) }
    case enhancedBits:
      return { form: 'enhanced', octets: reader.octets(timestampOctets, 'vp') }
    default:
      return undefined
  }
}

export function writeValidityPeriod(writer: Writer, validity: ValidityPeriod): void {
  switch (validity.form) {
    case 'relative':
      if (validity.tp < 0 || validity.tp > 255) throw writer.error('vp', 'not an octet')
      writer.octet(validity.tp)
      break
    case 'absolute':
      if (validity.until === undefined) throw writer.error('vp', 'no time')
      writer.octets(octetsOfTimestamp(validity.until))
      break
    case 'enhanced':
      if (validity.octets.length !== 7) throw writer.error('vp', 'not seven octets')
      writer.octets(validity.octets)
  }
}

const hour = 60
const day = 24 * hour
const week = 7 * day

/** Minutes of a relative period (9.2.3.12.1). */
export function relativeMinutes(tp: number): number {
  if (tp <= 143) return (tp + 1) * 5
  if (tp <= 167) return 12 * hour + (tp - 143) * 30
  return tp <= 196 ? (tp - 166) * day : (tp - 192) * week
}

/** The shortest and the longest relative period, in minutes. */
export const shortestRelative = 5
export const longestRelative = 63 * week

/**
 * The longest relative period that is not beyond so many minutes: a text is rather given up early than
 * delivered late. Outside the bounds above it is the nearest one.
 */
export function relativePeriod(minutes: number): ValidityPeriod {
  return { form: 'relative', tp: Math.min(255, Math.max(0, relativeOctet(minutes))) }
}

function relativeOctet(minutes: number): number {
  if (minutes < 12.5 * hour) return Math.min(143, Math.floor(minutes / 5) - 1)
  if (minutes < 2 * day) return Math.min(167, 143 + Math.floor((minutes - 12 * hour) / 30))
  return minutes < 5 * week
    ? Math.min(196, 166 + Math.floor(minutes / day))
    : 192 + Math.floor(minutes / week)
}
