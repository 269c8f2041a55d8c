// A PDU as the JSON object that `pdu decode` prints. Absent fields are undefined, which JSON leaves out.
import { addressText } from '../sms/tpdu/address.ts'
import { dataCodingOf } from '../sms/tpdu/data-coding.ts'
import { concatenationOf } from '../sms/tpdu/header.ts'
import { fromHex, toHex } from '../sms/tpdu/hex.ts'
import { decodePdu, type DecodeOptions, type Pdu } from '../sms/tpdu/pdu.ts'
import { isoOf, type Timestamp } from '../sms/tpdu/timestamp.ts'
import type { UserData } from '../sms/tpdu/user-data.ts'
import { relativeMinutes, type ValidityPeriod } from '../sms/tpdu/validity-period.ts'
import { answer } from './json-answer.ts'

export function decodeToJson(hex: string, options: DecodeOptions): object {
  return answer(() => pduJson(decodePdu(fromHex(hex), options)))
}

function pduJson({ serviceCentre, tpdu }: Pdu): object {
  // A type without a single digit names no service centre.
  const smsc = serviceCentre === undefined ? undefined : addressText(serviceCentre) || undefined
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
