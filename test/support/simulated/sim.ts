// The SIM of a simulated modem: there or not, locked or open.
import type { ModemFlags } from './modem-flags.ts'

export class Sim {
  /** PINs that it was given. */
  tries = 0
  readonly #flags: ModemFlags
  #unlocked = false

  constructor(flags: ModemFlags) {
    this.#flags = flags
  }

  lock(): void {
    this.#unlocked = false
  }

  /** AT+CPIN. */
  pin(rest: string): string[] {
    const flags = this.#flags
    if (flags.busyLooks > 0) {
      flags.busyLooks--
      return flags.busyLook
    }
    if (flags.sim === 'missing') return ['+CME ERROR: 10']
    if (flags.sim === 'not inserted') return ['+CPIN: NOT INSERTED', 'OK']
    if (flags.sim === 'puk') return ['+CPIN: SIM PUK', 'OK']
    if (flags.sim === 'puk2') return ['+CPIN: SIM PUK2', 'OK']
    if (rest === '?')
      return [flags.pin === undefined || this.#unlocked ? '+CPIN: READY' : '+CPIN: SIM PIN', 'OK']
    this.tries++
    if (rest !== `="${flags.pin}"`) return ['+CME ERROR: 16']
    this.#unlocked = true
    return ['OK']
  }
}
