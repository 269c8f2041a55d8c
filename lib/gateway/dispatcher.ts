// Sends what is due, by every route that this process can get the lease of.
//
// One RouteRunner a route. It takes the lease, claims no more than the route's window has free, hands
// messages on, and stores each outcome. Everything is a row: a runner that dies leaves its messages
// `sending`, and the next holder finds them and makes them `uncertain`.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome, Outgoing, Route, Sinks } from '../routes/route.ts'
import { giveBackUnsent } from '../store/give-back.ts'
import { releaseLease, takeLease } from '../store/leases.ts'
import {
  abandonMessages,
  claimMessages,
  enqueueDue,
  nextDue,
  expireMessages,
  partsDone,
  requeueMessages,
  type QueuedMessage,
} from '../store/queue.ts'
import type { Program } from '../store/program.ts'
import type { Store } from '../store/store.ts'
import { Batcher } from './batcher.ts'
import { reportFailures, reportUncertain } from './sender-reports.ts'
import type { Log } from './gateway.ts'
import { storeOutcomes, type RetryRules, type Settled } from './outcomes.ts'
import { settleByEarlyReports } from './reports.ts'

const leaseTtl = 6_000
const tickEvery = 1_000

export interface DispatcherOptions {
  readonly store: Store
  readonly routes: readonly Route[]
  readonly retry: RetryRules
  readonly sinks: (route: Route) => Sinks
  readonly clock: () => number
  readonly log: Log
}

export interface Dispatcher {
  start(): void
  /** Hands in nothing more, waits for what is under way, and gives the leases back. */
  close(): Promise<void>
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const runners = options.routes
    .filter(({ elsewhere }) => elsewhere !== true)
    .map((route) => new RouteRunner(route, options))
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => void) | undefined
  return {
    start() {
      stopListening = options.store.onWake('queue', () => {
        for (const runner of runners) runner.pump()
      })
      const tick = (): void => {
        for (const runner of runners) runner.tick()
      }
      timer = setInterval(tick, tickEvery)
      timer.unref()
      tick()
    },
    async close() {
      clearInterval(timer)
      stopListening?.()
      await Promise.all(runners.map((runner) => runner.close()))
    },
  }
}

class RouteRunner {
  readonly #route: Route
  readonly #options: DispatcherOptions
  readonly #lease: { name: string; holder: string; token: string; ttl: number }
  readonly #outcomes: Batcher<Settled, undefined>
  #held = false
  #opened: Promise<void> | undefined
  #down = false
  #underWay = 0
  #lastAccount = 0
  #ticking: Promise<void> | undefined
  #pumping: Promise<void> | undefined
  #again = false
  #closing = false
  /** When the next scheduled message comes due, as far as this process knows. */
  #due = Infinity
  #dueTimer: NodeJS.Timeout | undefined

  constructor(route: Route, options: DispatcherOptions) {
    this.#route = route
    this.#options = options
    this.#lease = {
      name: `route:${route.name}`,
      holder: `${hostname()}:${process.pid}`,
      token: randomUUID(),
      ttl: leaseTtl,
    }
    this.#outcomes = new Batcher((settled) => this.#store(settled), 500)
  }

  /** Takes or prolongs the lease, then looks for work: the net under every wake that was lost. */
  tick(): void {
    if (this.#closing || this.#ticking !== undefined) return
    this.#ticking = this.#tick()
      .catch((error: unknown) => {
        this.#held = false
        this.#options.log.error(`route ${this.#route.name}: ${describe(error)}`)
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
    this.#expect((await nextDue(store.db, this.#route.name)) ?? Infinity)
    this.pump()
  }

  async #takeOver(): Promise<void> {
    this.#options.log.info(`route ${this.#route.name} is held by this process`)
    await this.#open()
    const { store, clock } = this.#options
    const mayRepeat = this.#route.idempotent || this.#options.retry.resendUncertain
    const left = await store.transaction(async (trx) => {
      const abandoned = await abandonMessages(trx, this.#route.name, this.#lease.token, clock())
      const ids = abandoned.map(({ id }) => id)
      await settleByEarlyReports(trx, store, this.#route.name, ids, clock())
      if (mayRepeat) await requeueMessages(trx, ids, clock())
      else await reportUncertain(trx, store.dialect, abandoned, clock())
      return ids
    })
    if (left.length === 0) return
    store.wake('outbox')
    store.wake('change')
    const what = mayRepeat ? 'are sent again' : 'may or may not have gone out'
    this.#options.log.warn(
      `route ${this.#route.name}: ${left.length} messages were under way and ${what}`,
    )
  }

  /** One that could not be opened is tried again. */
  async #open(): Promise<void> {
    this.#opened ??= this.#route.open(this.#sinks())
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
    this.#options.log.warn(`route ${this.#route.name} is now held by another process`)
    await this.#route.close(false)
  }

  #sinks(): Sinks {
    const sinks = this.#options.sinks(this.#route)
    return {
      ...sinks,
      down: (down, reason, fault, unit) => {
        sinks.down(down, reason, fault, unit)
        if (unit !== undefined) return
        this.#down = down
        if (!down) this.pump()
      },
    }
  }

  async #expire(): Promise<void> {
    const { store, clock } = this.#options
    const expired = await store.transaction(async (trx) => {
      const messages = await expireMessages(trx, store.dialect, clock(), 500)
      await giveBackUnsent(
        trx,
        store.dialect,
        messages.map(({ id }) => id),
      )
      await reportFailures(trx, 'expired', messages, clock())
      return messages.length
    })
    if (expired > 0) {
      store.wake('outbox')
      store.wake('change')
    }
  }

  /** Claims and hands on until nothing is due or the window is full. Calls while it runs are one more round. */
  pump(): void {
    if (!this.#held || this.#down || this.#closing) return
    this.#again = true
    this.#pumping ??= this.#pump()
      .catch((error: unknown) =>
        this.#options.log.error(`route ${this.#route.name}: ${describe(error)}`),
      )
      .finally(() => {
        this.#pumping = undefined
      })
  }

  async #pump(): Promise<void> {
    while (this.#again && !this.#down && !this.#closing) {
      this.#again = false
      const free = this.#route.window - this.#underWay
      if (free <= 0) return
      const { claimed, done } = await this.#claim(free)
      if (claimed.length === free) this.#again = true
      this.#handOn(claimed, done)
    }
  }

  /** A scheduled message comes due then: looked for at that moment, not before. */
  #expect(due: number): void {
    if (due >= this.#due) return
    this.#due = due
    const wait = due - this.#options.clock()
    if (wait >= tickEvery) return
    clearTimeout(this.#dueTimer)
    this.#dueTimer = setTimeout(() => this.pump(), Math.max(0, wait))
  }

  async #claim(free: number): Promise<Claim> {
    const { store, clock } = this.#options
    const isDue = this.#due <= clock()
    if (isDue) this.#due = Infinity
    const claim = await store.perform(claimNext, {
      ...{ route: this.#route.name, token: this.#lease.token, free },
      ...{ after: this.#lastAccount, isDue, now: clock() },
    })
    this.#lastAccount = Math.max(0, ...claim.claimed.map((message) => message.account_id))
    this.#underWay += claim.claimed.length
    return claim
  }

  #handOn(claimed: readonly QueuedMessage[], done: Claim['done']): void {
    if (claimed.length === 0) return
    const outcomes = this.#submit(
      claimed.map((message) => outgoing(message, done.get(message.id) ?? [])),
    )
    for (const [index, message] of claimed.entries()) {
      const outcome =
        outcomes[index] ?? Promise.resolve<Outcome>({ kind: 'unknown', reason: 'no outcome' })
      void this.#settle(message, outcome)
    }
  }

  /** A fault of the route must not keep its window full for ever. */
  #submit(batch: readonly Outgoing[]): readonly Promise<Outcome>[] {
    try {
      return this.#route.submit(batch)
    } catch (error) {
      return batch.map(() => Promise.resolve({ kind: 'unknown', reason: describe(error) }))
    }
  }

  async #settle(message: QueuedMessage, coming: Promise<Outcome>): Promise<void> {
    const outcome = await coming.catch((error: unknown): Outcome => ({
      kind: 'unknown',
      reason: describe(error),
    }))
    // What the route said is known only here: it is kept until the database takes it.
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#outcomes.add({ message, outcome })
        break
      } catch (error) {
        this.#options.log.error(
          `route ${this.#route.name}: cannot store an outcome: ${describe(error)}`,
        )
        if (this.#closing) break
        await delay(pause)
      }
    }
    this.#underWay--
    this.pump()
  }

  async #store(settled: readonly Settled[]): Promise<undefined[]> {
    const { store, retry, clock } = this.#options
    const claim = {
      route: this.#route.name,
      token: this.#lease.token,
      idempotent: this.#route.idempotent,
      hasReports: this.#route.capabilities.reports,
    }
    const due = await storeOutcomes(store, claim, settled, retry, clock())
    this.#expect(due)
    return []
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#dueTimer)
    await this.#ticking
    await this.#pumping
    await this.#route.close(true)
    // The route has answered everything; one turn later the last answers are on their way.
    await new Promise((resolve) => setImmediate(resolve))
    await this.#outcomes.idle()
    if (!this.#held) return
    const { store, log } = this.#options
    await store
      .transaction((trx) => releaseLease(trx, this.#lease.name, this.#lease.token))
      .catch((error: unknown) =>
        log.warn(`route ${this.#route.name}: the lease will run out by itself: ${describe(error)}`),
      )
  }
}

interface Claim {
  readonly claimed: readonly QueuedMessage[]
  /** References of parts that went out at earlier attempts, by message. */
  readonly done: ReadonlyMap<number, readonly string[]>
}

export const claimNext: Program<
  Parameters<typeof claimMessages>[2] & {
    /** Something that was scheduled may have come due. */
    readonly isDue: boolean
  },
  Claim
> = {
  name: 'claim next',
  run: async (trx, { dialect }, { isDue, ...claim }) => {
    if (isDue) await enqueueDue(trx, claim.route, claim.now)
    const claimed = await claimMessages(trx, dialect, claim)
    const again = claimed.filter(({ attempts }) => attempts > 1).map(({ id }) => id)
    const done = again.length === 0 ? new Map() : await partsDone(trx, dialect, claim.route, again)
    return { claimed, done }
  },
}

function outgoing(message: QueuedMessage, done: readonly string[]): Outgoing {
  return {
    id: message.id,
    phone: message.phone,
    sender: message.own ?? undefined,
    text: message.text,
    encoding: message.encoding,
    flash: message.flash === 1,
    validity: message.validity ?? undefined,
    attempt: message.attempts,
    done,
  }
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
