// One route in this process: takes its lease, and while it has it opens the route, looks after what was left
// behind, has its line fed to it, asks for fates, and tells how it goes.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Route } from '../../routes/route.ts'
import { nextDue } from '../../store/due.ts'
import { releaseLease, takeLease, type Lease } from '../../store/leases.ts'
import { writeRouteActivity } from '../../store/route-states.ts'
import { describe } from '../describe-error.ts'
import type { DispatcherOptions } from './duty.ts'
import { Activity } from './activity.ts'
import { askForFates } from './asking.ts'
import { Condition } from './condition.ts'
import type { Duty } from './duty.ts'
import { Feeder } from './feeder.ts'
import { expireOverdue, takeOverLeftovers } from './leftovers.ts'
import { OutcomeKeeper } from './outcome-keeper.ts'

const leaseTtl = 6_000
const prolongEvery = 1_500
/** Of a route that never comes to its end, another holder takes over. */
const longestEnd = 900_000

export class RouteRunner {
  readonly route: Route
  readonly #duty: Duty
  readonly #lease: Lease
  readonly #activity = new Activity()
  readonly #condition: Condition
  readonly #keeper: OutcomeKeeper
  readonly #feeder: Feeder
  #held = false
  #closing = false
  #opened: Promise<void> | undefined
  #ticking: Promise<void> | undefined
  #asking: Promise<void> | undefined

  constructor(route: Route, options: DispatcherOptions) {
    this.route = route
    const token = randomUUID()
    const holder = `${hostname()}:${process.pid}`
    this.#lease = { name: `route:${route.name}`, holder, token, ttl: leaseTtl }
    const complain = (error: unknown): void =>
      options.log.error(`route ${route.name}: ${describe(error)}`)
    const duty = { ...options, route, token, complain, isClosing: () => this.#closing }
    this.#duty = duty
    this.#condition = new Condition(duty, () => this.pump())
    this.#keeper = new OutcomeKeeper(duty, (due) => this.#feeder.expect(due))
    this.#feeder = new Feeder({
      duty,
      condition: this.#condition,
      isHeld: () => this.#held,
      keep: (settled) => this.#keeper.keep(settled),
      note: (outcome) => {
        this.#activity.note(outcome, duty.clock())
        this.#condition.note(outcome)
      },
    })
  }

  /** There may be something to hand on. */
  pump(): void {
    this.#feeder.pump()
  }

  /** Takes or prolongs the lease, then looks for work: the net under every wake that was lost. */
  tick(): void {
    if (this.#closing || this.#ticking !== undefined) return
    this.#ticking = this.#tick()
      .catch((error: unknown) => {
        this.#held = false
        this.#duty.complain(error)
      })
      .finally(() => {
        this.#ticking = undefined
      })
  }

  async #tick(): Promise<void> {
    const { store, route } = this.#duty
    this.#held = (await this.#takeLease()) && (this.#held || (await this.#takeOver()))
    if (!this.#held) return this.#letGo()
    await expireOverdue(this.#duty)
    this.#feeder.expect((await nextDue(store.db, route.name)) ?? Infinity)
    this.pump()
    this.#ask()
    await this.#tellActivity()
  }

  #takeLease(): Promise<boolean> {
    const { store } = this.#duty
    return store.transaction((trx) => takeLease(trx, store.dialect, this.#lease))
  }

  /** False when another process has got the lease meanwhile. */
  async #takeOver(): Promise<boolean> {
    this.#duty.log.info(`route ${this.route.name} is held by this process`)
    await this.#condition.begin()
    await this.#open()
    return takeOverLeftovers(this.#duty, this.#lease)
  }

  /** One that could not be opened is tried again. */
  async #open(): Promise<void> {
    this.#opened ??= this.route.open(this.#condition.sinks)
    try {
      await this.#opened
    } catch (error) {
      this.#opened = undefined
      throw error
    }
  }

  /** Another process has the lease: it must find the other side free. */
  async #letGo(): Promise<void> {
    if (this.#opened === undefined) return
    this.#opened = undefined
    this.#duty.log.warn(`route ${this.route.name} is now held by another process`)
    await this.route.close(false)
  }

  #ask(): void {
    this.#asking ??= askForFates({
      ...this.#duty,
      settle: (settled) => this.#keeper.keep(settled),
      report: (report) => this.#condition.sinks.report(report),
    })
      .then(() => undefined)
      .catch(this.#duty.complain)
      .finally(() => {
        this.#asking = undefined
      })
  }

  async #tellActivity(): Promise<void> {
    const { store, clock } = this.#duty
    const news = this.#activity.news(clock())
    if (news === undefined) return
    await store.transaction((trx) => writeRouteActivity(trx, this.route.name, news, clock()))
  }

  /** What is under way stays ours until it is answered: another holder would call it uncertain. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#ticking
    const stopProlonging = this.#prolong()
    try {
      await this.#end()
    } finally {
      await stopProlonging()
    }
    if (this.#held) await this.#release()
  }

  async #end(): Promise<void> {
    await this.#feeder.close()
    await this.route.close(true).catch(this.#duty.complain)
    await this.#asking
    // The route has answered everything; one turn later the last answers are on their way.
    await new Promise((resolve) => setImmediate(resolve))
    await this.#keeper.idle()
  }

  /** Answers how to stop. */
  #prolong(): () => Promise<void> {
    const { clock } = this.#duty
    const until = clock() + longestEnd
    let prolonging: Promise<void> | undefined
    const timer = setInterval(() => {
      if (!this.#held || clock() > until) return
      prolonging ??= this.#takeLease()
        .then((held) => {
          this.#held = held
        })
        .catch(this.#duty.complain)
        .finally(() => {
          prolonging = undefined
        })
    }, prolongEvery)
    timer.unref()
    return async () => {
      clearInterval(timer)
      await prolonging
    }
  }

  async #release(): Promise<void> {
    const { store, log } = this.#duty
    await store
      .transaction((trx) => releaseLease(trx, this.#lease.name, this.#lease.token))
      .catch((error: unknown) =>
        log.warn(`route ${this.route.name}: the lease will run out by itself: ${describe(error)}`),
      )
  }
}
