// A whole PDU as a modem speaks it: the service centre's address, then one TPDU (3GPP TS 27.005 3.1).
// Guarantees: decoding throws nothing but a TpduError, reads nothing past the end, and takes time
// linear in the octets; octets behind a complete TPDU are passed over, since SIM cards pad.
import { readServiceCentre, writeServiceCentre, type Address } from './address.ts'
import { readDeliver, writeDeliver, type Deliver } from './deliver.ts'
import { TpduError } from './error.ts'
import { Reader } from './reader.ts'
import { readStatusReport, writeStatusReport, type StatusReport } from './status-report.ts'
import { readSubmit, writeSubmit, type Submit } from './submit.ts'
import { Writer } from './writer.ts'

export type Tpdu = Deliver | Submit | StatusReport

export interface DecodeOptions {
  /** The octets begin with the TPDU, without the service centre's address. */
  readonly bare?: boolean
  /**
   * Which way it went: `in` to the phone, `out` from it. Without it the type alone decides, which
   * takes a SUBMIT-REPORT for a SUBMIT and the like.
   */
  readonly direction?: 'in' | 'out' | undefined
}

export interface Pdu {
  readonly serviceCentre: Address | undefined
  readonly tpdu: Tpdu
}

export function decodePdu(octets: Uint8Array, options: DecodeOptions = {}): Pdu {
  const reader = new Reader(octets)
  const serviceCentre = options.bare === true ? undefined : readServiceCentre(reader)
  return { serviceCentre, tpdu: readTpdu(reader, options.direction) }
}

// TP-MTI (TS 23.040 9.2.3.1), by direction. A phone takes the reserved type for a DELIVER.
const types = {
  in: ['deliver', 'submit-report', 'status-report', 'deliver'],
  out: ['deliver-report', 'submit', 'command', 'reserved'],
  either: ['deliver', 'submit', 'status-report', 'reserved'],
} as const

function readTpdu(reader: Reader, direction: 'in' | 'out' | undefined): Tpdu {
  const at = reader.at
  const firstOctet = reader.octet('mti')
  const type = types[direction ?? 'either'][firstOctet & 3] ?? 'reserved'
  if (type !== 'deliver' && type !== 'submit' && type !== 'status-report') {
    throw new TpduError('pdu.mti', at, `${type} is not read`)
  }
  reader.scope = type
  switch (type) {
    case 'deliver':
      return readDeliver(reader, firstOctet)
    case 'submit':
      return readSubmit(reader, firstOctet)
    case 'status-report':
      return readStatusReport(reader, firstOctet)
  }
}

/** The TPDU alone; its length is what `AT+CMGS` wants to hear. */
export function encodeTpdu(tpdu: Tpdu): Uint8Array {
  switch (tpdu.type) {
    case 'deliver':
      return writeDeliver(tpdu)
    case 'submit':
      return writeSubmit(tpdu)
    case 'status-report':
      return writeStatusReport(tpdu)
  }
}

/** The service centre's address, or the octet that leaves it to the modem, and the TPDU. */
export function encodePdu({ serviceCentre, tpdu }: Pdu): Uint8Array {
  const writer = new Writer('pdu')
  writeServiceCentre(writer, serviceCentre)
  writer.octets(encodeTpdu(tpdu))
  return writer.done()
}
