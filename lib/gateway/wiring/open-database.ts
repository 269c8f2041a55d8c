// Opens and migrates the database in the background, again and again until it is there.
import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '../../store/store.ts'
import { describe } from '../describe-error.ts'
import type { Log } from '../log.ts'

const [firstPause, longestPause] = [250, 2_000]

/** Answers whether it is open: false when `isOver` came first. Never rejects. */
export async function openDatabase(
  store: Store,
  isOver: () => boolean,
  log: Log,
): Promise<boolean> {
  for (let pause = firstPause; !isOver(); pause = Math.min(pause * 2, longestPause)) {
    try {
      await store.migrate()
      break
    } catch (error) {
      log.error(`the database cannot be opened, trying again: ${describe(error)}`)
      await delay(pause, undefined, { ref: false })
    }
  }
  return !isOver()
}
