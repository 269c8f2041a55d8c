// Feeds a route from its line: claims no more than its window and its condition let through, hands it on,
// and has each outcome kept. A place of the window is free again when the route has answered.
import type { Outcome } from '../../routes/route.ts'
import type { QueuedMessage } from '../../store/queued-message.ts'
import { Rounds } from '../rounds.ts'
import type { Settled } from '../settlement.ts'
import { claimNext, type Claimed } from './claim.ts'
import type { Condition } from './condition.ts'
import type { Duty } from './duty.ts'
import { handOn, knownOrAsked } from './handing-on.ts'
import { WakeUp } from './wake-up.ts'
import { Window } from './window.ts'

const gatherFor = 5
/** A commit whose answer was lost is decided by then. */
const claimDoubt = 15_000

export interface FeederOptions {
  readonly duty: Duty
  readonly condition: Condition
  /** This process has the lease. */
  readonly isHeld: () => boolean
  /** Fulfilled when it is stored. */
  readonly keep: (settled: Settled) => Promise<void>
  readonly note: (outcome: Outcome) => void
}

export class Feeder {
  readonly #options: FeederOptions
  readonly #window: Window
  readonly #wakeUp: WakeUp
  readonly #rounds: Rounds
  #lastAccount = 0
  /** The last claim took all that it might: more may wait behind it. */
  #isFull = false
  /** When the next scheduled message comes due, as far as this process knows. */
  #due = Infinity
  #doubtUntil = 0

  constructor(options: FeederOptions) {
    this.#options = options
    this.#window = new Window(options.duty.route)
    this.#wakeUp = new WakeUp(options.duty.clock, () => this.pump())
    this.#rounds = new Rounds(() => this.#round(), options.duty.complain)
  }

  /** Claims and hands on until nothing is due or nothing more may go. Calls while it runs are one more round. */
  pump(): void {
    if (this.#mayHandOn) this.#rounds.ask()
  }

  /** A scheduled message comes due then: looked for at that moment, not before. */
  expect(due: number): void {
    // What is far away is looked for again with every look.
    if (due > this.#due || due === Infinity) return
    this.#due = due
    this.#wakeUp.at(due)
  }

  /** Fulfilled when nothing more will be handed on. */
  async close(): Promise<void> {
    this.#wakeUp.stop()
    await this.#rounds.idle()
  }

  get #mayHandOn(): boolean {
    const { duty, condition, isHeld } = this.#options
    return isHeld() && !duty.isClosing() && condition.isOpen
  }

  async #round(): Promise<void> {
    const { condition, duty } = this.#options
    if (!this.#mayHandOn || this.#window.free <= 0) return
    const most = condition.allowance(this.#window)
    if (most <= 0) {
      this.#wakeUp.at(condition.opensAt)
      return
    }
    const claimed = await this.#claim(most)
    condition.claimed(claimed.length)
    this.#isFull = claimed.length === most
    if (this.#isFull) this.#rounds.ask()
    for (const { message, outcome } of handOn(duty.route, claimed))
      void this.#settle(message, outcome)
  }

  async #claim(free: number): Promise<readonly Claimed[]> {
    const { route, token, store, clock } = this.#options.duty
    const now = clock()
    const isDue = this.#due <= now
    if (isDue) this.#due = Infinity
    const known = now < this.#doubtUntil ? this.#window.known : undefined
    const claim = { route: route.name, token, free, after: this.#lastAccount, now }
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

  async #settle(message: QueuedMessage, coming: Promise<Outcome>): Promise<void> {
    const { duty, keep, note } = this.#options
    const at = duty.clock()
    const said = await coming
    const settled = await knownOrAsked(duty, message, said, at)
    note(said)
    this.#window.answered(message.id)
    this.#goOn()
    await keep(settled)
    this.#window.stored(message.id)
    this.#goOn()
  }

  /** What comes in one by one is claimed together, as long as the route has enough to do. */
  #goOn(): void {
    if (this.#isFull && this.#window.isIdle) this.pump()
    else this.#wakeUp.at(this.#options.duty.clock() + gatherFor)
  }
}
