// The JSON object that `pdu encode` reads, as PDUs: one for each part of its text.
import { z } from 'zod'
import { npi, parseAddress, ton, type Address } from '../sms/tpdu/address.ts'
import { binaryParts, delivers, submits, textParts } from '../sms/tpdu/compose.ts'
import { dcsOf } from '../sms/tpdu/data-coding.ts'
import { elementsOf, headerOf, type Element } from '../sms/tpdu/header.ts'
import { TpduError } from '../sms/tpdu/error.ts'
import { fromHex, toHex } from '../sms/tpdu/hex.ts'
import { encodePdu, encodeTpdu, type Tpdu } from '../sms/tpdu/pdu.ts'
import { parseIso, type Timestamp } from '../sms/tpdu/timestamp.ts'
import { binaryData, textData, type UserData } from '../sms/tpdu/user-data.ts'
import {
  longestRelative,
  relativePeriod,
  shortestRelative,
  type ValidityPeriod,
} from '../sms/tpdu/validity-period.ts'
import { answer, parseLine, Unfit } from './json-answer.ts'

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

/** The PDUs in hexadecimal. `bare`: without the service centre's address. */
export function encodeToJson(line: string, bare: boolean): object {
  return answer(() => {
    const input = parseLine(line, encodeInput)
    const serviceCentre = isText(input.smsc) ? number(input.smsc, 'smsc') : undefined
    return tpdus(input).map((tpdu) =>
      toHex(bare ? encodeTpdu(tpdu) : encodePdu({ serviceCentre, tpdu })),
    )
  })
}

const isText = (text: string | null | undefined): text is string =>
  text !== null && text !== undefined && text !== ''

function tpdus(input: EncodeInput): Tpdu[] {
  const options = typeof input.class === 'number' ? { class: input.class } : {}
  switch (input.type) {
    case 'submit': {
      const validity = validityOf(input)
      return submits(number(input.to, 'to'), parts(input), {
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
    recipient: number(input.to ?? input.from, 'to'),
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

function number(text: string | null | undefined, name: string): Address {
  const result = address(text, name)
  if (result.ton !== ton.alphanumeric) return result
  if (/^[0-9*#abc]+$/.test(result.value)) {
    return { ton: ton.unknown, npi: npi.telephone, value: result.value }
  }
  throw new Unfit(`${name}: not a number`)
}

function time(text: string | null | undefined, name: string): Timestamp {
  if (!isText(text)) throw new Unfit(`${name}: missing`)
  const timestamp = parseIso(text)
  if (timestamp === undefined) throw new Unfit(`${name}: not a time with an offset`)
  return timestamp
}

function parts(input: EncodeInput): UserData[] {
  const elements = isText(input.headerHex) ? ownHeader(input.headerHex) : []
  const binary = input.encoding === '8bit' || isText(input.userDataHex)
  // A header of one's own stands in one part.
  if (elements.length > 0) {
    return [binary ? binaryData(octetsOf(input), elements) : oneText(input, elements)]
  }
  const reference = referenceOf(input)
  if (binary) return binaryParts(octetsOf(input), reference)
  const text = input.text ?? ''
  const encoding = input.encoding === 'ucs2' || input.encoding === 'gsm7' ? input.encoding : 'auto'
  const sent = textParts(text, { encoding, ...reference, languages: input.languages ?? [] })
  // What a person writes may lose an accent on its way; what a script asks for must go as it is.
  if (sent.map((part) => part.text).join('') !== text) throw new Unfit(outsideGsm7)
  return sent
}

/** The header of one's own, which has to be whole: one whose elements do not fit would mean nothing. */
function ownHeader(hex: string): Element[] {
  const header = octetsOfHex(hex, 'headerHex')
  const elements = elementsOf(header)
  const isWhole =
    elements.length === 0 ? toHex(header) === '00' : toHex(headerOf(elements)) === toHex(header)
  if (!isWhole)
    throw new Unfit('headerHex: its length octet and its elements do not fit one another')
  return elements
}

function octetsOfHex(hex: string, name: string): Uint8Array {
  try {
    return fromHex(hex)
  } catch (error) {
    throw error instanceof TpduError ? new Unfit(`${name}: ${error.reason}`) : error
  }
}

const outsideGsm7 = 'text: a character outside GSM 7-bit'

function referenceOf(input: EncodeInput): { ref: number; refBits: 8 | 16 } {
  const ref = input.ref ?? 0
  const refBits = input.refBits ?? (ref > 0xff ? 16 : 8)
  if (refBits === 8 && ref > 0xff) throw new Unfit('ref: more than 8 bits')
  return { ref, refBits }
}

/** 8-bit data: the octets given, else the text in ISO 8859-1. */
function octetsOf(input: EncodeInput): Uint8Array {
  if (isText(input.userDataHex)) return octetsOfHex(input.userDataHex, 'userDataHex')
  const text = input.text ?? ''
  if (/[^\0-\xff]/.test(text)) throw new Unfit('text: a character outside ISO 8859-1')
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function oneText(input: EncodeInput, elements: readonly Element[]): UserData {
  const text = input.text ?? ''
  const { encoding } = input
  const asGsm7 = encoding === 'ucs2' ? undefined : textData('gsm7', text, elements)
  const data = asGsm7 ?? (encoding === 'gsm7' ? undefined : textData('ucs2', text, elements))
  if (data === undefined) throw new Unfit(outsideGsm7)
  return data
}

function validityOf({ validity }: EncodeInput): ValidityPeriod | undefined {
  if (typeof validity?.tp === 'number') return { form: 'relative', tp: validity.tp }
  if (typeof validity?.minutes === 'number') return relative(validity.minutes)
  if (isText(validity?.absolute)) {
    return { form: 'absolute', until: time(validity.absolute, 'validity.absolute') }
  }
  if (isText(validity?.enhancedHex)) {
    return { form: 'enhanced', octets: octetsOfHex(validity.enhancedHex, 'validity.enhancedHex') }
  }
  return undefined
}

function relative(minutes: number): ValidityPeriod {
  if (minutes < shortestRelative || minutes > longestRelative) {
    throw new Unfit('validity.minutes: not between 5 minutes and 63 weeks')
  }
  return relativePeriod(minutes)
}
