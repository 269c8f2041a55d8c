// Waits for something that another process or connection brings about, where no event tells of it.
import { setTimeout as delay } from 'node:timers/promises'
import { patience } from './patience.ts'

/** Asks again every few milliseconds until the answer is not undefined; fails with `what` after `ms`. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = patience,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await delay(5)
  }
}
