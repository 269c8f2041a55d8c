// What a PDU that came in means to the gateway: a message from a phone, a report, or nothing.
// Pure; never throws.
import { createHash } from 'node:crypto'
import { addressText, type Address } from '../../sms/tpdu/address.ts'
import { dataCodingOf } from '../../sms/tpdu/data-coding.ts'
import type { Deliver } from '../../sms/tpdu/deliver.ts'
import { TpduError } from '../../sms/tpdu/error.ts'
import { concatenationOf } from '../../sms/tpdu/header.ts'
import { fromHex } from '../../sms/tpdu/hex.ts'
import { decodePdu, type Tpdu } from '../../sms/tpdu/pdu.ts'
import type { StatusReport } from '../../sms/tpdu/status-report.ts'
import { statusOutcome } from '../../sms/tpdu/status.ts'
import type { Incoming, Report } from '../route.ts'

export type Received =
  | { readonly kind: 'message'; readonly message: Incoming }
  | { readonly kind: 'report'; readonly report: Report }
  /** Nothing for a person: data for a program, a silent message. */
  | { readonly kind: 'nothing'; readonly why: string }
  /** What may be a person's, and is no message that can be read. */
  | { readonly kind: 'unread'; readonly why: string }

export interface ReceivedBy {
  /** The number that it came to, '' where it is not known. */
  readonly to: string
  /** What references begin with. */
  readonly key: string
  readonly now: number
}

export function readReceived(hex: string, by: ReceivedBy): Received {
  const read = decode(hex, by.to)
  if (typeof read === 'string') return { kind: 'unread', why: read }
  switch (read.tpdu.type) {
    case 'deliver':
      return readDeliver(read.tpdu, read.digest, by)
    case 'status-report':
      return { kind: 'report', report: reportOf(read.tpdu, by) }
    case 'submit':
      return { kind: 'unread', why: 'a draft' }
  }
}

function decode(hex: string, to: string): { tpdu: Tpdu; digest: string } | string {
  try {
    const octets = fromHex(hex)
    const { tpdu } = decodePdu(octets, { direction: 'in' })
    // The same message may come over another service centre the second time, and one like it to another SIM.
    const bare = octets.subarray(1 + (octets[0] ?? 0))
    const digest = createHash('sha256').update(bare).update(to).digest('base64url').slice(0, 22)
    return { tpdu, digest }
  } catch (error) {
    if (error instanceof TpduError) return `an SMS that cannot be read (${error.message})`
    throw error
  }
}

/** On one line: a name may have line ends. */
const phoneOf = (address: Address): string => addressText(address).replace(/\s+/g, ' ').trim()

// TP-PID 0x40: acknowledged and not shown (3GPP TS 23.040 9.2.3.9).
const silent = 0x40

function readDeliver(deliver: Deliver, reference: string, { to, now }: ReceivedBy): Received {
  const { originator, pid, dcs, timestamp, userData } = deliver
  const phone = phoneOf(originator)
  const { text } = userData
  if (text === undefined) return { kind: 'nothing', why: `data for a program, from ${phone}` }
  const waiting = dataCodingOf(dcs).messageWaiting
  if (pid === silent) return { kind: 'nothing', why: `a silent message from ${phone}` }
  if (waiting?.store === false && text === '')
    return { kind: 'nothing', why: `an indication of ${waiting.kind}` }
  const part = concatenationOf(userData.elements)
  const at = timestamp?.time ?? now
  const alone = part === undefined || part.total === 1
  const message = { reference, phone, to, text, at, ...(alone ? {} : { part }) }
  return { kind: 'message', message }
}

function reportOf(report: StatusReport, { key, now }: ReceivedBy): Report {
  const phone = phoneOf(report.recipient)
  return {
    reference: referenceOf(key, report.messageReference, phone),
    at: report.dischargeTime?.time ?? now,
    about: { phone, takenAt: report.timestamp?.time },
    ...fateOf(report.status),
  }
}

/**
 * What names a part in reports: the modem, TP-MR, and the end of the number, as networks spell it in
 * one way or another. It comes round again after 256 parts to one phone.
 */
export function referenceOf(key: string, messageReference: number, phone: string): string {
  return `${key} ${messageReference} ${phone.replace(/\D/g, '').slice(-6)}`
}

// TS 23.040 9.2.3.15, the permanent ones.
const reasons: Readonly<Record<number, string>> = {
  0x40: 'an error on the way',
  0x41: 'the phone cannot take it',
  0x42: 'the phone refused it',
  0x43: 'the phone cannot be reached',
  0x44: 'the quality of service is not available',
  0x45: 'no way into the other network',
  0x46: 'its validity ended',
  0x47: 'deleted by its sender',
  0x48: 'deleted by the service centre',
  0x49: 'the service centre does not know it',
}

const validityEnded = 0x46

function fateOf(status: number): Pick<Report, 'fate' | 'reason'> {
  switch (statusOutcome(status)) {
    case 'delivered':
      return { fate: 'delivered' }
    case 'forwarded':
    case 'trying':
      return { fate: 'buffered' }
    case 'replaced':
      return { fate: 'undelivered', reason: 'replaced by a later message' }
    case 'failed': {
      const reason = reasons[status] ?? `status ${status} of the service centre`
      return { fate: status === validityEnded ? 'expired' : 'undelivered', reason }
    }
  }
}
