// What of a route's window is taken, and by which messages.
//
// A place is free again when the route has answered, but the message stays known until its outcome is
// stored: so at most as many outcomes wait for the database as messages fit in the window.
import type { Route } from '../../routes/route.ts'

export class Window {
  readonly #route: Pick<Route, 'window' | 'ahead'>
  readonly #underWay = new Set<number>()
  readonly #answered = new Set<number>()

  constructor(route: Pick<Route, 'window' | 'ahead'>) {
    this.#route = route
  }

  /** Claimed, and not answered yet. */
  get underWay(): number {
    return this.#underWay.size
  }

  /** How many more may be handed to the route. */
  get free(): number {
    const most = this.#route.window + (this.#route.ahead ?? 0)
    return Math.min(
      most - this.#underWay.size,
      2 * most - this.#underWay.size - this.#answered.size,
    )
  }

  /** The route has nothing left for a place of its window. */
  get isIdle(): boolean {
    return this.#underWay.size < this.#route.window
  }

  /** All that has been claimed, and whose outcome is not stored. */
  get known(): number[] {
    return [...this.#underWay, ...this.#answered]
  }

  claimed(id: number): void {
    this.#underWay.add(id)
  }

  answered(id: number): void {
    this.#underWay.delete(id)
    this.#answered.add(id)
  }

  stored(id: number): void {
    this.#answered.delete(id)
  }
}
