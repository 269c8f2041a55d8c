// A text as the TPDUs that carry it: SUBMITs for a modem to send, DELIVERs as a phone would get them.
// Guarantees: the parts are those of segment(); parts of a long text have consecutive numbers under
// one reference; a text of more than 255 parts is a TpduError.
import { maxParts, segment, type SegmentOptions } from '../parts.ts'
import type { Address } from './address.ts'
import { dcsOf, type MessageClass } from './data-coding.ts'
import type { Deliver } from './deliver.ts'
import { TpduError } from './error.ts'
import { concatenationElement, languageElements } from './header.ts'
import type { Submit } from './submit.ts'
import type { Timestamp } from './timestamp.ts'
import { binaryData, maxOctets, textData, type UserData } from './user-data.ts'
import type { ValidityPeriod } from './validity-period.ts'

export interface TextOptions extends SegmentOptions {
  /** Reference that a long text's parts share; kept to refBits. 0 when not said. */
  readonly ref?: number
}

/** The user data of each part. */
export function textParts(text: string, options: TextOptions = {}): UserData[] {
  const { encoding, parts, languages } = segment(text, options)
  const total = parts.length
  assertNumbered('text', total)
  const { ref, refBits } = reference(options)
  const tables = languages === undefined ? [] : languageElements(languages)
  return parts.map((part, index) => {
    const place = concatenationElement({ ref, refBits, total, seq: index + 1 })
    const data = textData(encoding, part, total === 1 ? tables : [place, ...tables])
    // segment() chose tables that hold the text.
    if (data === undefined) throw new Error('segment() gave a part that its tables cannot hold')
    return data
  })
}

export interface BinaryOptions {
  readonly refBits?: 8 | 16
  readonly ref?: number
}

/** The user data of each part of 8-bit data. */
export function binaryParts(octets: Uint8Array, options: BinaryOptions = {}): UserData[] {
  if (octets.length <= maxOctets) return [binaryData(octets)]
  const { ref, refBits } = reference(options)
  const most = maxOctets - (refBits === 8 ? 6 : 7)
  const total = Math.ceil(octets.length / most)
  assertNumbered('data', total)
  return Array.from({ length: total }, (_, index) =>
    binaryData(octets.subarray(index * most, (index + 1) * most), [
      concatenationElement({ ref, refBits, total, seq: index + 1 }),
    ]),
  )
}

function assertNumbered(field: string, total: number): void {
  if (total > maxParts) throw new TpduError(field, 0, `${total} parts, more than ${maxParts}`)
}

function reference(options: BinaryOptions): { ref: number; refBits: 8 | 16 } {
  const refBits = options.refBits ?? 8
  return { ref: (options.ref ?? 0) & (refBits === 8 ? 0xff : 0xffff), refBits }
}

export interface SubmitOptions {
  readonly class?: MessageClass
  readonly validity?: ValidityPeriod
  readonly statusReportRequested?: boolean
  /** TP-MR, the same in all parts. */
  readonly messageReference?: number
}

/** One SUBMIT for each part. */
export function submits(
  destination: Address,
  parts: readonly UserData[],
  options: SubmitOptions = {},
): Submit[] {
  return parts.map((userData) => ({
    type: 'submit',
    rejectDuplicates: false,
    replyPath: false,
    statusReportRequested: options.statusReportRequested ?? false,
    messageReference: options.messageReference ?? 0,
    destination,
    pid: 0,
    dcs: dcsOf(userData.alphabet, options.class),
    validity: options.validity,
    userData,
  }))
}

export interface DeliverOptions {
  readonly class?: MessageClass
  readonly statusReportIndication?: boolean
}

/** One DELIVER for each part. */
export function delivers(
  originator: Address,
  timestamp: Timestamp,
  parts: readonly UserData[],
  options: DeliverOptions = {},
): Deliver[] {
  return parts.map((userData) => ({
    type: 'deliver',
    moreMessages: false,
    replyPath: false,
    statusReportIndication: options.statusReportIndication ?? false,
    originator,
    pid: 0,
    dcs: dcsOf(userData.alphabet, options.class),
    timestamp,
    userData,
  }))
}
