// What a modem handed over and keeps no copy of waits here until it is stored, while the database is away
// and while the port is lost. One that cannot be stored lets the others pass.

/** In hexadecimal digits, some 50,000 SMS: hours of what a network hands over. */
const mostDigits = 16_000_000

export class HandedOver {
  readonly #pdus = new Set<string>()
  #digits = 0

  /** False: there is no room left. The same one again is a repeat. */
  add(pdu: string): boolean {
    if (this.#pdus.has(pdu)) return true
    if (this.#digits + pdu.length > mostDigits) return false
    this.#pdus.add(pdu)
    this.#digits += pdu.length
    return true
  }

  /** Gives all to `take`, in order, until it rejects: that one is the last next time. */
  async empty(take: (pdu: string) => Promise<void>): Promise<void> {
    for (const pdu of this.#pdus) {
      try {
        await take(pdu)
      } catch (error) {
        this.#pdus.delete(pdu)
        this.#pdus.add(pdu)
        throw error
      }
      this.#pdus.delete(pdu)
      this.#digits -= pdu.length
    }
  }
}
