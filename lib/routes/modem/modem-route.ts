// The route over one modem, or over several as one pool.
//
// A modem that is idle takes the next message that it may: one that has parts out by it, one that is
// to come from its number, or any that is bound to none; so the least busy one has it. A modem that
// fails takes nothing, nor does one whose SIM may not send, and the others go on. What nobody can take
// is answered `temporary` at once.
import { setTimeout as delay } from 'node:timers/promises'
import type { Capabilities, Outcome, Outgoing, Route, RouteFault, Sinks } from '../route.ts'
import { Modem, type ModemEvents } from './modem.ts'
import { usualPace, type ModemSettings, type ModemWorld, type Pace } from './settings.ts'

export interface ModemRouteOptions {
  readonly name: string
  readonly modems: readonly (ModemSettings & { readonly world: ModemWorld })[]
  readonly pace?: Pace
}

type SimFault = Extract<Outcome, { kind: 'configuration' }>

interface Job {
  readonly message: Outgoing
  readonly outcome: Promise<Outcome>
  readonly answer: (outcome: Outcome) => void
}

function jobOf(message: Outgoing): Job {
  let answer: Job['answer'] = () => undefined
  const outcome = new Promise<Outcome>((resolve) => {
    answer = resolve
  })
  return { message, outcome, answer }
}

const drainPatience = 15_000

export class ModemRoute implements Route {
  readonly type = 'modem'
  readonly name: string
  readonly capabilities: Capabilities
  readonly idempotent = false
  readonly elsewhere: boolean
  readonly numbers: readonly string[]
  readonly ports: readonly string[]
  readonly #options: ModemRouteOptions
  readonly #busy = new Map<Modem, Job>()
  readonly #said = new Map<Modem | undefined, string>()
  readonly #statuses = new Map<Modem, Readonly<Record<string, string>>>()
  #modems: readonly Modem[] = []
  #waiting: Job[] = []
  readonly #unanswered = new Map<Modem, () => void>()
  #sinks: Sinks | undefined
  #closing = false

  constructor(options: ModemRouteOptions) {
    this.#options = options
    this.name = options.name
    this.elsewhere = options.modems.length === 0
    this.numbers = options.modems.flatMap(({ number }) => number ?? [])
    this.ports = options.modems.map(({ key }) => key)
    this.capabilities = {
      receive: true,
      reports: options.modems.every(({ reports }) => reports),
      partReports: true,
      flash: true,
      validity: true,
      senderName: false,
      senderNumber: false,
      unicode: true,
      maxParts: 255,
    }
  }

  /** Many are claimed at once, when half of what was here has gone out or a modem has nothing to do. */
  get window(): number {
    const most = this.#modems.reduce((sum, modem) => sum + 1 + modem.ahead, 0)
    const here = this.#waiting.length + this.#busy.size
    const isIdle = this.#modems.some((modem) => modem.ready && !this.#busy.has(modem))
    return Math.max(1, here > most / 2 && !isIdle ? here : most)
  }

  open(sinks: Sinks): Promise<void> {
    this.#sinks = sinks
    this.#closing = false
    this.#said.clear()
    sinks.down(true, 'its modem is being started')
    const pace = this.#options.pace ?? usualPace
    this.#modems = this.#options.modems.map(({ world, ...settings }) => {
      const modem: Modem = new Modem(
        settings,
        world,
        sinks,
        this.#eventsOf(() => modem),
        pace,
      )
      return modem
    })
    for (const modem of this.#modems) modem.open()
    return Promise.resolve()
  }

  submit(batch: readonly Outgoing[]): Promise<Outcome>[] {
    const jobs = batch.map(jobOf)
    this.#waiting.push(...jobs)
    this.#assign()
    return jobs.map(({ outcome }) => outcome)
  }

  async close(drain: boolean): Promise<void> {
    this.#closing = true
    this.#assign()
    if (drain) {
      const over = new AbortController()
      const late = delay(drainPatience, undefined, { signal: over.signal }).catch(() => undefined)
      await Promise.race([this.#settled(), late])
      over.abort()
    }
    await Promise.all(this.#modems.map((modem) => modem.close()))
    await this.#settled()
  }

  #settled(): Promise<unknown> {
    return Promise.all([...this.#busy.values()].map(({ outcome }) => outcome))
  }

  #assign(): void {
    for (const modem of this.#modems) {
      if (this.#closing || !modem.ready || this.#busy.has(modem)) continue
      const job = this.#nextFor(modem)
      if (job === undefined) continue
      this.#waiting.splice(this.#waiting.indexOf(job), 1)
      this.#send(modem, job)
    }
    this.#waiting = this.#waiting.filter((job) => !this.#refuse(job))
  }

  #send(modem: Modem, job: Job): void {
    this.#busy.set(modem, job)
    modem.send(job.message, {
      handedOver: () => {
        this.#prepareNext(modem)
        this.#answerLast(modem)
      },
      done: (outcome) => this.#finish(modem, job, outcome),
    })
  }

  #finish(modem: Modem, job: Job, outcome: Outcome): void {
    this.#answerLast(modem)
    this.#busy.delete(modem)
    if (outcome.kind === 'configuration' && this.#modems.length > 1)
      this.#spare(modem, job, outcome)
    else this.#unanswered.set(modem, () => job.answer(outcome))
    this.#assign()
    if (!this.#busy.has(modem)) this.#answerLast(modem)
  }

  /** The SIM of one says nothing of the others: they take what it could not begin. */
  #spare(modem: Modem, job: Job, { reason, references = [] }: SimFault): void {
    if (references.length === 0) this.#waiting.unshift(job)
    else job.answer({ kind: 'temporary', reason, references, alone: true })
    modem.rest(reason)
  }

  #nextFor(modem: Modem): Job | undefined {
    return this.#waiting.find((job) => this.#fits(job, modem))
  }

  #prepareNext(modem: Modem): void {
    const next = this.#nextFor(modem)
    if (next !== undefined) modem.prepare(next.message)
  }

  /** The database has its work while the modem has the next part: never between two of them. */
  #answerLast(modem: Modem): void {
    const answer = this.#unanswered.get(modem)
    this.#unanswered.delete(modem)
    answer?.()
  }

  /** Parts from two numbers would not be joined by the phone. Several modems may have one number. */
  #fits({ message: { done, sender } }: Job, modem: Modem): boolean {
    const begun = this.#modems.find(({ settings }) => done[0]?.startsWith(`${settings.key} `))
    if (begun !== undefined) return begun === modem
    if (sender === undefined || modem.number === sender) return true
    return !this.#modems.some(({ number }) => number === sender)
  }

  /** Nothing waits here for a modem that is away: the queue is the database. */
  #refuse(job: Job): boolean {
    const may = this.#modems.filter((modem) => this.#fits(job, modem))
    if (!this.#closing && may.some(({ ready }) => ready)) return false
    const reason = this.#closing
      ? 'the route is closed'
      : `${may[0]?.settings.key ?? 'the modem'} is away`
    const alone = this.#modems.some(({ ready }) => ready)
    job.answer({ kind: 'temporary', reason, alone })
    return true
  }

  #eventsOf(modemOf: () => Modem): ModemEvents {
    return {
      ready: () => {
        this.#say(modemOf(), false, 'the modem is ready', undefined)
        this.#assign()
      },
      notReady: (reason, fault) => {
        this.#say(modemOf(), true, reason, fault)
        this.#assign()
      },
      status: (status) => this.#tellStatus(modemOf(), status),
    }
  }

  /** The route is down when no modem is ready; of several modems each is told of too. */
  #say(modem: Modem, down: boolean, reason: string, fault: RouteFault | undefined): void {
    if (this.#closing) return
    const isPool = this.#modems.length > 1
    if (isPool) this.#sayOnce(modem, down, reason, fault, modem.settings.key)
    const allDown = this.#modems.every(({ ready }) => !ready)
    const why = isPool && allDown ? 'none of its modems is ready' : reason
    this.#sayOnce(undefined, allDown, why, isPool ? undefined : fault, undefined)
  }

  #sayOnce(
    about: Modem | undefined,
    down: boolean,
    reason: string,
    fault: RouteFault | undefined,
    unit: string | undefined,
  ): void {
    const words = down ? `${fault ?? ''} ${reason}` : 'up'
    if (this.#said.get(about) === words) return
    this.#said.set(about, words)
    this.#sinks?.down(down, reason, fault, unit)
  }

  #tellStatus(modem: Modem, status: Readonly<Record<string, string>>): void {
    this.#statuses.set(modem, status)
    const isPool = this.#modems.length > 1
    const entries = [...this.#statuses].flatMap(([{ settings }, words]) =>
      Object.entries(words)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => [isPool ? `${settings.key} ${name}` : name, value] as const),
    )
    this.#sinks?.status(Object.fromEntries(entries))
  }
}
