// One modem for years: opens its port, starts it, has it watched, and begins again whatever happens.
//
// Between any two tries there is a pause: there is no way round the loop without one. `send` may be
// called while `ready`, one message at a time.
import type { Duplex } from 'node:stream'
import type { Outgoing, RouteFault, Sinks } from '../route.ts'
import { AtChannel, type Unsolicited } from './at-channel.ts'
import { HandedOver } from './handed-over.ts'
import { fullStorage, Inbox } from './inbox.ts'
import {
  describeNetwork,
  describeRegistration,
  describeSignal,
  type NetworkState,
} from './network.ts'
import { grown, Recovery, type End } from './recovery.ts'
import { Sender, type SendSteps } from './sender.ts'
import type { ModemSettings, ModemWorld, Pace } from './settings.ts'
import { start, type Profile } from './start.ts'
import { Watch } from './watch.ts'

/** What the route is told; called at each change. */
export interface ModemEvents {
  ready(): void
  notReady(reason: string, fault: RouteFault | undefined): void
  status(status: Readonly<Record<string, string>>): void
}

export class Modem {
  readonly settings: ModemSettings
  readonly #world: ModemWorld
  readonly #pace: Pace
  readonly #sinks: Sinks
  readonly #events: ModemEvents
  readonly #closing = new AbortController()
  readonly #sender: Sender
  readonly #recovery: Recovery
  readonly #handedOver = new HandedOver()
  #channel: AtChannel | undefined
  #watch: Watch | undefined
  #inbox: Inbox | undefined
  #profile: Profile | undefined
  #ready = false
  #lastError = ''
  #rests = 0
  #restsUntil = 0
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
    this.#sender = new Sender({
      settings,
      signal: this.#closing.signal,
      needsReset: () => this.#askForReset(),
    })
    this.#recovery = new Recovery({
      name: settings.key,
      world,
      pace,
      stuckAfter: settings.stuckAfter,
      log: (level, line) => sinks.log(level, line),
    })
  }

  open(): void {
    this.#life = this.#live()
  }

  get ready(): boolean {
    return this.#ready && this.#channel?.isOpen === true
  }

  /** Messages that may wait for it. */
  get ahead(): number {
    return this.#sender.ahead
  }

  get number(): string | undefined {
    return this.settings.number ?? this.#profile?.number
  }

  /** Composes the message that is next, while this one is under way. */
  prepare(message: Outgoing): void {
    this.#sender.prepare(message, this.#reports)
  }

  send(message: Outgoing, { handedOver, done }: SendSteps): void {
    const channel = this.#channel
    if (channel === undefined) {
      done({ kind: 'temporary', reason: 'the modem is away' })
      return
    }
    this.#sender.send(message, channel, this.#reports, {
      handedOver,
      done: (outcome) => {
        if (outcome.kind === 'accepted') this.#rests = 0
        else this.#lastError = outcome.reason
        done(outcome)
      },
    })
  }

  /** A person has to mend its SIM or its contract: it takes nothing for a while, each time a longer one. */
  rest(reason: string): void {
    const { refused, longestRefused } = this.#pace
    this.#restsUntil = performance.now() + grown(refused, ++this.#rests, longestRefused)
    this.#setNotReady(reason, 'route_refused')
  }

  /** Ends it; what is under way is answered as it can be. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#channel?.close('the route is closed')
    await this.#life
  }

  get #reports(): boolean {
    return this.settings.reports && this.#profile?.reports !== 'not'
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  #askForReset(): void {
    this.#setNotReady('the modem is reset', undefined)
    this.#watch?.askForReset()
  }

  async #live(): Promise<void> {
    for (;;) {
      const end = await this.#openAndServe()
      if (this.#isClosing()) return
      this.#lastError = end.reason
      this.#setNotReady(end.reason, end.fault)
      this.#tellStatus(undefined)
      await this.#recovery.after(end, this.#closing.signal)
      if (this.#isClosing()) return
    }
  }

  async #openAndServe(): Promise<End> {
    let stream: Duplex
    try {
      stream = await this.#world.openStream()
    } catch (error) {
      return { reason: said(error), fault: 'route_down', started: true }
    }
    try {
      return await this.#serve(stream)
    } catch (error) {
      // Such as a database that is away where a PIN has to be noted.
      return { reason: said(error), fault: 'route_down', started: false }
    } finally {
      this.#channel?.close('it is opened anew')
      this.#channel = undefined
      this.#watch = undefined
      this.#inbox = undefined
    }
  }

  async #serve(stream: Duplex): Promise<End> {
    // What is handed over while the modem is still being started would not come again.
    const early: Unsolicited[] = []
    let hear = (heard: Unsolicited): void => void early.push(heard)
    const channel = this.#speakOver(stream, (heard) => hear(heard))
    const starting = await start(channel, {
      ...this.settings,
      memory: this.#sinks,
      key: `pin ${this.settings.key}`,
      pause: this.#pace.search,
    })
    if (starting.kind === 'failed') return { ...starting, started: false }
    const { profile } = starting
    channel.mindRestarts()
    this.#profile = profile
    const inbox = new Inbox({
      channel,
      profile,
      to: this.number ?? '',
      key: this.settings.key,
      clock: this.#world.clock,
      sinks: this.#sinks,
      handedOver: this.#handedOver,
    })
    this.#inbox = inbox
    hear = (heard) => inbox.hear(heard)
    for (const heard of early) hear(heard)
    return this.#beWatched(channel, inbox)
  }

  #speakOver(stream: Duplex, hear: (heard: Unsolicited) => void): AtChannel {
    const { key, trace } = this.settings
    const channel = new AtChannel({
      stream,
      onUnsolicited: (heard) => {
        hear(heard)
        if (/^\+C[GE]?REG:/.test(heard.line)) this.#watch?.nudge()
      },
      trace: trace ? (line) => this.#sinks.log('info', `${key} ${line}`) : undefined,
      pace: this.#pace,
    })
    this.#channel = channel
    if (this.#isClosing()) channel.close('the route is closed')
    return channel
  }

  #beWatched(channel: AtChannel, inbox: Inbox): Promise<End> {
    this.#watch = new Watch({
      channel,
      inbox,
      pace: this.#pace,
      stuckAfter: this.settings.stuckAfter,
      seen: (network) => this.#see(network),
      lost: (reason) => this.#setNotReady(reason, 'route_down'),
    })
    return this.#watch.run()
  }

  #see(network: NetworkState): void {
    this.#tellStatus(network)
    if (!network.registered) {
      this.#setNotReady(`no network: ${describeNetwork(network)}`, 'no_signal')
      return
    }
    this.#recovery.works()
    if (this.#ready || performance.now() < this.#restsUntil) return
    this.#ready = true
    this.#events.ready()
  }

  #tellStatus(network: NetworkState | undefined): void {
    const { make, model } = this.#profile?.identity ?? {}
    this.#events.status({
      modem: [make, model].filter((word) => word !== undefined).join(' '),
      network: network === undefined ? '' : describeRegistration(network),
      signal: network === undefined ? '' : describeSignal(network),
      number: this.number ?? '',
      storage: this.#inbox?.isFull === true ? fullStorage : '',
      'last error': this.#lastError,
    })
  }

  #setNotReady(reason: string, fault: RouteFault | undefined): void {
    this.#ready = false
    this.#events.notReady(reason, fault)
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
