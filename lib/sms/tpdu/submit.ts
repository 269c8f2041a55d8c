// SMS-SUBMIT, from the phone to the service centre (3GPP TS 23.040 9.2.2.2).
import { readAddress, writeAddress, type Address } from './address.ts'
import { dataCodingOf } from './data-coding.ts'
import type { Reader } from './reader.ts'
import { readUserData, writeUserData, type UserData } from './user-data.ts'
import {
  formatBits,
  readValidityPeriod,
  writeValidityPeriod,
  type ValidityPeriod,
} from './validity-period.ts'
import { Writer } from './writer.ts'

export interface Submit {
  readonly type: 'submit'
  /** The service centre is to refuse one that it still holds with the same reference and phone. */
  readonly rejectDuplicates: boolean
  readonly replyPath: boolean
  readonly statusReportRequested: boolean
  /** TP-MR; many modems put their own count in its place. */
  readonly messageReference: number
  readonly destination: Address
  readonly pid: number
  readonly dcs: number
  readonly validity: ValidityPeriod | undefined
  readonly userData: UserData
}

const messageType = 0x01
const rejectDuplicates = 0x04
const statusReportRequested = 0x20
const hasHeader = 0x40
const replyPath = 0x80

export function readSubmit(reader: Reader, firstOctet: number): Submit {
  const messageReference = reader.octet('mr')
  const destination = readAddress(reader, 'da')
  const pid = reader.octet('pid')
  const dcs = reader.octet('dcs')
  const validity = readValidityPeriod(reader, firstOctet)
  const userData = readUserData(reader, dataCodingOf(dcs), (firstOctet & hasHeader) !== 0)
  return {
    type: 'submit',
    rejectDuplicates: (firstOctet & rejectDuplicates) !== 0,
    replyPath: (firstOctet & replyPath) !== 0,
    statusReportRequested: (firstOctet & statusReportRequested) !== 0,
    messageReference,
    destination,
    pid,
    dcs,
    validity,
    userData,
  }
}

export function writeSubmit(submit: Submit): Uint8Array {
  const writer = new Writer('submit')
  writer.octet(
    messageType |
      (submit.rejectDuplicates ? rejectDuplicates : 0) |
      formatBits(submit.validity) |
      (submit.statusReportRequested ? statusReportRequested : 0) |
      (submit.userData.header.length > 0 ? hasHeader : 0) |
      (submit.replyPath ? replyPath : 0),
  )
  writer.octet(submit.messageReference)
  writeAddress(writer, 'da', submit.destination)
  writer.octet(submit.pid)
  writer.octet(submit.dcs)
  if (submit.validity !== undefined) writeValidityPeriod(writer, submit.validity)
  writeUserData(writer, submit.userData)
  return writer.done()
}
