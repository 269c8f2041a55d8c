// Whether a route may be handed anything now, and how much: what it says of itself, what its answers tell,
// its hours, and what the operator wants. A rest is told to the operator and to whoever chooses routes.
import { whyClosed } from '../../policy/schedule.ts'
import type { Outcome, Sinks } from '../../routes/route.ts'
import { routeState, takeRouteOut } from '../../store/route-states.ts'
import type { Duty } from './duty.ts'
import { Gate } from './gate.ts'
import type { Window } from './window.ts'

/** A shorter wait that a route asks for is no reason to go other ways. */
const briefWait = 5_000

export class Condition {
  /** What the route is opened with. */
  readonly sinks: Sinks
  readonly #duty: Duty
  readonly #gate: Gate
  readonly #operator: Pick<Sinks, 'down'>
  #isDown = false
  #outUntil: number | undefined
  #written: Promise<void> = Promise.resolve()

  /** `onUp` hears that the route works again. */
  constructor(duty: Duty, onUp: () => void) {
    this.#duty = duty
    this.#gate = new Gate(duty.clock())
    const sinks = duty.sinks(duty.route)
    this.#operator = sinks
    this.sinks = {
      ...sinks,
      down: (isDown, reason, fault, unit) => {
        sinks.down(isDown, reason, fault, unit)
        if (unit !== undefined) return
        this.#isDown = isDown
        // The route says so by itself: what failed before says no more.
        this.#takeOut(0)
        if (isDown) return
        this.#gate.reset()
        onUp()
      },
    }
  }

  /** Before the route is opened. One that rested in other hands, or by another section, is tried at once. */
  async begin(): Promise<void> {
    const { route, store, clock } = this.#duty
    const state = await routeState(store.db, route.name)
    if ((state?.out_until ?? 0) === 0) return
    this.#gate.trip()
    this.#takeOut(clock())
  }

  get isOpen(): boolean {
    const { route, routes, watch, clock } = this.#duty
    if (this.#isDown || watch.mode(route.name) === 'paused') return false
    const schedule = routes.entry(route.name)?.rules.schedule
    return schedule === undefined || whyClosed(schedule, clock()) === undefined
  }

  /** How many messages may be claimed now. */
  allowance({ free, underWay }: Pick<Window, 'free' | 'underWay'>): number {
    return this.#gate.allowance(free, underWay, this.#rate, this.#duty.clock())
  }

  claimed(count: number): void {
    this.#gate.take(count, this.#rate)
  }

  /** When to look again, where nothing may go now. */
  get opensAt(): number {
    return this.#gate.opensAt(this.#rate, this.#duty.clock())
  }

  /** What an answer says of the route. */
  note(outcome: Outcome): void {
    const { route, log, clock } = this.#duty
    // What a route gives back while it is down says nothing new.
    if (this.#isDown && (outcome.kind === 'temporary' || outcome.kind === 'unknown')) return
    const now = clock()
    const noted = this.#gate.note(outcome, now)
    const waits = this.#gate.waitsUntil - now
    if (noted === 'mended') {
      this.#operator.down(false, 'it takes messages again')
      this.#takeOut(0)
    } else if (noted !== undefined) {
      this.#operator.down(true, noted.reason, noted.refused ? 'route_refused' : 'route_down')
      this.#takeOut(noted.until)
      const seconds = Math.round((noted.until - now) / 1000)
      log.warn(`route ${route.name} rests for ${seconds} s; then one message tries it`)
    } else if (waits > briefWait) this.#takeOut(this.#gate.waitsUntil)
    // The wait is over, and the clock was set back meanwhile.
    else if (waits <= 0 && (this.#outUntil ?? 0) > now) this.#takeOut(0)
  }

  get #rate(): number {
    const { route, routes } = this.#duty
    return routes.entry(route.name)?.rules.rate ?? 0
  }

  #takeOut(until: number): void {
    if (until === this.#outUntil) return
    this.#outUntil = until
    const { route, store, clock, complain } = this.#duty
    // In their order: the last one counts.
    this.#written = this.#written
      .then(() => store.transaction((trx) => takeRouteOut(trx, route.name, until, clock())))
      .catch((error: unknown) => {
        this.#outUntil = undefined
        complain(error)
      })
  }
}
