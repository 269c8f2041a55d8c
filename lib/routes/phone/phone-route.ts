// The virtual phone: a route that takes every message at once, for trying and for tests.
//
// Phones appear by being written to. What a phone got is what the store says was sent by this route,
// so the route keeps nothing, and any process can show the phones and answer from them.
import { setting } from '../../config/table.ts'
import { whole } from '../../config/types.ts'
import type { Outcome, Outgoing, Route, Sinks } from '../route.ts'
import { routeType } from '../route-type.ts'

export interface PhoneRouteOptions {
  readonly name: string
  readonly window: number
  readonly clock: () => number
}

export class PhoneRoute implements Route {
  readonly type = 'phone'
  readonly capabilities = {
    receive: true,
    reports: true,
    partReports: false,
    flash: true,
    validity: true,
    senderName: true,
    senderNumber: true,
    unicode: true,
    maxParts: 255,
  }
  readonly idempotent = false
  readonly name: string
  readonly window: number
  readonly #clock: () => number
  readonly #reports = new Set<Promise<void>>()
  #sinks: Sinks | undefined

  constructor({ name, window, clock }: PhoneRouteOptions) {
    this.name = name
    this.window = window
    this.#clock = clock
  }

  open(sinks: Sinks): Promise<void> {
    this.#sinks = sinks
    return Promise.resolve()
  }

  submit(batch: readonly Outgoing[]): Promise<Outcome>[] {
    return batch.map((message) => {
      const reference = `${message.id}.${message.attempt}`
      this.#report(reference)
      return Promise.resolve({ kind: 'accepted', references: [reference] })
    })
  }

  /** The handset has it: told after the outcome, as a network does. */
  #report(reference: string): void {
    const told = new Promise((resolve) => setImmediate(resolve))
      .then(() => this.#sinks?.report({ reference, fate: 'delivered', at: this.#clock() }))
      // The sink has logged it; a report that is lost leaves the message `sent`.
      .catch(() => undefined)
      .finally(() => this.#reports.delete(told))
    this.#reports.add(told)
  }

  async close(): Promise<void> {
    await Promise.all(this.#reports)
  }
}

export const phoneType = routeType(
  'phone',
  { window: setting(whole(1, 1_000), '100', 'The most messages under way at once.') },
  (name, { window }, { clock }) => new PhoneRoute({ name, window, clock }),
)
