// A cursor over the octets of a PDU.
// Guarantees: nothing is ever read past the end; what is missing is a TpduError that names the field
// and the octet at which it should have been.
import { TpduError } from './error.ts'

export class Reader {
  readonly #octets: Uint8Array
  #at = 0
  /** What the paths of errors start with: the type of the TPDU once it is known. */
  scope = 'pdu'

  constructor(octets: Uint8Array) {
    this.#octets = octets
  }

  /** The octet that is read next. */
  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#octets.length - this.#at
  }

  octet(field: string): number {
    const octet = this.#octets[this.#at]
    if (octet === undefined) throw this.error(field, 'underflow')
    this.#at++
    return octet
  }

  octets(count: number, field: string): Uint8Array {
    if (count > this.left) throw this.error(field, 'underflow')
    this.#at += count
    return this.#octets.subarray(this.#at - count, this.#at)
  }

  /** `octet`: where it is, when not at the one that is read next. */
  error(field: string, reason: string, octet = this.#at): TpduError {
    return new TpduError(`${this.scope}.${field}`, octet, reason)
  }
}
