// One modem for years: opens its port, starts it, watches it, and begins again whatever happens.
//
// A port that is away is tried again every second; a modem that does not start or register is reset,
// then its power is switched, each at growing distances. Between any two tries there is a pause: there
// is no way round the loop without one. `send` may be called while `ready`, one message at a time.
import { EventEmitter, once } from 'node:events'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome, Outgoing, RouteFault, Sinks } from '../route.ts'
import { AtChannel, type ChannelPace, type Unsolicited } from './at-channel.ts'
import { Inbox } from './inbox.ts'
import { describeNetwork, readNetwork, type NetworkState } from './network.ts'
import { sendMessage } from './sending.ts'
import { start, type Profile, type StorageName } from './start.ts'

export interface ModemSettings {
  /** What references to parts begin with, and how logs name it. */
  readonly key: string
  /** The number of the SIM, or undefined: what the SIM says of itself. */
  readonly number: string | undefined
  readonly pin: string | undefined
  readonly serviceCentre: string | undefined
  readonly storage: StorageName | 'auto' | 'none'
  readonly reports: boolean
  readonly languages: readonly number[]
  /** Parts a minute; 0 is as fast as it goes. */
  readonly partsAMinute: number
  readonly sendTimeout: number
  /** How long it may be without a network before it is reset. */
  readonly stuckAfter: number
  readonly trace: boolean
}

/** Milliseconds. */
export interface Pace extends ChannelPace {
  /** Before a port that was lost or cannot be opened is tried again. */
  readonly reopen: number
  /** Before a modem that did not start is tried again; it doubles up to `most`. */
  readonly restart: number
  readonly most: number
  /** After a reset, until the port may be back. */
  readonly reset: number
  /** Between two switchings of the power. */
  readonly power: number
  /** Between two looks at a modem that works, and at one without a network. */
  readonly watch: number
  readonly search: number
}

export const usualPace: Pace = {
  reopen: 500,
  restart: 2_000,
  most: 60_000,
  reset: 5_000,
  power: 300_000,
  watch: 30_000,
  search: 2_000,
  attention: 1_000,
  quiet: 200,
  patience: 5_000,
}

export interface ModemWorld {
  readonly clock: () => number
  readonly openStream: () => Promise<Duplex>
  /** The user's command that switches the power; undefined when there is none. */
  readonly switchPower: (() => Promise<void>) | undefined
}

/** What the route is told; called at each change. */
export interface ModemEvents {
  ready(): void
  notReady(reason: string, fault: RouteFault | undefined): void
  status(status: Readonly<Record<string, string>>): void
}

/** How the life of one opened port ended. */
interface End {
  readonly reason: string
  readonly fault?: RouteFault
  readonly started: boolean
  readonly wantsReset?: boolean
}

const failuresBeforePower = 3
const databasePause = 200
const mostAhead = 31
const refusalsBeforeReset = 10

export class Modem {
  readonly settings: ModemSettings
  readonly #world: ModemWorld
  readonly #pace: Pace
  readonly #sinks: Sinks
  readonly #events: ModemEvents
  readonly #closing = new AbortController()
  readonly #nudge = new EventEmitter()
  #channel: AtChannel | undefined
  #inbox: Inbox | undefined
  #profile: Profile | undefined
  #ready = false
  #wantsReset = false
  #refusals = 0
  /** Milliseconds that a message takes, as of late. */
  #usualTime: number | undefined
  #nextPartAt = 0
  #powerAt = -Infinity
  #lastError = ''
  #life: Promise<void> = Promise.resolve()

  constructor(
    settings: ModemSettings,
    world: ModemWorld,
    sinks: Sinks,
    events: ModemEvents,
    pace: Pace,
  ) {
    this.settings = settings
    this.#world = world
    this.#pace = pace
    this.#sinks = sinks
    this.#events = events
  }

  open(): void {
    this.#life = this.#live()
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  get ready(): boolean {
    return this.#ready
  }

  /**
   * Messages that may wait here, so that the modem never waits for the database. One, where sending
   * takes its usual seconds: whatever waits here is in doubt when this process dies.
   */
  get ahead(): number {
    return Math.min(mostAhead, Math.ceil(databasePause / (this.#usualTime ?? databasePause)))
  }

  get number(): string | undefined {
    return this.settings.number ?? this.#profile?.number
  }

  /** `handedOver` is called when the modem has a part, and before a pause that the SIM needs. */
  async send(message: Outgoing, handedOver: () => void): Promise<Outcome> {
    const channel = this.#channel
    if (channel === undefined) return { kind: 'temporary', reason: 'the modem is away' }
    await this.#keepRate(handedOver)
    const { key, languages, sendTimeout: timeout } = this.settings
    const reports = this.settings.reports && this.#profile?.reports !== 'not'
    const began = performance.now()
    const sent = await sendMessage(message, {
      channel,
      key,
      languages,
      timeout,
      reports,
      handedOver,
    })
    const took = performance.now() - began
    this.#usualTime = this.#usualTime === undefined ? took : (7 * this.#usualTime + took) / 8
    this.#spendRate(sent.parts)
    this.#judge(sent.outcome, sent.needsReset)
    return sent.outcome
  }

  /** Ends it; what is under way is answered as it can be. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#channel?.close('the route is closed')
    await this.#life
  }

  async #keepRate(beforePause: () => void): Promise<void> {
    const wait = this.#nextPartAt - this.#world.clock()
    if (wait <= 0) return
    beforePause()
    await this.#pause(wait)
  }

  #spendRate(parts: number): void {
    const { partsAMinute } = this.settings
    if (partsAMinute === 0) return
    const from = Math.max(this.#world.clock(), this.#nextPartAt)
    this.#nextPartAt = from + (parts * 60_000) / partsAMinute
  }

  /** A modem that refuses one message after the other is reset. */
  #judge(outcome: Outcome, needsReset: boolean): void {
    if (outcome.kind !== 'accepted') this.#lastError = outcome.reason
    this.#refusals = outcome.kind === 'temporary' ? this.#refusals + 1 : 0
    if (needsReset || this.#refusals >= refusalsBeforeReset) this.#askForReset()
  }

  #askForReset(): void {
    this.#wantsReset = true
    this.#refusals = 0
    this.#setNotReady('the modem is reset', undefined)
    this.#nudge.emit('look')
  }

  async #live(): Promise<void> {
    let failures = 0
    for (;;) {
      const end = await this.#openAndServe()
      if (this.#isClosing()) return
      failures = end.started ? 0 : failures + 1
      this.#lastError = end.reason
      this.#setNotReady(end.reason, end.fault)
      this.#tellStatus(undefined)
      await this.#pause(await this.#recover(end, failures))
      if (this.#isClosing()) return
    }
  }

  async #openAndServe(): Promise<End> {
    let stream: Duplex
    try {
      stream = await this.#world.openStream()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { reason, fault: 'route_down', started: true }
    }
    try {
      return await this.#serve(stream)
    } catch (error) {
      // Such as a database that is away where a PIN has to be noted.
      const reason = error instanceof Error ? error.message : String(error)
      return { reason, fault: 'route_down', started: false }
    } finally {
      this.#channel?.close('it is opened anew')
      this.#channel = undefined
      this.#inbox = undefined
    }
  }

  async #serve(stream: Duplex): Promise<End> {
    // What is handed over while the modem is still being started would not come again.
    const early: Unsolicited[] = []
    const channel = new AtChannel({
      stream,
      onUnsolicited: (said) => {
        if (this.#inbox === undefined) early.push(said)
        else this.#inbox.hear(said)
        if (/^\+C[GE]?REG:/.test(said.line)) this.#nudge.emit('look')
      },
      trace: (line) => {
        if (this.settings.trace) this.#sinks.log('info', `${this.settings.key} ${line}`)
      },
      pace: this.#pace,
    })
    this.#channel = channel
    if (this.#isClosing()) channel.close('the route is closed')
    const starting = await start(channel, {
      pin: this.settings.pin,
      memory: this.#sinks,
      key: `pin ${this.settings.key}`,
      pause: this.#pace.search,
      storage: this.settings.storage,
      serviceCentre: this.settings.serviceCentre,
    })
    if (starting.kind === 'failed') return { ...starting, started: false }
    const { profile } = starting
    this.#profile = profile
    const { key } = this.settings
    const { clock } = this.#world
    const inbox = new Inbox({
      channel,
      profile,
      to: this.number ?? '',
      key,
      clock,
      sinks: this.#sinks,
    })
    this.#inbox = inbox
    for (const said of early) inbox.hear(said)
    return this.#watch(channel, inbox)
  }

  /** Until the port is lost, or the modem has to be reset. */
  async #watch(channel: AtChannel, inbox: Inbox): Promise<End> {
    let ended: string | undefined
    const nudgeWhenEnded = channel.ended.then((reason) => {
      ended = reason
      this.#setNotReady(reason, 'route_down')
      this.#nudge.emit('look')
    })
    let registeredAt = performance.now()
    for (;;) {
      const network = await readNetwork(channel)
      if (ended === undefined && !this.#wantsReset) this.#tellNetwork(network)
      const now = performance.now()
      if (network.registered) registeredAt = now
      const isStuck = now - registeredAt > this.settings.stuckAfter
      if (ended !== undefined) break
      if (this.#wantsReset || isStuck) {
        await this.#reset(channel)
        const why = isStuck ? 'it found no network' : 'it did not recover by itself'
        const fault = isStuck ? 'no_signal' : 'route_down'
        return { reason: `the modem was reset: ${why}`, fault, started: true, wantsReset: true }
      }
      await inbox.sweep()
      await this.#look(network.registered ? this.#pace.watch : this.#pace.search)
    }
    await nudgeWhenEnded
    await inbox.idle()
    return { reason: ended, fault: 'route_down', started: true }
  }

  /** Waits for the next look at the modem, or until there is a reason for one. */
  async #look(after: number): Promise<void> {
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, this.#closing.signal])
    await Promise.race([
      delay(after, undefined, { signal }).catch(() => undefined),
      once(this.#nudge, 'look', { signal }).catch(() => undefined),
    ])
    over.abort()
  }

  async #reset(channel: AtChannel): Promise<void> {
    this.#wantsReset = false
    const answer = await channel.command('AT+CFUN=1,1', { timeout: 10_000 })
    if (answer.kind !== 'error') return
    await channel.command('AT+CFUN=0', { timeout: 10_000 })
    await channel.command('AT+CFUN=1', { timeout: 10_000 })
  }

  /** Does what may help, and answers how long to wait before the next try. */
  async #recover(end: End, failures: number): Promise<number> {
    if (end.wantsReset === true) return this.#pace.reset
    if (end.started) return this.#pace.reopen
    // Waiting does not help: somebody has to change the settings or the card.
    if (end.fault === 'wrong_pin') return this.#pace.most
    if (failures % failuresBeforePower === 0) await this.#switchPower()
    return Math.min(this.#pace.most, this.#pace.restart * 2 ** Math.min(failures - 1, 20))
  }

  async #switchPower(): Promise<void> {
    const { switchPower } = this.#world
    const now = performance.now()
    if (switchPower === undefined || now - this.#powerAt < this.#pace.power) return
    this.#powerAt = now
    this.#sinks.log('warn', `${this.settings.key}: its power is switched`)
    await switchPower().catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error)
      this.#sinks.log('warn', `the power command failed: ${said}`)
    })
  }

  #tellNetwork(network: NetworkState): void {
    this.#tellStatus(network)
    if (!network.registered) {
      this.#setNotReady(`no network: ${describeNetwork(network)}`, 'no_signal')
    } else if (!this.#ready) {
      this.#ready = true
      this.#events.ready()
    }
  }

  #tellStatus(network: NetworkState | undefined): void {
    const { make, model } = this.#profile?.identity ?? {}
    this.#events.status({
      modem: [make, model].filter((word) => word !== undefined).join(' '),
      network: network === undefined ? '' : describeNetwork(network),
      number: this.number ?? '',
      'last error': this.#lastError,
    })
  }

  #setNotReady(reason: string, fault: RouteFault | undefined): void {
    this.#ready = false
    this.#events.notReady(reason, fault)
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }
}
