// TP-ST: what became of a message, as its status report says (3GPP TS 23.040 9.2.3.15).
// Guarantees: every octet has an outcome; reserved ones have that of their range, as the standard asks.

export type StatusOutcome =
  /** The service centre is done and the phone has it, or (expedited) was at least reached. */
  | 'delivered'
  /** Handed on; whether the phone got it, the service centre does not know. */
  | 'forwarded'
  /** An older message of the same replace type made way for it. */
  | 'replaced'
  /** Not yet; the service centre goes on trying. */
  | 'trying'
  /** Never; the validity ended, or it was refused or deleted. */
  | 'failed'

export function statusOutcome(status: number): StatusOutcome {
  if (status === 0x01) return 'forwarded'
  if (status === 0x02) return 'replaced'
  if (status < 0x20) return 'delivered'
  return status < 0x40 ? 'trying' : 'failed'
}
