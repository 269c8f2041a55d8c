// Collects the octets of a PDU; the counterpart of Reader.
import { TpduError } from './error.ts'

export class Writer {
  readonly #octets: number[] = []
  readonly #scope: string

  /** `scope`: what the paths of errors start with. */
  constructor(scope: string) {
    this.#scope = scope
  }

  octet(octet: number): void {
    this.#octets.push(octet & 0xff)
  }

  octets(octets: Uint8Array): void {
    for (const octet of octets) this.#octets.push(octet)
  }

  error(field: string, reason: string): TpduError {
    return new TpduError(`${this.#scope}.${field}`, this.#octets.length, reason)
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#octets)
  }
}
