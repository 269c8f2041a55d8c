// PDUs as the JSON that the command line prints and reads: one plain object for each.
// Guarantees: whatever the input, the answer is an object or a list, never an exception; a broken one
// is `{ error }`, with `at`, the octet, where a PDU is broken.
import { z } from 'zod'
import { maxParts, segment } from '../sms/parts.ts'
import { isGsm7 } from '../sms/alphabet.ts'
import { addressText, parseAddress, type Address } from '../sms/tpdu/address.ts'
import { delivers, submits, textParts } from '../sms/tpdu/compose.ts'
import { dataCodingOf, dcsOf } from '../sms/tpdu/data-coding.ts'
import { TpduError } from '../sms/tpdu/error.ts'
import { concatenationOf, elementsOf } from '../sms/tpdu/header.ts'
import { fromHex, toHex } from '../sms/tpdu/hex.ts'
import { decodePdu, encodePdu, encodeTpdu, type Pdu, type Tpdu } from '../sms/tpdu/pdu.ts'
import type { DecodeOptions } from '../sms/tpdu/pdu.ts'
import { isoOf, parseIso, type Timestamp } from '../sms/tpdu/timestamp.ts'
import { binaryData, textData, type UserData } from '../sms/tpdu/user-data.ts'
import {
  relativeMinutes,
  relativePeriod,
  type ValidityPeriod,
} from '../sms/tpdu/validity-period.ts'

/** What `pdu decode` prints; absent fields are undefined, which JSON leaves out. */
export function decodeToJson(hex: string, options: DecodeOptions): object {
  return answer(() => pduJson(decodePdu(fromHex(hex), options)))
}

function answer<T extends object>(work: () => T): T | { error: string; at?: number } {
  try {
    return work()
  } catch (error) {
    if (error instanceof TpduError) return { error: error.message, at: error.octet }
    if (error instanceof Unfit) return { error: error.message }
    throw error
  }
}

/** Input that cannot be encoded as it asks. */
class Unfit extends Error {}

function pduJson({ serviceCentre, tpdu }: Pdu): object {
  const smsc = serviceCentre === undefined ? undefined : addressText(serviceCentre)
  switch (tpdu.type) {
    case 'deliver':
      return {
        type: tpdu.type,
        smsc,
        address: addressText(tpdu.originator),
        ...contentJson(tpdu.dcs, tpdu.userData),
        timestamp: isoOrNothing(tpdu.timestamp),
        statusReportRequested: tpdu.statusReportIndication || undefined,
      }
    case 'submit':
      return {
        type: tpdu.type,
        smsc,
        address: addressText(tpdu.destination),
        ...contentJson(tpdu.dcs, tpdu.userData),
        messageReference: tpdu.messageReference,
        validity: validityJson(tpdu.validity),
        statusReportRequested: tpdu.statusReportRequested,
      }
    case 'status-report':
      return {
        type: tpdu.type,
        smsc,
        address: addressText(tpdu.recipient),
        ...contentJson(tpdu.dcs, tpdu.userData),
        timestamp: isoOrNothing(tpdu.timestamp),
        dischargeTime: isoOrNothing(tpdu.dischargeTime),
        messageReference: tpdu.messageReference,
        status: tpdu.status,
      }
  }
}

function contentJson(dcs: number | undefined, data: UserData | undefined): object {
  if (data === undefined) return {}
  return {
    text: data.text,
    userDataHex: toHex(data.octets),
    encoding: data.alphabet,
    class: dataCodingOf(dcs ?? 0).class,
    concat: concatenationOf(data.elements),
    headerHex: data.header.length === 0 ? undefined : toHex(data.header),
  }
}

const isoOrNothing = (time: Timestamp | undefined): string | undefined =>
  time === undefined ? undefined : isoOf(time)

function validityJson(validity: ValidityPeriod | undefined): object | undefined {
  switch (validity?.form) {
    case undefined:
      return undefined
    case 'relative':
      return { tp: validity.tp, minutes: relativeMinutes(validity.tp) }
    case 'absolute':
      return validity.until === undefined ? undefined : { absolute: isoOf(validity.until) }
    case 'enhanced':
      return { enhancedHex: toHex(validity.octets) }
  }
}

const octet = z.int().min(0).max(255)
const refBits = z.literal([8, 16])

const encodeInput = z.object({
  type: z.enum(['submit', 'deliver', 'status-report']).default('submit'),
  smsc: z.string().nullish(),
  to: z.string().nullish(),
  from: z.string().nullish(),
  text: z.string().nullish(),
  userDataHex: z.string().nullish(),
  headerHex: z.string().nullish(),
  encoding: z.enum(['auto', 'gsm7', 'ucs2', '8bit']).nullish(),
  class: z.literal([0, 1, 2, 3]).nullish(),
  validity: z
    .object({
      minutes: z.number().positive().nullish(),
      tp: octet.nullish(),
      absolute: z.string().nullish(),
      enhancedHex: z.string().nullish(),
    })
    .nullish(),
  statusReport: z.boolean().nullish(),
  messageReference: octet.nullish(),
  refBits: refBits.nullish(),
  ref: z.int().min(0).max(0xffff).nullish(),
  languages: z.array(z.number()).nullish(),
  timestamp: z.string().nullish(),
  dischargeTime: z.string().nullish(),
  status: octet.nullish(),
})
type EncodeInput = z.infer<typeof encodeInput>

/** What `pdu encode` prints: the PDUs in hexadecimal, one for each part. `bare`: without SMSC. */
export function encodeToJson(line: string, bare: boolean): string[] | object {
  return answer(() => {
    const input = parse(line, encodeInput)
    const serviceCentre = isText(input.smsc) ? parseAddress(input.smsc) : undefined
    return tpdus(input).map((tpdu) =>
      toHex(bare ? encodeTpdu(tpdu) : encodePdu({ serviceCentre, tpdu })),
    )
  })
}

function parse<T>(line: string, schema: z.ZodType<T>): T {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    throw new Unfit('not JSON')
  }
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Unfit([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}

const isText = (text: string | null | undefined): text is string =>
  text !== null && text !== undefined && text !== ''

function tpdus(input: EncodeInput): Tpdu[] {
  const options = {
    ...(input.class === null || input.class === undefined ? {} : { class: input.class }),
  }
  switch (input.type) {
    case 'submit': {
      const validity = validityOf(input)
      return submits(address(input.to, 'to'), parts(input), {
        ...options,
        ...(validity === undefined ? {} : { validity }),
        statusReportRequested: input.statusReport ?? false,
        messageReference: input.messageReference ?? 0,
      })
    }
    case 'deliver':
      return delivers(
        address(input.from, 'from'),
        time(input.timestamp, 'timestamp'),
        parts(input),
        { ...options, statusReportIndication: input.statusReport ?? false },
      )
    case 'status-report':
      return [statusReport(input)]
  }
}

function statusReport(input: EncodeInput): Tpdu {
  const [userData, more] = isText(input.text) || isText(input.userDataHex) ? parts(input) : []
  if (more !== undefined) throw new Unfit('text: too long for a status report')
  const timestamp = time(input.timestamp, 'timestamp')
  return {
    type: 'status-report',
    moreMessages: false,
    aboutCommand: false,
    messageReference: input.messageReference ?? 0,
    recipient: address(input.to ?? input.from, 'to'),
    timestamp,
    dischargeTime: isText(input.dischargeTime)
      ? time(input.dischargeTime, 'dischargeTime')
      : timestamp,
    status: input.status ?? 0,
    pid: undefined,
    dcs: userData === undefined ? undefined : dcsOf(userData.alphabet, input.class ?? undefined),
    userData,
  }
}

function address(text: string | null | undefined, name: string): Address {
  if (!isText(text)) throw new Unfit(`${name}: missing`)
  return parseAddress(text)
}

function time(text: string | null | undefined, name: string): Timestamp {
  if (!isText(text)) throw new Unfit(`${name}: missing`)
  const timestamp = parseIso(text)
  if (timestamp === undefined) throw new Unfit(`${name}: not a time with an offset`)
  return timestamp
}

function parts(input: EncodeInput): UserData[] {
  const elements = isText(input.headerHex) ? elementsOf(fromHex(input.headerHex)) : []
  if (input.encoding === '8bit' || isText(input.userDataHex)) {
    return [binaryData(fromHex(input.userDataHex ?? ''), elements)]
  }
  const text = input.text ?? ''
  // A header of one's own stands in one part.
  if (elements.length > 0) return [oneText(text, input, elements)]
  const ref = input.ref ?? 0
  const bits = input.refBits ?? (ref > 0xff ? 16 : 8)
  if (bits === 8 && ref > 0xff) throw new Unfit('ref: more than 8 bits')
  return textParts(text, {
    encoding: input.encoding ?? 'auto',
    refBits: bits,
    ref,
    languages: input.languages ?? [],
  })
}

function oneText(text: string, input: EncodeInput, elements: UserData['elements']): UserData {
  const wish = input.encoding ?? 'auto'
  const alphabet = wish === 'ucs2' || (wish === 'auto' && !isGsm7(text)) ? 'ucs2' : 'gsm7'
  const data = textData(alphabet, text, elements)
  if (data === undefined) throw new Unfit('text: a character outside GSM 7-bit')
  return data
}

function validityOf({ validity }: EncodeInput): ValidityPeriod | undefined {
  if (typeof validity?.tp === 'number') return { form: 'relative', tp: validity.tp }
  if (typeof validity?.minutes === 'number') return relativePeriod(validity.minutes)
  if (isText(validity?.absolute)) {
    return { form: 'absolute', until: time(validity.absolute, 'validity.absolute') }
  }
  if (isText(validity?.enhancedHex)) {
    return { form: 'enhanced', octets: fromHex(validity.enhancedHex) }
  }
  return undefined
}

const partsInput = z.object({
  text: z.string(),
  encoding: z.enum(['auto', 'gsm7', 'ucs2']).nullish(),
  refBits: refBits.nullish(),
  languages: z.array(z.number()).nullish(),
})

/** What `parts` prints. */
export function partsToJson(line: string): object {
  return answer(() => {
    const input = parse(line, partsInput)
    const { encoding, parts, units } = segment(input.text, {
      encoding: input.encoding ?? 'auto',
      refBits: input.refBits ?? 8,
      languages: input.languages ?? [],
    })
    if (parts.length > maxParts) throw new Unfit(`${parts.length} parts, more than ${maxParts}`)
    return { encoding, parts, units }
  })
}
