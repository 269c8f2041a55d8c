// SMS-STATUS-REPORT, from the service centre to the phone (3GPP TS 23.040 9.2.2.3).
import { readAddress, writeAddress, type Address } from './address.ts'
import { dataCodingOf } from './data-coding.ts'
import type { Reader } from './reader.ts'
import { octetsOfTimestamp, timestampOctets, timestampOf, type Timestamp } from './timestamp.ts'
import { readUserData, writeUserData, type UserData } from './user-data.ts'
import { Writer } from './writer.ts'

export interface StatusReport {
  readonly type: 'status-report'
  readonly moreMessages: boolean
  /** The report is about an SMS-COMMAND, not about a message. */
  readonly aboutCommand: boolean
  /** TP-MR of the message that it is about. */
  readonly messageReference: number
  readonly recipient: Address
  /** When the service centre got the message. */
  readonly timestamp: Timestamp | undefined
  /** When the phone got it, or when it was last tried. */
  readonly dischargeTime: Timestamp | undefined
  /** TP-ST; status.ts says what it means. */
  readonly status: number
  readonly pid: number | undefined
  readonly dcs: number | undefined
  readonly userData: UserData | undefined
}

const messageType = 0x02
const noMoreMessages = 0x04
const aboutCommand = 0x20
const hasHeader = 0x40

// TP-PI (9.2.3.27): which of the optional fields follow.
const hasPid = 0x01
const hasDcs = 0x02
const hasUserData = 0x04
const hasMoreIndicators = 0x80
const filler = 0xff

export function readStatusReport(reader: Reader, firstOctet: number): StatusReport {
  const messageReference = reader.octet('mr')
  const recipient = readAddress(reader, 'ra')
  const timestamp = timestampOf(reader.octets(timestampOctets, 'scts'))
  const dischargeTime = timestampOf(reader.octets(timestampOctets, 'dt'))
  const status = reader.octet('st')
  return {
    type: 'status-report',
    moreMessages: (firstOctet & noMoreMessages) === 0,
    aboutCommand: (firstOctet & aboutCommand) !== 0,
    messageReference,
    recipient,
    timestamp,
    dischargeTime,
    status,
    ...readOptional(reader, (firstOctet & hasHeader) !== 0),
  }
}

type Optional = Pick<StatusReport, 'pid' | 'dcs' | 'userData'>

function readOptional(reader: Reader, withHeader: boolean): Optional {
  const indicator = readIndicator(reader)
  const pid = (indicator & hasPid) === 0 ? undefined : reader.octet('pid')
  const dcs = (indicator & hasDcs) === 0 ? undefined : reader.octet('dcs')
  const userData =
    (indicator & hasUserData) === 0
      ? undefined
      : readUserData(reader, dataCodingOf(dcs ?? 0), withHeader)
  return { pid, dcs, userData }
}

/** The first indicator; the further ones that it may announce are reserved. */
function readIndicator(reader: Reader): number {
  if (reader.left === 0) return 0
  const first = reader.octet('pi')
  // A report read from a SIM card, which fills the rest of its record.
  if (first === filler) return 0
  let octet = first
  while ((octet & hasMoreIndicators) !== 0) octet = reader.octet('pi')
  return first
}

export function writeStatusReport(report: StatusReport): Uint8Array {
  const writer = new Writer('status-report')
  const header = (report.userData?.header.length ?? 0) > 0
  writer.octet(
    messageType |
      (report.moreMessages ? 0 : noMoreMessages) |
      (report.aboutCommand ? aboutCommand : 0) |
      (header ? hasHeader : 0),
  )
  writer.octet(report.messageReference)
  writeAddress(writer, 'ra', report.recipient)
  writeTime(writer, 'scts', report.timestamp)
  writeTime(writer, 'dt', report.dischargeTime)
  writer.octet(report.status)
  writeOptional(writer, report)
  return writer.done()
}

function writeTime(writer: Writer, field: string, time: Timestamp | undefined): void {
  if (time === undefined) throw writer.error(field, 'no time')
  writer.octets(octetsOfTimestamp(time))
}

function writeOptional(writer: Writer, { pid, dcs, userData }: Optional): void {
  const indicator =
    (pid === undefined ? 0 : hasPid) |
    (dcs === undefined ? 0 : hasDcs) |
    (userData === undefined ? 0 : hasUserData)
  if (indicator === 0) return
  writer.octet(indicator)
  if (pid !== undefined) writer.octet(pid)
  if (dcs !== undefined) writer.octet(dcs)
  if (userData !== undefined) writeUserData(writer, userData)
}
