// What the network takes from a simulated modem, and the report that it gives on it.
import { addressText, parseAddress } from '../../../lib/sms/tpdu/address.ts'
import { concatenationOf, type Concatenation } from '../../../lib/sms/tpdu/header.ts'
import { fromHex } from '../../../lib/sms/tpdu/hex.ts'
import { decodePdu, type Tpdu } from '../../../lib/sms/tpdu/pdu.ts'
import type { Submit } from '../../../lib/sms/tpdu/submit.ts'
import type { ModemFlags } from './modem-flags.ts'

export interface Taken {
  readonly phone: string
  readonly text: string
  readonly concatenation: Concatenation | undefined
  readonly messageReference: number
  readonly submit: Submit
  /** Milliseconds from the end mark of its PDU to its answer. */
  readonly milliseconds: number
}

export type Part = Omit<Taken, 'messageReference' | 'milliseconds'>

export function partOf(pdu: string): Part {
  const { tpdu } = decodePdu(fromHex(pdu), { direction: 'out' })
  if (tpdu.type !== 'submit') throw new Error(`the modem was given a ${tpdu.type}`)
  return {
    phone: addressText(tpdu.destination),
    text: tpdu.userData.text ?? '',
    concatenation: concatenationOf(tpdu.userData.elements),
    submit: tpdu,
  }
}

export function reportOn(
  { phone, messageReference }: Taken,
  { nationalReports, status }: ModemFlags,
  now: number,
): Tpdu {
  const timestamp = { time: Math.floor(now / 1000) * 1000, offset: 120 }
  const spelled = nationalReports ? `0${phone.slice(3)}` : phone
  return {
    type: 'status-report',
    moreMessages: false,
    aboutCommand: false,
    messageReference,
    recipient: parseAddress(spelled),
    timestamp,
    dischargeTime: timestamp,
    status,
    pid: undefined,
    dcs: undefined,
    userData: undefined,
  }
}
