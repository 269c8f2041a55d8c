// SMS-DELIVER, from the service centre to the phone (3GPP TS 23.040 9.2.2.1).
import { readAddress, writeAddress, type Address } from './address.ts'
import { dataCodingOf } from './data-coding.ts'
import type { Reader } from './reader.ts'
import { octetsOfTimestamp, timestampOctets, timestampOf, type Timestamp } from './timestamp.ts'
import { readUserData, writeUserData, type UserData } from './user-data.ts'
import { Writer } from './writer.ts'

export interface Deliver {
  readonly type: 'deliver'
  /** More messages wait in the service centre. */
  readonly moreMessages: boolean
  readonly replyPath: boolean
  /** A status report goes back to whoever sent it. */
  readonly statusReportIndication: boolean
  readonly originator: Address
  readonly pid: number
  readonly dcs: number
  /** When the service centre got it; undefined when its octets are no time. */
  readonly timestamp: Timestamp | undefined
  readonly userData: UserData
}

const noMoreMessages = 0x04
const statusReportIndication = 0x20
const hasHeader = 0x40
const replyPath = 0x80

export function readDeliver(reader: Reader, firstOctet: number): Deliver {
  const originator = readAddress(reader, 'oa')
  const pid = reader.octet('pid')
  const dcs = reader.octet('dcs')
  const timestamp = timestampOf(reader.octets(timestampOctets, 'scts'))
  const userData = readUserData(reader, dataCodingOf(dcs), (firstOctet & hasHeader) !== 0)
  return {
    type: 'deliver',
    // The bit is set when there are none (9.2.3.2).
    moreMessages: (firstOctet & noMoreMessages) === 0,
    replyPath: (firstOctet & replyPath) !== 0,
    statusReportIndication: (firstOctet & statusReportIndication) !== 0,
    originator,
    pid,
    dcs,
    timestamp,
    userData,
  }
}

export function writeDeliver(deliver: Deliver): Uint8Array {
  const writer = new Writer('deliver')
  writer.octet(
    (deliver.moreMessages ? 0 : noMoreMessages) |
      (deliver.statusReportIndication ? statusReportIndication : 0) |
      (deliver.userData.header.length > 0 ? hasHeader : 0) |
      (deliver.replyPath ? replyPath : 0),
  )
  writeAddress(writer, 'oa', deliver.originator)
  writer.octet(deliver.pid)
  writer.octet(deliver.dcs)
  if (deliver.timestamp === undefined) throw writer.error('scts', 'no time')
  writer.octets(octetsOfTimestamp(deliver.timestamp))
  writeUserData(writer, deliver.userData)
  return writer.done()
}
