// Opens the database for a command: one that is away for a moment is waited for, what no waiting mends ends
// the command at once with the reason.
import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe } from '../gateway/describe-error.ts'
import { inTime } from '../gateway/in-time.ts'
import { isLasting } from '../store/lasting.ts'
import type { Store } from '../store/store.ts'
import { Sentence } from './sentence.ts'
import { whyNot } from './trouble.ts'

const patience = 15_000
const pause = 1_000

export async function openStore(store: Store): Promise<void> {
  let isOver = false
  try {
    const late = new Sentence('The database does not answer.')
    await inTime(
      migrate(store, () => isOver),
      patience,
      late,
    )
  } finally {
    isOver = true
  }
}

async function migrate(store: Store, isOver: () => boolean): Promise<void> {
  for (let told = false; !isOver(); told = true) {
    try {
      await store.migrate()
      return
    } catch (error) {
      if (isOver()) return
      if (isLasting(error))
        throw new Sentence(`The database cannot be opened: ${describe(error)}${reason(store)}.`)
      if (!told)
        process.stderr.write(`the database cannot be opened, trying again: ${describe(error)}\n`)
      await delay(pause, undefined, { ref: false })
    }
  }
}

/** SQLite does not say that a file or its directory is closed to who asks. */
function reason({ dialect: { name, location } }: Store): string {
  if (name !== 'sqlite') return ''
  try {
    accessSync(location, constants.R_OK | constants.W_OK)
    accessSync(dirname(location), constants.W_OK)
    return ''
  } catch (error) {
    return ` (${whyNot(error)})`
  }
}
