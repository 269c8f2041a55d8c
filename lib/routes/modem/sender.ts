// Sends messages by one modem, one at a time: keeps to the rate of its SIM, knows how long a message
// takes as of late, asks for a reset of a modem that refuses one after the other, and finds the contract at
// fault where a network refuses one phone after the other.
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome, Outgoing } from '../route.ts'
import type { AtChannel } from './at-channel.ts'
import { composeParts, sendParts, type Composed, type Sent } from './sending.ts'
import type { ModemSettings } from './settings.ts'

export interface SenderOptions {
  readonly settings: ModemSettings
  /** Ends waiting. */
  readonly signal: AbortSignal
  /** The modem does not come out of it by itself. */
  readonly needsReset: () => void
}

/** What happens to a message on its way. Neither may throw. */
export interface SendSteps {
  /** The modem has a part, or the SIM needs a pause. */
  readonly handedOver: () => void
  /** In the turn in which the modem's last answer came. */
  readonly done: (outcome: Outcome) => void
}

const databasePause = 200
const mostAhead = 31
const refusalsBeforeReset = 10
const refusedPhonesInARow = 3

export class Sender {
  readonly #options: SenderOptions
  #prepared: { readonly message: Outgoing; readonly composed: Composed } | undefined
  #refusals = 0
  /** Those that the network refused since it took the last part. */
  readonly #refusedPhones = new Set<string>()
  /** Milliseconds that a message takes. */
  #usualTime: number | undefined
  /** By performance.now(): a clock that is set back holds up nothing. */
  #nextPartAt = 0

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /**
   * Messages that may wait here, so that the modem never waits for the database. One, where sending
   * takes its usual seconds: whatever waits here is in doubt when this process dies.
   */
  get ahead(): number {
    return Math.min(mostAhead, Math.ceil(databasePause / (this.#usualTime ?? databasePause)))
  }

  /** Composes the message that is next, while the modem is at work. */
  prepare(message: Outgoing, reports: boolean): void {
    if (this.#prepared?.message === message) return
    const { languages } = this.#options.settings
    this.#prepared = { message, composed: composeParts(message, { languages, reports }) }
  }

  send(message: Outgoing, channel: AtChannel, reports: boolean, steps: SendSteps): void {
    const wait = this.#nextPartAt - performance.now()
    if (wait <= 0) {
      this.#sendNow(message, channel, reports, steps)
      return
    }
    steps.handedOver()
    const { signal } = this.#options
    void delay(wait, undefined, { signal })
      .catch(() => undefined)
      .then(() => this.#sendNow(message, channel, reports, steps))
  }

  #sendNow(
    message: Outgoing,
    channel: AtChannel,
    reports: boolean,
    { handedOver, done }: SendSteps,
  ): void {
    this.prepare(message, reports)
    const composed = this.#prepared?.composed ?? []
    const { key, sendTimeout: timeout } = this.#options.settings
    const began = performance.now()
    sendParts(message, composed, { channel, key, timeout, handedOver }, (sent) => {
      const took = performance.now() - began
      this.#usualTime = this.#usualTime === undefined ? took : (7 * this.#usualTime + took) / 8
      this.#spendRate(sent.parts)
      const outcome = this.#outcomeOf(sent, message.phone)
      this.#judge(outcome, sent.needsReset === true)
      done(outcome)
    })
  }

  /** The same refusal of several phones is one of our SIM. */
  #outcomeOf({ outcome, refused }: Sent, phone: string): Outcome {
    if (outcome.kind === 'accepted' || (outcome.kind === 'permanent' && refused !== true))
      this.#refusedPhones.clear()
    if (refused !== true || outcome.kind !== 'permanent') return outcome
    if (this.#refusedPhones.size < refusedPhonesInARow) this.#refusedPhones.add(phone)
    if (this.#refusedPhones.size < refusedPhonesInARow) return outcome
    const { reason, references = [] } = outcome
    return { kind: 'configuration', reason: `${reason}, of several phones`, references }
  }

  #spendRate(parts: number): void {
    const { partsAMinute } = this.#options.settings
    if (partsAMinute === 0) return
    const from = Math.max(performance.now(), this.#nextPartAt)
    this.#nextPartAt = from + (parts * 60_000) / partsAMinute
  }

  #judge(outcome: Outcome, needsReset: boolean): void {
    this.#refusals = outcome.kind === 'temporary' ? this.#refusals + 1 : 0
    if (!needsReset && this.#refusals < refusalsBeforeReset) return
    this.#refusals = 0
    this.#options.needsReset()
  }
}
