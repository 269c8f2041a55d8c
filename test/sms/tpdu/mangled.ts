// What every decoder of strangers' octets must do, for the short and the long run.
import assert from 'node:assert/strict'
import { TpduError } from '../../../lib/sms/tpdu/error.ts'
import { toHex } from '../../../lib/sms/tpdu/hex.ts'
import { decodePdu } from '../../../lib/sms/tpdu/pdu.ts'
import { mangledPdus } from '../../support/mangled-pdus.ts'

/** Decodes them all; answers how many were read and how many refused. */
export function decodeMangled(count: number, seed: number): { read: number; refused: number } {
  const counts = { read: 0, refused: 0 }
  for (const octets of mangledPdus(count, seed)) {
    const started = performance.now()
    const outcome = decoded(octets)
    // A pause of the machine is not the decoder's: only what is slow again and again is slow.
    if (performance.now() - started > 1) assert.ok(fastest(octets) <= 1, `slow: ${toHex(octets)}`)
    counts[outcome]++
  }
  return counts
}

function decoded(octets: Uint8Array): 'read' | 'refused' {
  try {
    decodePdu(octets)
    return 'read'
  } catch (error) {
    assert.ok(error instanceof TpduError, `${toHex(octets)}: ${String(error)}`)
    assert.ok(error.octet <= octets.length)
    return 'refused'
  }
}

function fastest(octets: Uint8Array): number {
  const times = Array.from({ length: 20 }, () => {
    const started = performance.now()
    decoded(octets)
    return performance.now() - started
  })
  return Math.min(...times)
}
