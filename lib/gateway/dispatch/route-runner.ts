// One route in this process: takes its lease, claims no more than its window and its gate let through,
// hands messages on, and stores each outcome.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome, Outgoing, Route, Sinks } from '../../routes/route.ts'
import { giveBackUnsent } from '../../store/give-back.ts'
import { releaseLease, takeLease } from '../../store/leases.ts'
import { abandonMessages } from '../../store/claims.ts'
import { expireMessages, nextDue } from '../../store/due.ts'
import type { QueuedMessage } from '../../store/queued-message.ts'
import { requeueMessages } from '../../store/requeueing.ts'
import { takeRouteOut, writeRouteActivity } from '../../store/route-states.ts'
import { whyClosed } from '../../policy/schedule.ts'
import { Batcher } from '../batcher.ts'
import { describe, type DispatcherOptions } from '../dispatcher.ts'
import { reportFailures, reportUncertain } from '../sender-reports.ts'
import { storeOutcomes } from '../outcomes.ts'
import { settleByEarlyReports } from '../reports.ts'
import type { Settled } from '../settlement.ts'
import { Activity } from './activity.ts'
import { askForFates, isKnown } from './asking.ts'
import { claimNext, type Claimed } from './claim.ts'
import { Gate } from './gate.ts'
import { Window } from './window.ts'

const leaseTtl = 6_000
const soon = 1_000
const gatherFor = 5
/** A commit whose answer was lost is decided by then. */
const claimDoubt = 15_000
/** A shorter wait that a route asks for is no reason to go other ways. */
const briefWait = 5_000

export class RouteRunner {
  readonly route: Route
  readonly #options: DispatcherOptions
  readonly #lease: { name: string; holder: string; token: string; ttl: number }
  readonly #outcomes: Batcher<Settled, undefined>
  readonly #gate: Gate
  readonly #activity = new Activity()
  readonly #window: Window
  readonly #sinks: Sinks
  #held = false
  #opened: Promise<void> | undefined
  #down = false
  #lastAccount = 0
  #ticking: Promise<void> | undefined
  #pumping: Promise<void> | undefined
  #asking: Promise<void> | undefined
  #again = false
  /** The last claim took all that it might: more may wait behind it. */
  #isFull = false
  #closing = false
  /** When the next scheduled message comes due, as far as this process knows. */
  #due = Infinity
  #timer: NodeJS.Timeout | undefined
  #timerAt = Infinity
  #doubtUntil = 0
  #outUntil = 0

  constructor(route: Route, options: DispatcherOptions) {
    this.route = route
    this.#options = options
    this.#lease = {
      name: `route:${route.name}`,
      holder: `${hostname()}:${process.pid}`,
      token: randomUUID(),
      ttl: leaseTtl,
    }
    this.#gate = new Gate(options.clock())
    this.#window = new Window(route)
    this.#outcomes = new Batcher((settled) => this.#store(settled), 500)
    this.#sinks = options.sinks(route)
  }

  /** Takes or prolongs the lease, then looks for work: the net under every wake that was lost. */
  tick(): void {
    if (this.#closing || this.#ticking !== undefined) return
    this.#ticking = this.#tick()
      .catch((error: unknown) => {
        this.#held = false
        this.#complain(error)
      })
      .finally(() => {
        this.#ticking = undefined
      })
  }

  async #tick(): Promise<void> {
    const { store } = this.#options
    const held = await store.transaction((trx) => takeLease(trx, store.dialect, this.#lease))
    if (held && !this.#held) await this.#takeOver()
    this.#held = held
    if (!held) return this.#letGo()
    await this.#expire()
    this.#expect((await nextDue(store.db, this.route.name)) ?? Infinity)
    this.pump()
    this.#ask()
    await this.#tellActivity()
  }

  async #tellActivity(): Promise<void> {
    const { store, clock } = this.#options
    const news = this.#activity.news(clock())
    if (news === undefined) return
    await store.transaction((trx) => writeRouteActivity(trx, this.route.name, news, clock()))
  }

  async #takeOver(): Promise<void> {
    this.#options.log.info(`route ${this.route.name} is held by this process`)
    await this.#open()
    const { store, clock } = this.#options
    const mayRepeat = this.route.idempotent || this.#options.retry.resendUncertain
    const askAt = this.route.query === undefined ? null : clock()
    const left = await store.transaction(async (trx) => {
      await store.dialect.lockFates(trx, this.route.name)
      const abandoned = await abandonMessages(
        trx,
        this.route.name,
        this.#lease.token,
        clock(),
        askAt,
      )
      const ids = abandoned.map(({ id }) => id)
      await settleByEarlyReports(trx, store, this.route.name, ids, clock())
      if (mayRepeat) await requeueMessages(trx, ids, clock())
      else await reportUncertain(trx, store.dialect, abandoned, clock())
      return ids
    })
    if (left.length === 0) return
    store.wake('outbox')
    store.wake('change')
    const what = mayRepeat ? 'are sent again' : 'may or may not have gone out'
    this.#options.log.warn(
      `route ${this.route.name}: ${left.length} messages were under way and ${what}`,
    )
  }

  /** One that could not be opened is tried again. */
  async #open(): Promise<void> {
    const sinks: Sinks = {
      ...this.#sinks,
      down: (down, reason, fault, unit) => {
        this.#sinks.down(down, reason, fault, unit)
        if (unit !== undefined) return
        this.#down = down
        if (!down) this.#takeUp()
      },
    }
    this.#opened ??= this.route.open(sinks)
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
    this.#options.log.warn(`route ${this.route.name} is now held by another process`)
    await this.route.close(false)
  }

  async #expire(): Promise<void> {
    const { store, clock } = this.#options
    const expired = await store.transaction(async (trx) => {
      const messages = await expireMessages(trx, store.dialect, clock(), 500)
      const over = messages.filter(({ state }) => state === 'expired')
      await giveBackUnsent(
        trx,
        store.dialect,
        over.map(({ id }) => id),
      )
      await reportFailures(trx, 'expired', over, clock())
      const doubtful = messages.filter(({ state }) => state === 'uncertain')
      await reportUncertain(trx, store.dialect, doubtful, clock())
      return messages.length
    })
    if (expired > 0) {
      store.wake('outbox')
      store.wake('change')
    }
  }

  #ask(): void {
    const { store, clock } = this.#options
    this.#asking ??= askForFates({
      store,
      route: this.route,
      token: this.#lease.token,
      settle: (settled) => this.#keep(settled),
      report: (report) => this.#sinks.report(report),
      clock,
    })
      .then(() => undefined)
      .catch((error: unknown) => this.#complain(error))
      .finally(() => {
        this.#asking = undefined
      })
  }

  /** Claims and hands on until nothing is due or nothing more may go. Calls while it runs are one more round. */
  pump(): void {
    if (!this.#mayHandOn()) return
    this.#again = true
    this.#pumping ??= this.#pump()
      .catch((error: unknown) => this.#complain(error))
      .finally(() => {
        this.#pumping = undefined
      })
  }

  #mayHandOn(): boolean {
    if (!this.#held || this.#down || this.#closing) return false
    const { routes, watch, clock } = this.#options
    const schedule = routes.entry(this.route.name)?.rules.schedule
    if (schedule !== undefined && whyClosed(schedule, clock()) !== undefined) return false
    return watch.mode(this.route.name) !== 'paused'
  }

  async #pump(): Promise<void> {
    while (this.#again && this.#mayHandOn()) {
      this.#again = false
      const { free, underWay } = this.#window
      if (free <= 0) return
      const { clock } = this.#options
      const most = this.#gate.allowance(free, underWay, this.#rate, clock())
      if (most <= 0) {
        this.#lookAt(this.#gate.opensAt(this.#rate, clock()))
        return
      }
      const claimed = await this.#claim(most)
      this.#gate.take(claimed.length, this.#rate)
      this.#isFull = claimed.length === most
      if (this.#isFull) this.#again = true
      this.#handOn(claimed)
    }
  }

  get #rate(): number {
    return this.#options.routes.entry(this.route.name)?.rules.rate ?? 0
  }

  /** A scheduled message comes due then: looked for at that moment, not before. */
  #expect(due: number): void {
    if (due >= this.#due) return
    this.#due = due
    this.#lookAt(due)
  }

  /** Later than a tick is what ticks are for. */
  #lookAt(at: number): void {
    const wait = at - this.#options.clock()
    if (wait >= soon || (this.#timerAt <= at && this.#timerAt > this.#options.clock())) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => this.pump(), Math.max(1, wait))
  }

  async #claim(free: number): Promise<readonly Claimed[]> {
    const { store, clock } = this.#options
    const now = clock()
    const isDue = this.#due <= now
    if (isDue) this.#due = Infinity
    const claim = {
      route: this.route.name,
      token: this.#lease.token,
      free,
      after: this.#lastAccount,
      now,
    }
    const known = now < this.#doubtUntil ? this.#window.known : undefined
    try {
      const claimed = await store.perform(claimNext, { ...claim, isDue, known })
      this.#lastAccount = Math.max(0, ...claimed.map(({ message }) => message.account_id))
      for (const { message } of claimed) this.#window.claimed(message.id)
      return claimed
    } catch (error) {
      // It may have been committed all the same.
      this.#doubtUntil = clock() + claimDoubt
      if (isDue) this.#due = now
      throw error
    }
  }

  #handOn(claimed: readonly Claimed[]): void {
    if (claimed.length === 0) return
    const outcomes = this.#submit(claimed.map(({ outgoing }) => outgoing))
    for (const [index, { message }] of claimed.entries()) {
      const outcome =
        outcomes[index] ?? Promise.resolve<Outcome>({ kind: 'unknown', reason: 'no outcome' })
      void this.#settle(message, outcome)
    }
  }

  /** A fault of the route must not keep its window full for ever. */
  #submit(batch: readonly Outgoing[]): readonly Promise<Outcome>[] {
    try {
      return this.route.submit(batch)
    } catch (error) {
      return batch.map(() => Promise.resolve({ kind: 'unknown', reason: describe(error) }))
    }
  }

  async #settle(message: QueuedMessage, coming: Promise<Outcome>): Promise<void> {
    const said = await coming.catch((error: unknown): Outcome => ({
      kind: 'unknown',
      reason: describe(error),
    }))
    const settled = said.kind === 'unknown' ? await this.#look(message, said) : { outcome: said }
    this.#note(said)
    this.#window.answered(message.id)
    this.#goOn()
    await this.#keep({ message, ...settled })
    this.#window.stored(message.id)
    this.#goOn()
  }

  /** What comes in one by one is claimed together, as long as the route has enough to do. */
  #goOn(): void {
    if (this.#isFull && this.#window.isIdle) this.pump()
    else this.#lookAt(this.#options.clock() + gatherFor)
  }

  /** The other side is asked before a message is called uncertain. */
  async #look(
    message: QueuedMessage,
    outcome: Outcome,
  ): Promise<Pick<Settled, 'outcome' | 'asked'>> {
    if (this.route.query === undefined || this.route.idempotent) return { outcome }
    const { id, phone, text } = message
    try {
      const asked = { id, phone, text, at: this.#options.clock() }
      const fate = (await this.route.query([asked])).get(id)
      return isKnown(fate) ? { outcome: fate, asked: true } : { outcome }
    } catch (error) {
      this.#complain(error)
      return { outcome }
    }
  }

  /** The route says by itself that it works: what failed before is no reason to rest. */
  #takeUp(): void {
    this.#gate.reopen()
    this.#takeOut(0)
    this.pump()
  }

  /** What an answer says of the route. */
  #note(outcome: Outcome): void {
    const { log, clock } = this.#options
    const { name } = this.route
    this.#activity.note(outcome, clock())
    // What a route gives back while it is down says nothing new.
    if (this.#down && (outcome.kind === 'temporary' || outcome.kind === 'unknown')) return
    const noted = this.#gate.note(outcome, clock())
    if (noted === 'mended') {
      this.#sinks.down(false, 'it takes messages again')
      this.#takeOut(0)
    } else if (noted !== undefined) {
      this.#sinks.down(true, noted.reason, noted.refused ? 'route_refused' : 'route_down')
      this.#takeOut(noted.until)
      log.warn(`route ${name} rests until ${new Date(noted.until).toISOString()}`)
    } else if (this.#gate.waitsUntil - clock() > briefWait) this.#takeOut(this.#gate.waitsUntil)
  }

  #takeOut(until: number): void {
    if (until === this.#outUntil) return
    this.#outUntil = until
    const { store, clock } = this.#options
    store
      .transaction((trx) => takeRouteOut(trx, this.route.name, until, clock()))
      .catch((error: unknown) => this.#complain(error))
  }

  /** What the route said is known only here: it is kept until the database takes it. */
  async #keep(settled: Settled): Promise<void> {
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#outcomes.add(settled)
        return
      } catch (error) {
        this.#options.log.error(
          `route ${this.route.name}: cannot store an outcome: ${describe(error)}`,
        )
        if (this.#closing) return
        await delay(pause)
      }
    }
  }

  async #store(settled: readonly Settled[]): Promise<undefined[]> {
    const { clock } = this.#options
    const due = await storeOutcomes(
      { ...this.#options, route: this.route, token: this.#lease.token },
      settled,
      clock(),
    )
    this.#expect(due)
    return []
  }

  #complain(error: unknown): void {
    this.#options.log.error(`route ${this.route.name}: ${describe(error)}`)
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#timer)
    await this.#ticking
    await this.#pumping
    await this.route.close(true)
    await this.#asking
    // The route has answered everything; one turn later the last answers are on their way.
    await new Promise((resolve) => setImmediate(resolve))
    await this.#outcomes.idle()
    if (!this.#held) return
    const { store, log } = this.#options
    await store
      .transaction((trx) => releaseLease(trx, this.#lease.name, this.#lease.token))
      .catch((error: unknown) =>
        log.warn(`route ${this.route.name}: the lease will run out by itself: ${describe(error)}`),
      )
  }
}
